import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { Ear, getJson, pictureGraph, post, samplerGraph } from './driver.ts'
import { type Standin, type StandinOptions, startStandin, videoModels } from './index.ts'
import { encodeJpeg } from './media/jpeg.ts'
import { gradientBatch, solid } from './media/picture.ts'
import { decodePng, encodePng, pngTexts } from './media/png.ts'
import { mediaSource } from './media/video.ts'
import { encodeAnimatedWebp, encodeWebp } from './media/webp.ts'
import { dumpPythonJson, type JsonObject, parsePythonJson } from './python-json.ts'

const open: { standin: Standin; ear: Ear }[] = []

afterEach(async () => {
  for (const { standin, ear } of open.splice(0)) {
    ear.close()
    expect(standin.mishaps).toEqual([])
    await standin.close()
  }
})

async function start(options: StandinOptions = {}, greeting?: JsonObject) {
  const standin = await startStandin({ speed: { stepMs: 1 }, ...options })
  const ear = new Ear(standin, 'tab', greeting)
  open.push({ standin, ear })
  await ear.hears(({ type }) => type === 'status')
  if (greeting) await ear.hears(({ type }) => type === 'feature_flags')
  return { standin, ear }
}

async function runToEnd(standin: Standin, ear: Ear, graph: JsonObject, extra: JsonObject = {}): Promise<string> {
  const { promptId, response } = await post(standin, graph, { client_id: 'tab', ...extra })
  expect({ status: response.status, body: await response.text() }).toMatchObject({ status: 200 })
  await ear.end(promptId)
  return promptId
}

const download = async (standin: Standin, query: string, headers = {}) => {
  const response = await fetch(`${standin.url}/api/view?${query}`, { headers })
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

describe('pictures', () => {
  test('hold the colour that was asked for, and the graph that made them', async () => {
    const { standin, ear } = await start()
    await runToEnd(standin, ear, pictureGraph(0x112233), { extra_data: { extra_pnginfo: { workflow: { id: 'w–1' } } } })
    const { bytes } = await download(standin, 'filename=shot_00001_.png')
    expect(decodePng(bytes)).toEqual(solid(32, 16, [0x11, 0x22, 0x33]))
    expect(parsePythonJson(pngTexts(bytes)['prompt'] ?? '')).toEqual(pictureGraph(0x112233))
    expect(parsePythonJson(pngTexts(bytes)['workflow'] ?? '')).toEqual({ id: 'w–1' })
  })

  test('differ by seed and text and are the same for the same', async () => {
    const { standin, ear } = await start()
    for (const seed of [1, 2, 1]) {
      standin.files.wipe('output')
      await runToEnd(standin, ear, samplerGraph(seed))
    }
    const first = await startStandin({ speed: { stepMs: 0 } })
    const second = new Ear(first, 'tab')
    open.push({ standin: first, ear: second })
    await second.hears(({ type }) => type === 'status')
    await runToEnd(first, second, samplerGraph(1))
    await runToEnd(first, second, samplerGraph(2))
    const pixels = async (from: Standin, name: string) =>
      decodePng((await download(from, `filename=${name}&subfolder=shots`)).bytes).pixels
    expect(await pixels(standin, 'art_00001_.png')).toEqual(await pixels(first, 'art_00001_.png'))
    expect(await pixels(first, 'art_00002_.png')).not.toEqual(await pixels(first, 'art_00001_.png'))
  })

  test('go through uploads, scaling, inverting, masks and composition', async () => {
    const { standin, ear } = await start()
    const form = new FormData()
    form.append('image', new Blob([new Uint8Array(encodePng(solid(10, 6, [10, 20, 30])))]), 'in put.png')
    const uploaded = (await (await fetch(`${standin.url}/upload/image`, { method: 'POST', body: form })).json()) as {
      name: string
    }
    expect(uploaded).toEqual({ name: 'in put.png', subfolder: '', type: 'input' })
    await runToEnd(standin, ear, {
      '1': { class_type: 'LoadImage', inputs: { image: uploaded.name } },
      '2': {
        class_type: 'ImageScale',
        inputs: { image: ['1', 0], upscale_method: 'bilinear', width: 20, height: 12, crop: 'disabled' },
      },
      '3': { class_type: 'ImageInvert', inputs: { image: ['2', 0] } },
      '4': { class_type: 'SolidMask', inputs: { value: 1, width: 5, height: 12 } },
      '5': { class_type: 'MaskToImage', inputs: { mask: ['4', 0] } },
      '6': {
        class_type: 'ImageCompositeMasked',
        inputs: { destination: ['3', 0], source: ['5', 0], x: 15, y: 0, resize_source: false },
      },
      '7': { class_type: 'SaveImage', inputs: { images: ['6', 0], filename_prefix: 'out' } },
    })
    const picture = decodePng((await download(standin, 'filename=out_00001_.png')).bytes)
    expect([picture.width, picture.height]).toEqual([20, 12])
    expect([...picture.pixels.subarray(0, 3), ...picture.pixels.subarray(57, 60)]).toEqual([
      245, 235, 225, 255, 255, 255,
    ])
  })
})

describe('downloads', () => {
  test('know ranges, validators, conversions and absent files', async () => {
    const { standin, ear } = await start()
    await runToEnd(standin, ear, pictureGraph())
    const whole = await download(standin, 'filename=shot_00001_.png')
    const part = await download(standin, 'filename=shot_00001_.png', { Range: 'bytes=0-7' })
    expect([part.response.status, part.bytes]).toEqual([206, whole.bytes.subarray(0, 8)])
    expect(part.response.headers.get('content-range')).toBe(`bytes 0-7/${whole.bytes.length}`)
    const etag = whole.response.headers.get('etag') ?? ''
    expect((await download(standin, 'filename=shot_00001_.png', { 'If-None-Match': etag })).response.status).toBe(304)
    const converted = await download(standin, 'filename=shot_00001_.png&preview=jpeg;80')
    expect(converted.response.headers.get('content-type')).toBe('image/jpeg')
    expect([...converted.bytes.subarray(0, 2)]).toEqual([0xff, 0xd8])
    expect((await download(standin, 'filename=shot_00001_.png&preview=webp')).bytes.toString('latin1', 8, 12)).toBe(
      'WEBP',
    )
    expect((await download(standin, 'filename=none.png')).response.status).toBe(404)
    expect((await download(standin, 'filename=../x')).response.status).toBe(400)
  })
})

describe('previews', () => {
  test('are plain frames for a plain socket and carry the node after the handshake', async () => {
    const plain = await start({ previewMethod: 'latent2rgb' })
    await runToEnd(plain.standin, plain.ear, samplerGraph(1, 3))
    const frames = plain.ear.heard.flatMap(({ bytes }) => (bytes ? [bytes] : []))
    expect(frames.map((frame) => [frame.readUInt32BE(0), frame.readUInt32BE(4), frame.readUInt16BE(8)])).toEqual(
      Array(3).fill([1, 1, 0xffd8]),
    )
    const greeting = { type: 'feature_flags', data: { supports_preview_metadata: true } }
    const named = await start({}, greeting)
    const id = await runToEnd(named.standin, named.ear, samplerGraph(1, 3), { extra_data: { preview_method: 'auto' } })
    const frame = named.ear.heard.find(({ bytes }) => bytes)?.bytes ?? Buffer.alloc(8)
    const length = frame.readUInt32BE(4)
    expect(frame.readUInt32BE(0)).toBe(4)
    expect(JSON.parse(frame.toString('utf8', 8, 8 + length))).toMatchObject({
      node_id: '5',
      prompt_id: id,
      image_type: 'image/jpeg',
    })
    expect(frame.readUInt16BE(8 + length)).toBe(0xffd8)
  })

  test('stay away unless somebody asks', async () => {
    const { standin, ear } = await start({ profile: '0.3.64' })
    await runToEnd(standin, ear, samplerGraph(), { extra_data: { preview_method: 'auto' } })
    expect(ear.heard.filter(({ bytes }) => bytes)).toEqual([])
    expect(ear.heard.filter(({ type }) => type === 'progress').map(({ data }) => data['value'])).toEqual([1, 2, 3, 4])
  })
})

const wanGraph: JsonObject = {
  '1': { class_type: 'UNETLoader', inputs: { unet_name: 'wan2.2_ti2v_5B_fp16.safetensors', weight_dtype: 'default' } },
  '2': { class_type: 'CLIPLoader', inputs: { clip_name: 'umt5_xxl_fp8_e4m3fn_scaled.safetensors', type: 'wan' } },
  '3': { class_type: 'VAELoader', inputs: { vae_name: 'wan2.2_vae.safetensors' } },
  '4': { class_type: 'CLIPTextEncode', inputs: { clip: ['2', 0], text: 'waves' } },
  '5': { class_type: 'ModelSamplingSD3', inputs: { model: ['1', 0], shift: 8 } },
  '6': { class_type: 'EmptyImage', inputs: { width: 64, height: 64, batch_size: 1, color: 255 } },
  '7': {
    class_type: 'Wan22ImageToVideoLatent',
    inputs: { vae: ['3', 0], width: 128, height: 64, length: 25, batch_size: 1, start_image: ['6', 0] },
  },
  '8': {
    class_type: 'KSampler',
    inputs: {
      model: ['5', 0],
      positive: ['4', 0],
      negative: ['4', 0],
      latent_image: ['7', 0],
      seed: 3,
      steps: 2,
      cfg: 5,
      sampler_name: 'uni_pc',
      scheduler: 'simple',
      denoise: 1,
    },
  },
  '9': { class_type: 'VAEDecode', inputs: { samples: ['8', 0], vae: ['3', 0] } },
  '10': { class_type: 'CreateVideo', inputs: { images: ['9', 0], fps: 24 } },
  '11': {
    class_type: 'SaveVideo',
    inputs: { video: ['10', 0], filename_prefix: 'video/wan', format: 'auto', codec: 'auto' },
  },
}

function probe(bytes: Uint8Array, extension: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'standin-probe-'))
  try {
    const file = join(folder, `file.${extension}`)
    writeFileSync(file, bytes)
    const words = [
      '-v',
      'error',
      '-count_frames',
      '-show_entries',
      'stream=codec_name,width,height,r_frame_rate,nb_read_frames',
      '-of',
      'csv=p=0',
    ]
    return spawnSync('ffprobe', [...words, file], { encoding: 'utf8' }).stdout.trim()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('clips', () => {
  test('are named as the original names them, and served with ranges', async () => {
    const { standin, ear } = await start({ models: videoModels, media: 'fixture' })
    const id = await runToEnd(standin, ear, wanGraph)
    expect(standin.history()[id]?.outputs['11']).toEqual({
      images: [{ filename: 'wan_00001_.mp4', subfolder: 'video', type: 'output' }],
      animated: [true],
    })
    const part = await download(standin, 'filename=wan_00001_.mp4&subfolder=video', { Range: 'bytes=4-7' })
    expect([part.response.status, part.bytes.toString()]).toEqual([206, 'ftyp'])
  })

  test.runIf(mediaSource() === 'ffmpeg')('have the asked size, rate and number of frames', async () => {
    const { standin, ear } = await start({ models: videoModels })
    await runToEnd(standin, ear, wanGraph)
    const { bytes } = await download(standin, 'filename=wan_00001_.mp4&subfolder=video')
    expect(probe(bytes, 'mp4')).toBe('h264,128,64,24/1,25')
    const webm = {
      '1': { class_type: 'EmptyImage', inputs: { width: 64, height: 32, batch_size: 6, color: 99 } },
      '2': {
        class_type: 'SaveWEBM',
        inputs: { images: ['1', 0], filename_prefix: 'w', codec: 'vp9', fps: 12, crf: 32 },
      },
    }
    await runToEnd(standin, ear, webm)
    expect(probe((await download(standin, 'filename=w_00001_.webm')).bytes, 'webm')).toBe('vp9,64,32,12/1,6')
  })
})

describe.runIf(mediaSource() === 'ffmpeg')('an independent reader', () => {
  test.each([
    ['jpg', encodeJpeg(gradientBatch(100, 60, 2, [200, 100, 50]).frame(1)), 'mjpeg,100,60'],
    ['webp', encodeWebp(gradientBatch(100, 60, 2, [200, 100, 50]).frame(1)), 'webp,100,60'],
    ['webp', encodeWebp(solid(33, 17, [1, 2, 3])), 'webp,33,17'],
    ['png', encodePng(solid(7, 5, [1, 2, 3, 4])), 'png,7,5'],
  ])('opens %s', (extension, bytes, expected) => {
    expect(probe(bytes, extension)).toContain(expected)
  })
})

test('an animated WebP lists every frame with its duration', () => {
  const bytes = encodeAnimatedWebp([solid(4, 4, [1, 1, 1]), solid(4, 4, [9, 9, 9])], 250)
  const names: string[] = []
  for (let at = 12; at < bytes.length; at += 8 + bytes.readUInt32LE(at + 4) + (bytes.readUInt32LE(at + 4) % 2)) {
    names.push(bytes.toString('latin1', at, at + 4))
  }
  expect(names).toEqual(['VP8X', 'ANIM', 'ANMF', 'ANMF'])
})

describe('limits and versions', () => {
  test('seeds keep all 64 bits', async () => {
    const { standin } = await start()
    const body = dumpPythonJson({ prompt: samplerGraph('SEED'), client_id: 'tab' }).replace(
      '"SEED"',
      '18446744073709551615',
    )
    expect((await fetch(`${standin.url}/prompt`, { method: 'POST', body })).status).toBe(200)
    expect(dumpPythonJson(standin.submissions()[0]?.prompt)).toContain('"seed": 18446744073709551615')
    const above = body.replace('18446744073709551615', '18446744073709551616')
    expect((await fetch(`${standin.url}/prompt`, { method: 'POST', body: above })).status).toBe(400)
  })

  test('a body above the cap is 413 without CORS headers', async () => {
    const { standin } = await start({ maxUploadBytes: 1000, corsHeader: '*' })
    const response = await fetch(`${standin.url}/prompt`, { method: 'POST', body: 'x'.repeat(1001) })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([413, null])
    const fine = await fetch(`${standin.url}/features`)
    expect([await fine.json(), fine.headers.get('access-control-allow-origin')]).toMatchObject([
      { max_upload_size: 1000 },
      '*',
    ])
  })

  test.each([
    ['0.3.64', 404, 405, 405],
    ['0.12.1', 200, 405, 405],
    ['0.28.2', 200, 200, 400],
  ] as const)('%s knows the job routes of its time', async (profile, list, cancel, batch) => {
    const { standin } = await start({ profile })
    const ask = async (method: string, path: string) => (await fetch(`${standin.url}${path}`, { method })).status
    expect([
      await ask('GET', '/api/jobs'),
      await ask('POST', '/api/jobs/x/cancel'),
      await ask('POST', '/api/jobs/cancel'),
      await ask('GET', '/jobs'),
      await ask('GET', '/nothing'),
      await ask('POST', '/nothing'),
    ]).toEqual([list, cancel, batch, 404, 404, 405])
  })

  test('combos list the given models and uploaded pictures', async () => {
    const { standin } = await start({ models: { checkpoints: ['mine.safetensors'], loras: ['l.safetensors'] } })
    standin.files.write('/srv/comfyui-base/input/a.png', encodePng(solid(2, 2, [0, 0, 0])))
    expect(await getJson(standin, '/models/loras')).toEqual(['l.safetensors'])
    expect(await getJson(standin, '/object_info/CheckpointLoaderSimple')).toMatchObject({
      CheckpointLoaderSimple: { input: { required: { ckpt_name: [['mine.safetensors'], {}] } } },
    })
    expect(await getJson(standin, '/object_info/LoadImage')).toMatchObject({
      LoadImage: { input: { required: { image: [['a.png'], {}] } } },
    })
    expect(await getJson(standin, '/object_info/Nothing')).toEqual({})
  })

  test('a socket that connects in mid-run hears which node is active', async () => {
    const { standin } = await start()
    standin.faults.hold({})
    await post(standin, pictureGraph(), { client_id: 'later' })
    while (standin.queue().running.length === 0) await getJson(standin, '/prompt')
    const later = new Ear(standin, 'later')
    const frame = await later.hears(({ type }) => type === 'executing')
    expect(frame.data).toEqual({ node: '1' })
    later.close()
    standin.faults.release()
  })
})
