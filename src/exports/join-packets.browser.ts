import { EncodedPacketSink, type EncodedVideoPacketSource } from 'mediabunny'
import { framesToSeconds, type Rate } from '../kernel/index.ts'
import { openMedia } from './file/probe-media.browser.ts'
import type { CopyPart } from './plan/copy.ts'

/** Copies the packets of the parts into a track, on the film's frame grid. `onFrame` is called, and waited for, with the frames done. */
export async function joinPackets(
  parts: readonly CopyPart[],
  sources: ReadonlyMap<string, Blob>,
  rate: Rate,
  target: EncodedVideoPacketSource,
  onFrame: (done: number) => Promise<void>,
): Promise<void> {
  let done = 0
  for (const part of parts) {
    const bytes = sources.get(part.assetId)
    if (!bytes) throw new Error(`No bytes for ${part.assetId}`)
    using input = openMedia(bytes)
    const track = await input.getPrimaryVideoTrack()
    const decoderConfig = await track?.getDecoderConfig()
    if (!track || !decoderConfig) throw new Error(`No picture in ${part.assetId}`)
    const first = await track.getFirstTimestamp()
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
  }
}
