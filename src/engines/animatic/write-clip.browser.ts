import {
  BufferTarget,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny'
import { FailureError, framesToSeconds, isAbort, type Rate } from '../../kernel/index.ts'
import { type Encoding, encodingsFor } from './encoding.ts'
import { animaticFailures } from './failures.ts'
import { clearTimes } from './mp4-times.ts'

/** A finished clip. */
export type WrittenClip = { readonly bytes: Blob; readonly mime: string; readonly extension: 'mp4' | 'webm' }

/** A clip to be written: `draw` puts frame `index` onto the canvas and answers false when it is the same as the one before. */
export type ClipPlan = {
  readonly canvas: OffscreenCanvas
  readonly frames: number
  readonly rate: Rate
  draw(index: number): boolean
  /** Called after every frame that was handed to the encoder. */
  onFrame(index: number): void
}

/** The first encoding that this browser can do at this size and rate; rejects with `animatic/no-video-encoder` when there is none. */
async function chooseEncoding(size: { width: number; height: number }, rate: Rate): Promise<Encoding> {
  if (typeof VideoEncoder !== 'undefined' && typeof VideoFrame !== 'undefined') {
    for (const encoding of encodingsFor(size, rate)) {
      const options = {
        ...size,
        frameRate: rate.num / rate.den,
        quality: new Quality({ bitrate: encoding.bitrate }),
        ...tuning(encoding),
      }
      if (await canEncodeVideo(encoding.codec, options)) return encoding
    }
  }
  throw animaticFailures.error('animatic/no-video-encoder')
}

/** Draws and encodes every frame; when it is aborted or fails, encoder and bytes are gone before it rejects. */
export async function writeClip(plan: ClipPlan, signal: AbortSignal): Promise<WrittenClip> {
  const { canvas, rate, frames } = plan
  const encoding = await chooseEncoding(canvas, rate)
  signal.throwIfAborted()
  let written = 0
  const source = new VideoSampleSource({
    codec: encoding.codec,
    quality: new Quality({ bitrate: encoding.bitrate, bitrateMode: 'variable' }),
    ...tuning(encoding),
    onEncodedPacket: () => written++,
  })
  const target = new BufferTarget()
  const output = new Output({
    target,
    format: encoding.container === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat(),
  })
  output.addVideoTrack(source, { frameRate: rate.num / rate.den })
  try {
    await output.start()
    await encodeFrames(plan, source, encoding, signal)
    await output.finalize()
    signal.throwIfAborted()
  } catch (thrown) {
    await output.cancel().catch(() => undefined)
    throw explain(thrown, signal)
  }
  if (written !== frames) throw animaticFailures.error('animatic/frames-lost', { facts: { written, wanted: frames } })
  const bytes = new Uint8Array(target.buffer ?? new ArrayBuffer(0))
  if (encoding.container === 'mp4') clearTimes(bytes)
  return { bytes: new Blob([bytes], { type: encoding.mime }), mime: encoding.mime, extension: encoding.container }
}

async function encodeFrames(
  plan: ClipPlan,
  source: VideoSampleSource,
  encoding: Encoding,
  signal: AbortSignal,
): Promise<void> {
  let picture: VideoFrame | undefined
  try {
    for (let index = 0; index < plan.frames; index++) {
      if (plan.draw(index) || !picture) {
        picture?.close()
        picture = new VideoFrame(plan.canvas, { timestamp: 0 })
      }
      const timing = { timestamp: framesToSeconds(index, plan.rate), duration: framesToSeconds(1, plan.rate) }
      const sample = new VideoSample(picture.clone(), timing)
      try {
        await source.add(sample, { keyFrame: index % encoding.keyEvery === 0 })
      } finally {
        sample.close()
      }
      plan.onFrame(index)
      await breathe()
      signal.throwIfAborted()
    }
  } finally {
    picture?.close()
  }
}

// Settings beyond rate control. VP9 in `quality` mode is slower than the film on two cores; a draft need not be.
function tuning(encoding: Encoding) {
  return {
    latencyMode: encoding.codec === 'vp9' ? ('realtime' as const) : ('quality' as const),
    hardwareAcceleration: encoding.acceleration,
  }
}

function explain(thrown: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  if (thrown instanceof FailureError || isAbort(thrown)) return thrown
  return animaticFailures.error('animatic/encoder-stopped', { detail: String(thrown), cause: thrown })
}

const channel = new MessageChannel()
const waiting: (() => void)[] = []
channel.port1.onmessage = () => waiting.shift()?.()

/** Lets the worker answer its messages between two frames; a timer would cost four milliseconds each time. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    channel.port2.postMessage(undefined)
  })
}
