import { registerAacEncoder } from '@mediabunny/aac-encoder'
import {
  ALL_FORMATS,
  AudioSample,
  AudioSampleSource,
  BlobSource,
  BufferTarget,
  CanvasSink,
  CanvasSource,
  canEncodeAudio,
  Input,
  Mp4OutputFormat,
  Output,
  Quality,
  WebMOutputFormat,
} from 'mediabunny'
import type { Rate } from '../../src/kernel/index.ts'
import type { Clip, Timeline, Track } from '../../src/timeline/index.ts'

/** What a clip for tests is like. Each frame carries `first + index` as a pattern of bits. */
export type ClipWish = {
  readonly frames: number
  readonly rate?: Rate
  readonly width?: number
  readonly height?: number
  readonly first?: number
  readonly codec?: 'avc' | 'vp9' | 'vp8' | 'av1'
  readonly bitrate?: number
  /** Seconds between key frames. */
  readonly keyEvery?: number
  /** Hertz of a tone as long as the picture. */
  readonly tone?: number
  readonly rotation?: 0 | 90 | 180 | 270
}

const BITS = 8

/** Makes a film in MP4 (H.264) or WebM (other codecs). */
export async function makeClip(wish: ClipWish): Promise<Blob> {
  const { frames, rate = { num: 24, den: 1 }, width = 320, height = 180, first = 0, codec = 'avc' } = wish
  const canvas = new OffscreenCanvas(width, height)
  const target = new BufferTarget()
  const output = new Output({ format: codec === 'avc' ? new Mp4OutputFormat() : new WebMOutputFormat(), target })
  const video = new CanvasSource(canvas, {
    codec,
    quality: new Quality({ bitrate: wish.bitrate ?? 800_000 }),
    keyFrameInterval: wish.keyEvery ?? 100,
  })
  output.addVideoTrack(video, { frameRate: rate.num / rate.den, rotation: wish.rotation ?? 0 })
  const sound = wish.tone ? await addTone(output, codec, wish.tone, (frames * rate.den) / rate.num) : undefined
  await output.start()
  await sound?.()
  for (let index = 0; index < frames; index++) {
    drawNumber(canvas, first + index)
    await video.add((index * rate.den) / rate.num, rate.den / rate.num)
  }
  await output.finalize()
  return new Blob([target.buffer as ArrayBuffer], { type: codec === 'avc' ? 'video/mp4' : 'video/webm' })
}

async function addTone(output: Output, codec: string, hertz: number, seconds: number): Promise<() => Promise<void>> {
  const aac = codec === 'avc'
  if (aac && !(await canEncodeAudio('aac'))) registerAacEncoder()
  const source = new AudioSampleSource({ codec: aac ? 'aac' : 'opus', quality: new Quality({ bitrate: 128_000 }) })
  output.addAudioTrack(source)
  return async () => {
    const data = sine(hertz, seconds, 48_000)
    const sample = new AudioSample({
      data,
      format: 'f32-planar',
      numberOfChannels: 1,
      sampleRate: 48_000,
      timestamp: aac ? -1024 / 48_000 : 0,
    })
    await source.add(sample)
    sample.close()
  }
}

/** Samples of a tone at half of full loudness. */
export function sine(hertz: number, seconds: number, rate: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, n) => 0.5 * Math.sin((2 * Math.PI * hertz * n) / rate),
  )
}

/** A WAV file (16 bits, one channel). */
export function makeWav(samples: Float32Array, rate: number): Blob {
  const bytes = new DataView(new ArrayBuffer(44 + samples.length * 2))
  const text = (at: number, word: string) =>
    [...word].forEach((letter, index) => void bytes.setUint8(at + index, letter.charCodeAt(0)))
  text(0, 'RIFF')
  bytes.setUint32(4, 36 + samples.length * 2, true)
  text(8, 'WAVEfmt ')
  bytes.setUint32(16, 16, true)
  bytes.setUint16(20, 1, true)
  bytes.setUint16(22, 1, true)
  bytes.setUint32(24, rate, true)
  bytes.setUint32(28, rate * 2, true)
  bytes.setUint16(32, 2, true)
  bytes.setUint16(34, 16, true)
  text(36, 'data')
  bytes.setUint32(40, samples.length * 2, true)
  samples.forEach((value, index) => void bytes.setInt16(44 + index * 2, Math.round(value * 32767), true))
  return new Blob([bytes], { type: 'audio/wav' })
}

/** A picture that carries a number. */
export async function makeStill(number: number, width = 320, height = 180): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  drawNumber(canvas, number)
  return canvas.convertToBlob({ type: 'image/png' })
}

// White blocks are ones, grey blocks noughts, so that a black picture is not a number.
function drawNumber(canvas: OffscreenCanvas, number: number): void {
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  for (let bit = 0; bit < BITS; bit++) {
    context.fillStyle = (number >> bit) & 1 ? '#e0e0e0' : '#606060'
    context.fillRect((canvas.width * bit) / BITS, 0, canvas.width / BITS + 1, canvas.height)
  }
}

/** The number of each frame of a film as a viewer sees it; `black` or `other` where there is none. `box` = where the picture lies. */
export async function readNumbers(
  film: Blob,
  box?: { x: number; y: number; width: number; height: number },
): Promise<(number | 'black' | 'other')[]> {
  using input = new Input({ formats: ALL_FORMATS, source: new BlobSource(film) })
  const track = await input.getPrimaryVideoTrack()
  if (!track) return []
  const found: (number | 'black' | 'other')[] = []
  for await (const { canvas } of new CanvasSink(track, { poolSize: 1 }).canvases()) {
    found.push(
      readNumber(canvas as HTMLCanvasElement, box ?? { x: 0, y: 0, width: canvas.width, height: canvas.height }),
    )
  }
  return found
}

function readNumber(
  canvas: HTMLCanvasElement,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): number | 'black' | 'other' {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  let number = 0
  const kinds = new Set<string>()
  for (let bit = 0; bit < BITS; bit++) {
    const [light = 0] = context.getImageData(
      Math.round(x + (width * (bit + 0.5)) / BITS),
      Math.round(y + height / 2),
      1,
      1,
    ).data
    kinds.add(
      light < 24 ? 'black' : Math.abs(light - 0x60) < 36 ? 'nought' : Math.abs(light - 0xe0) < 36 ? 'one' : 'other',
    )
    if (light > 0xa0) number |= 1 << bit
  }
  if (kinds.has('other')) return 'other'
  return kinds.has('black') ? (kinds.size === 1 ? 'black' : 'other') : number
}

/** The base64 text of a file, for the readers outside the browser. */
export async function toBase64(bytes: Blob): Promise<string> {
  const view = new Uint8Array(await bytes.arrayBuffer())
  let text = ''
  for (let at = 0; at < view.length; at += 32_768) text += String.fromCharCode(...view.subarray(at, at + 32_768))
  return btoa(text)
}

/** The file of a base64 text. */
export function fromBase64(text: string, type: string): Blob {
  return new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], { type })
}

/** A clip of a timeline that shows an asset. */
export function aClip(
  assetId: string,
  length: number,
  more: Partial<Clip> & { mime?: string; rate?: Rate } = {},
): Clip {
  const { mime = 'video/mp4', rate, ...rest } = more
  return {
    item: 'clip',
    id: `edge-${assetId}-${length}-${rest.in ?? 0}`,
    nodeId: `video-${assetId}`,
    name: `Clip ${assetId}`,
    makes: mime.startsWith('image/') ? 'image' : mime.startsWith('audio/') ? 'audio' : 'video',
    source: { from: 'take', nodeId: `video-${assetId}` },
    media: { state: 'take', assetId, mime, draft: false, ...(rate ? { rate } : {}) },
    in: 0,
    length,
    labels: { scene: '1', shot: '1A' },
    ...rest,
  }
}

/** A timeline from the items of its picture and sound tracks. */
export function aTimeline(
  picture: Track['items'],
  more: Partial<Timeline> & { sound?: Track['items'] } = {},
): Timeline {
  const { sound, ...rest } = more
  const tracks: Track[] = [
    { kind: 'video', name: 'V1', items: picture },
    ...(sound ? [{ kind: 'audio' as const, name: 'A1', items: sound }] : []),
  ]
  return {
    name: 'Test film',
    rate: { num: 24, den: 1 },
    size: { width: 320, height: 180 },
    startFrame: 0,
    tracks,
    length: picture.reduce((sum, { length }) => sum + length, 0),
    ...rest,
  }
}
