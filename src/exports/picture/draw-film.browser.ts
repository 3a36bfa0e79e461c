import { type Input, VideoSample, VideoSampleSink } from 'mediabunny'
import { framesToSeconds, type Rate } from '../../kernel/index.ts'
import { openMedia } from '../file/probe-media.browser.ts'
import type { DrawPart, MediaPart } from '../plan/draw.ts'
import type { FilmRequest } from '../request.ts'
import type { Size } from './fit.ts'
import { i420Bytes, toLimitedI420 } from './limited-range.ts'
import { createPainter, type Painter } from './painter.browser.ts'

/** Everything that frames are drawn from. */
export type Drawing = {
  readonly request: FilmRequest
  readonly size: Size
  readonly parts: readonly DrawPart[]
  readonly sources: ReadonlyMap<string, Blob>
}

/** One frame of the canvas has changed, or is the one before again; `direct` replaces the canvas. */
type Change = { readonly changed: boolean; readonly direct?: VideoSample }

/** Draws the film's frames one after the other. Each sample is the caller's to close. */
export async function* drawFilm(drawing: Drawing): AsyncGenerator<VideoSample, void, void> {
  const { request, size, parts } = drawing
  const { rate, startFrame } = request.timeline
  const deliver = request.quality === 'deliver'
  const painter = createPainter(size, { smoothing: deliver ? 'medium' : 'low', readBack: deliver, rate, startFrame })
  const develop = deliver ? createLimitedRange(painter, size) : fullRange(painter)
  for (const part of parts) {
    let frame = part.start
    for await (const { changed, direct } of paintPart(part, painter, drawing)) {
      const timing = { timestamp: framesToSeconds(frame, rate), duration: framesToSeconds(1, rate) }
      if (!direct && request.labels) painter.labels(part.labels, frame)
      yield direct ? retimed(direct, timing) : develop(changed || request.labels, timing)
      frame++
    }
  }
}

type Timing = { readonly timestamp: number; readonly duration: number }

function fullRange({ canvas }: Painter) {
  return (_changed: boolean, timing: Timing) => new VideoSample(canvas, timing)
}

// Frames made from a canvas are tagged full range with an sRGB curve, which editors show with other contrast.
function createLimitedRange({ context }: Painter, { width, height }: Size) {
  let pixels: Uint8Array<ArrayBuffer> | undefined
  return (changed: boolean, timing: Timing) => {
    if (changed || !pixels) {
      pixels = new Uint8Array(i420Bytes(width, height))
      toLimitedI420(context.getImageData(0, 0, width, height).data, width, height, pixels)
    }
    const colorSpace = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const
    return new VideoSample(pixels, { ...timing, format: 'I420', codedWidth: width, codedHeight: height, colorSpace })
  }
}

function retimed(sample: VideoSample, { timestamp, duration }: Timing): VideoSample {
  sample.setTimestamp(timestamp)
  sample.setDuration(duration)
  return sample
}

async function* paintPart(part: DrawPart, painter: Painter, drawing: Drawing): AsyncGenerator<Change, void, void> {
  if (part.show === 'movie') return yield* paintMovie(part, painter, drawing)
  if (part.show === 'animation') return yield* paintAnimation(part, painter, drawing)
  const picture = part.show === 'still' ? await createImageBitmap(sourceOf(part.assetId, drawing)) : undefined
  try {
    for (let index = 0; index < part.length; index++) {
      const redraw = index === 0 || drawing.request.labels
      if (redraw) paintStatic(part, painter, picture)
      yield { changed: redraw }
    }
  } finally {
    picture?.close()
  }
}

function paintStatic(part: DrawPart, painter: Painter, picture: ImageBitmap | undefined): void {
  if (picture) painter.bitmap(picture)
  else if (part.show === 'card') painter.card(part.title, part.reason)
  else painter.black()
}

async function* paintMovie(part: MediaPart, painter: Painter, drawing: Drawing): AsyncGenerator<Change, void, void> {
  using input: Input = openMedia(sourceOf(part.assetId, drawing))
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error(`No picture in ${part.name}`)
  const times = sampleTimes(part, await track.getFirstTimestamp(), drawing.request.timeline.rate)
  let shown: number | undefined
  for await (const sample of new VideoSampleSink(track).samplesAtTimestamps(times)) {
    if (sample && canPassThrough(sample, drawing)) {
      yield { changed: true, direct: sample }
      shown = undefined
      continue
    }
    // A frame that stays is not drawn again, unless a label was written over it.
    const changed = shown === undefined || sample?.timestamp !== shown || drawing.request.labels
    try {
      if (sample && changed) painter.sample(sample)
      else if (!sample) painter.black()
      shown = sample?.timestamp
    } finally {
      sample?.close()
    }
    yield { changed }
  }
}

// The middle of each film frame: the source frame shown there, whatever the source's rate; behind the end it stays the last.
function* sampleTimes(part: { in: number; length: number }, first: number, rate: Rate): Generator<number> {
  for (let index = 0; index < part.length; index++) yield first + framesToSeconds(part.in + index + 0.5, rate)
}

// Frames that are already what a deliverable needs go to the encoder as they are: faster, and without loss by conversion.
function canPassThrough(sample: VideoSample, { request, size }: Drawing): boolean {
  const { colorSpace: colour, visibleRect } = sample
  return (
    request.quality === 'deliver' &&
    !request.labels &&
    (sample.format === 'I420' || sample.format === 'NV12') &&
    sample.rotation === 0 &&
    !sample.flip &&
    visibleRect.width === size.width &&
    visibleRect.height === size.height &&
    sample.displayWidth === size.width &&
    sample.displayHeight === size.height &&
    colour.fullRange === false &&
    colour.matrix === 'bt709' &&
    colour.primaries === 'bt709' &&
    colour.transfer === 'bt709'
  )
}

async function* paintAnimation(
  part: MediaPart,
  painter: Painter,
  drawing: Drawing,
): AsyncGenerator<Change, void, void> {
  const source = sourceOf(part.assetId, drawing)
  const decoder = new ImageDecoder({ data: source.stream(), type: source.type })
  try {
    await decoder.completed
    const count = decoder.tracks.selectedTrack?.frameCount ?? 1
    const { num, den } = drawing.request.timeline.rate
    const own = part.rate ?? { num, den }
    for (let index = 0, shown = -1; index < part.length; index++) {
      // By count and true rate: the stored durations are whole milliseconds, or rounder still.
      const wanted = Math.min(count - 1, Math.floor(((part.in + index + 0.5) * den * own.num) / (num * own.den)))
      const redraw = wanted !== shown || drawing.request.labels
      if (redraw) {
        const { image } = await decoder.decode({ frameIndex: wanted })
        try {
          painter.frame(image)
        } finally {
          image.close()
        }
      }
      shown = wanted
      yield { changed: redraw }
    }
  } finally {
    decoder.close()
  }
}

function sourceOf(assetId: string, { sources }: Drawing): Blob {
  const bytes = sources.get(assetId)
  if (!bytes) throw new Error(`No bytes for ${assetId}`)
  return bytes
}
