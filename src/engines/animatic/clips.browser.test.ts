import { ALL_FORMATS, BlobSource, EncodedPacketSink, Input, VideoSampleSink } from 'mediabunny'
import { describe, expect, test } from 'vitest'
import { commands } from 'vitest/browser'
import type { Values } from '../../assets/index.ts'
import type { EngineEvent } from '../port.ts'
import { createAnimaticEngine } from './engine.browser.ts'
import { parsePanel } from './brief.ts'
import { makeStill } from './make-still.browser.ts'
import type { PictureInput } from './pictures.browser.ts'
import { aClip, aLibrary, anOrder, aPanel, aPicture, testClock } from './testing.browser.ts'

const never = new AbortController().signal

async function film(values: Values, inputs: readonly PictureInput[] = [], library = aLibrary()) {
  const engine = createAnimaticEngine({ blobs: library, clock: testClock })
  const ticket = engine.prepare(anOrder('video', values, inputs))
  const events: EngineEvent[] = []
  await engine.submit(ticket, never)
  const end = await engine.follow(ticket, (event) => events.push(event), never)
  if (end.end !== 'succeeded') throw new Error(JSON.stringify(end))
  const [file] = await engine.collect(ticket, never)
  engine.dispose()
  return { file: file!, events }
}

async function reread(bytes: Blob) {
  const input = new Input({ source: new BlobSource(bytes), formats: ALL_FORMATS })
  const track = (await input.getPrimaryVideoTrack())!
  const times: number[] = []
  const keys: number[] = []
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
    if (packet.type === 'key') keys.push(times.length)
    times.push(packet.timestamp)
  }
  const config = await track.getDecoderConfig()
  return { track, times, keys, config, width: await track.getDisplayWidth(), height: await track.getDisplayHeight(), seconds: await track.computeDuration() }
}

/** Brightness of one frame of a clip in a coarse grid. */
async function look(bytes: Blob, frame: number, rate: number): Promise<number[]> {
  const input = new Input({ source: new BlobSource(bytes), formats: ALL_FORMATS })
  const track = (await input.getPrimaryVideoTrack())!
  const sample = (await new VideoSampleSink(track).getSample((frame + 0.5) / rate))!
  const canvas = new OffscreenCanvas(64, 36)
  const pen = canvas.getContext('2d')!
  pen.drawImage(sample.toCanvasImageSource(), 0, 0, 64, 36)
  sample.close()
  const { data } = pen.getImageData(0, 0, 64, 36)
  return Array.from({ length: 64 * 36 }, (_, index) => data[index * 4 + 1] ?? 0)
}

test('a clip has exactly the frames, the size and the rate that were asked for', async () => {
  const began = performance.now()
  const { file, events } = await film(aClip({ frames: 72, rate: { num: 24000, den: 1001 } }))
  console.log(`72 frames 1280x720: ${(72 / 23.976 / ((performance.now() - began) / 1000)).toFixed(2)} x realtime, ${file.bytes.size} bytes`)
  const clip = await reread(file.bytes)
  expect(clip.times).toHaveLength(72)
  await commands.writeFile('.cache/screens/animatic-clip.mp4', new Uint8Array(await file.bytes.arrayBuffer()).toBase64(), 'base64')
  expect([clip.width, clip.height]).toEqual([1280, 720])
  expect(events.at(-1)).toEqual({ event: 'progress', value: 72, max: 72, label: 'frames' })
})
