import { CanvasSink } from 'mediabunny'
import { FailureError } from '../kernel/index.ts'
import { mediaFailures } from './failures.ts'
import { openInput, probeMedia, readImageSize } from './probe.browser.ts'

/** Quality of thumbnails: small files without visible blocks at card size. */
const JPEG_QUALITY = 0.82
/** What is seen through transparent pictures, on dark and light themes alike. */
const GROUND = 'rgb(128 128 128)'

/** A JPEG of a picture or of the first frame of a film, at most `longestSide` pixels long; small pictures are not enlarged. */
export async function makeThumbnail(bytes: Blob, mime: string, longestSide = 512): Promise<Blob> {
  const kind =
    mime.startsWith('image/') || mime.startsWith('video/') ? mime.slice(0, 5) : (await probeMedia(bytes)).kind
  if (kind === 'image') return imageThumbnail(bytes, longestSide)
  if (kind === 'video') return videoThumbnail(bytes, longestSide)
  throw mediaFailures.error('media/no-picture')
}

async function imageThumbnail(bytes: Blob, longestSide: number): Promise<Blob> {
  // The declared type may be wrong; the header is read by what the bytes say.
  const { mime } = await probeMedia(bytes)
  const { width, height } = await readImageSize(bytes, mime)
  const small = shrink(width, height, longestSide)
  // One side only: the browser keeps the shape, also of pictures that lie on their side.
  const resize = width >= height ? { resizeWidth: small.width } : { resizeHeight: small.height }
  const image = await createImageBitmap(bytes, { ...resize, resizeQuality: 'medium' }).catch((cause: unknown) => {
    throw mediaFailures.error('media/unreadable', { facts: { mime }, detail: String(cause), cause })
  })
  try {
    return await toJpeg(image, image.width, image.height)
  } finally {
    image.close()
  }
}

async function videoThumbnail(bytes: Blob, longestSide: number): Promise<Blob> {
  const input = openInput(bytes)
  try {
    const track = await input.getPrimaryVideoTrack()
    if (!track) throw mediaFailures.error('media/no-picture')
    if (!(await track.canDecode()))
      throw mediaFailures.error('media/no-decoder', { facts: { codec: (await track.getCodec()) ?? 'this kind of' } })
    const { width, height } = shrink(await track.getDisplayWidth(), await track.getDisplayHeight(), longestSide)
    const sink = new CanvasSink(track, { width, height, fit: 'fill' })
    const first = await sink.getCanvas(Math.max(0, await track.getFirstTimestamp()))
    if (!first) throw mediaFailures.error('media/no-picture')
    return await toJpeg(first.canvas, width, height)
  } catch (thrown) {
    if (thrown instanceof FailureError) throw thrown
    throw mediaFailures.error('media/unreadable', { facts: { mime: 'video' }, detail: String(thrown), cause: thrown })
  } finally {
    input.dispose()
  }
}

function shrink(width: number, height: number, longestSide: number): { width: number; height: number } {
  const share = Math.min(1, longestSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
}

async function toJpeg(image: CanvasImageSource, width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d', { alpha: false })
  if (!pen) throw mediaFailures.error('media/no-picture')
  pen.fillStyle = GROUND
  pen.fillRect(0, 0, width, height)
  pen.drawImage(image, 0, 0, width, height)
  return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY })
}
