import { ALL_FORMATS, BlobSource, EncodedPacketSink, Input, type InputVideoTrack } from 'mediabunny'
import type { Asset } from '../assets/index.ts'
import { FailureError } from '../kernel/index.ts'
import { mediaFailures } from './failures.ts'
import { rateOfTimes } from './frame-rate.ts'
import { type ImageSize, imageSize } from './image-size.ts'
import { SNIFF_BYTES, sniffMedia } from './sniff.ts'

/** What a media file says of itself. Sizes as shown, in pixels; frames and rate are exact for video. */
export type ProbedMedia = Pick<Asset, 'kind' | 'mime'> &
  Partial<Pick<Asset, 'width' | 'height' | 'frames' | 'rate' | 'seconds'>>

/** Pictures with more pixels are refused: decoded, they would take a quarter of a gigabyte. */
const MOST_PIXELS = 64_000_000

/** Bytes in which a header is looked for, then once more. */
const HEADER_READS = [64 * 1024, 8 * 1024 * 1024]

/**
 * Looks into a file: what it is by its first bytes, its size by its header, frames and rate by its packets. Nothing is
 * decoded. Files of no known kind are `other`; a damaged one rejects with `media/unreadable`, a giant picture with
 * `media/too-large`. `_name` is taken for the sake of callers and never looked at.
 */
export async function probeMedia(bytes: Blob, _name = ''): Promise<ProbedMedia> {
  const { mime, kind } = sniffMedia(await readBytes(bytes, SNIFF_BYTES))
  if (kind === 'other') return { kind, mime }
  if (kind === 'image') return { kind, mime, ...(await readImageSize(bytes, mime)) }
  return probeContainer(bytes, mime)
}

/** Size of a picture from its header; rejects when it has none or is larger than may be decoded. */
export async function readImageSize(bytes: Blob, mime: string): Promise<ImageSize> {
  for (const length of HEADER_READS) {
    const size = imageSize(mime, await readBytes(bytes, length))
    if (size && size.width * size.height > MOST_PIXELS) throw mediaFailures.error('media/too-large', { facts: size })
    if (size) return size
    if (length >= bytes.size) break
  }
  throw mediaFailures.error('media/unreadable', { facts: { mime } })
}

/** Opens a film or sound for reading; whoever takes it disposes of it. */
export function openInput(bytes: Blob): Input {
  return new Input({ source: new BlobSource(bytes), formats: ALL_FORMATS })
}

async function probeContainer(bytes: Blob, mime: string): Promise<ProbedMedia> {
  const input = openInput(bytes)
  try {
    const video = await input.getPrimaryVideoTrack()
    if (video)
      return { kind: 'video', mime: mime.startsWith('audio/') ? 'video/ogg' : mime, ...(await probeVideo(video)) }
    const audio = await input.getPrimaryAudioTrack()
    if (!audio) throw mediaFailures.error('media/unreadable', { facts: { mime } })
    return { kind: 'audio', mime: mime.replace(/^video\/(x-)?/, 'audio/$1'), seconds: await audio.computeDuration() }
  } catch (thrown) {
    if (thrown instanceof FailureError) throw thrown
    throw mediaFailures.error('media/unreadable', { facts: { mime }, detail: String(thrown), cause: thrown })
  } finally {
    input.dispose()
  }
}

async function probeVideo(track: InputVideoTrack): Promise<Partial<ProbedMedia>> {
  const times: number[] = []
  let end = 0
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
    times.push(packet.timestamp)
    end = Math.max(end, packet.timestamp + packet.duration)
  }
  const [width, height, resolution] = await Promise.all([
    track.getDisplayWidth(),
    track.getDisplayHeight(),
    track.getTimeResolution(),
  ])
  const seconds = end - times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY)
  const rate = rateOfTimes(times, resolution, seconds)
  return { width, height, frames: times.length, ...(times.length > 0 ? { seconds } : {}), ...(rate ? { rate } : {}) }
}

async function readBytes(bytes: Blob, length: number): Promise<Uint8Array> {
  return new Uint8Array(await bytes.slice(0, length).arrayBuffer())
}
