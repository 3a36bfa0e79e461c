import { CanvasSink, EncodedPacketSink, type InputVideoTrack } from 'mediabunny'
import { FailureError } from '../kernel/index.ts'
import { mediaFailures } from './failures.ts'
import { openInput } from './probe.browser.ts'

/** Height of the pictures in pixels: sharp in the tallest track of a screen with two pixels per point, nearly. */
const HEIGHT = 96
/** Very wide films get narrower pictures, so that a whole strip stays within what an encoder takes. */
const WIDEST = 240
const MOST = 64
const JPEG_QUALITY = 0.78

/**
 * One JPEG with `count` pictures of a film side by side, from equal parts of its length: picture k shows the film at
 * k / count. All pictures are equally wide.
 */
export async function makeFilmstrip(bytes: Blob, count: number): Promise<Blob> {
  const cells = Math.max(1, Math.min(MOST, Math.floor(count)))
  const input = openInput(bytes)
  try {
    const track = await input.getPrimaryVideoTrack()
    if (!track) throw mediaFailures.error('media/no-picture')
    if (!(await track.canDecode()))
      throw mediaFailures.error('media/no-decoder', { facts: { codec: (await track.getCodec()) ?? 'this kind of' } })
    return await drawStrip(track, cells)
  } catch (thrown) {
    if (thrown instanceof FailureError) throw thrown
    throw mediaFailures.error('media/unreadable', { facts: { mime: 'video' }, detail: String(thrown), cause: thrown })
  } finally {
    input.dispose()
  }
}

async function drawStrip(track: InputVideoTrack, cells: number): Promise<Blob> {
  const ratio = (await track.getDisplayWidth()) / (await track.getDisplayHeight())
  const width = Math.max(1, Math.min(WIDEST, Math.round(HEIGHT * ratio)))
  const strip = new OffscreenCanvas(width * cells, HEIGHT)
  const pen = strip.getContext('2d', { alpha: false })
  if (!pen) throw mediaFailures.error('media/no-picture')
  const sink = new CanvasSink(track, { width, height: HEIGHT, fit: 'fill', poolSize: 1 })
  let cell = 0
  for await (const picture of sink.canvasesAtTimestamps(await cellTimes(track, cells))) {
    if (picture) pen.drawImage(picture.canvas, cell * width, 0)
    cell++
  }
  return strip.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY })
}

/** Where the pictures are taken. A key frame that is near enough saves decoding all frames since. */
async function cellTimes(track: InputVideoTrack, cells: number): Promise<readonly number[]> {
  const first = Math.max(0, await track.getFirstTimestamp())
  const step = Math.max(0, (await track.computeDuration()) - first) / cells
  const packets = new EncodedPacketSink(track)
  const times: number[] = []
  for (let cell = 0; cell < cells; cell++) {
    const wanted = first + cell * step
    const key = step > 1 ? await packets.getKeyPacket(wanted) : null
    times.push(key && wanted - key.timestamp < step / 2 ? Math.max(first, key.timestamp) : wanted)
  }
  return times
}
