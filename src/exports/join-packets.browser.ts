import { EncodedPacketSink, type EncodedVideoPacketSource } from 'mediabunny'
import { framesToSeconds, type Rate } from '../kernel/index.ts'
import { openBuffer, openMedia } from './file/probe-media.browser.ts'
import type { CopyPart } from './plan/copy.ts'

/** Files up to this size are read in one go, one file ahead of the writing. Two of them lie in memory at a time. */
const READ_WHOLE = 64 * 2 ** 20

/** Copies the packets of the parts into a track, on the film's frame grid. `onFrame` is called, and waited for, with the frames done. */
export async function joinPackets(
  parts: readonly CopyPart[],
  sources: ReadonlyMap<string, Blob>,
  rate: Rate,
  target: EncodedVideoPacketSource,
  onFrame: (done: number) => Promise<void>,
): Promise<void> {
  let done = 0
  let ahead = readAhead(parts[0], sources)
  for (const [index, part] of parts.entries()) {
    const bytes = await ahead
    ahead = readAhead(parts[index + 1], sources)
    done = await copyPart(part, bytes, rate, target, done, onFrame)
  }
}

/** The file of a part, in memory if it is small enough: reading it packet by packet costs more than the copying. */
function readAhead(part: CopyPart | undefined, sources: ReadonlyMap<string, Blob>): Promise<Blob | ArrayBuffer> {
  if (!part) return Promise.resolve(new ArrayBuffer(0))
  const bytes = sources.get(part.assetId)
  if (!bytes) return Promise.reject(new Error(`No bytes for ${part.assetId}`))
  const reading: Promise<Blob | ArrayBuffer> = bytes.size > READ_WHOLE ? Promise.resolve(bytes) : bytes.arrayBuffer()
  // Whoever waits for it hears of an error; until then it must not count as unhandled.
  reading.catch(() => {})
  return reading
}

async function copyPart(
  part: CopyPart,
  bytes: Blob | ArrayBuffer,
  rate: Rate,
  target: EncodedVideoPacketSource,
  before: number,
  onFrame: (done: number) => Promise<void>,
): Promise<number> {
  using input = bytes instanceof ArrayBuffer ? openBuffer(bytes) : openMedia(bytes)
  const track = await input.getPrimaryVideoTrack()
  const decoderConfig = await track?.getDecoderConfig()
  if (!track || !decoderConfig) throw new Error(`No picture in ${part.assetId}`)
  const first = await track.getFirstTimestamp()
  let done = before
  let position = 0
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (position >= part.position + part.count) break
    if (position++ < part.position) continue
    const frame = Math.round(((packet.timestamp - first) * rate.num) / rate.den) - part.in + part.start
    const timed = packet.clone({
      timestamp: framesToSeconds(frame, rate),
      duration: framesToSeconds(1, rate),
      type: position === part.position + 1 ? 'key' : packet.type,
    })
    await target.add(timed, { decoderConfig })
    await onFrame(++done)
  }
  return done
}
