import {
  AudioSample,
  AudioSampleSource,
  EncodedAudioPacketSource,
  type EncodedPacket,
  MkvOutputFormat,
  NullTarget,
  Output,
  Quality,
} from 'mediabunny'
import type { FilmFormat } from '../format.ts'
import { SOUND_RATE, type SoundPart } from '../plan/sound.ts'
import { createSoundMixer } from './mix-sound.browser.ts'

/** Samples mixed and encoded at a time. */
const BLOCK = SOUND_RATE / 2
/** Samples of the smallest packet; sizes the space reserved for the index. */
const PACKET = { aac: 1024, opus: 480 }
/** Times closer than half a sample are the same. */
const SAME = 0.5 / SOUND_RATE

/** The film's one sound track. `feed` writes up to a sample and waits for the encoder; `finish` writes the rest. */
export type SoundTrack = { feed(until: number): Promise<void>; finish(): Promise<void>; close(): Promise<void> }

/** Adds a mixed and encoded sound track of exactly `samples` samples to an output that has not started. */
export async function addSoundTrack(
  output: Output,
  { audio }: FilmFormat,
  parts: readonly SoundPart[],
  samples: number,
  sources: ReadonlyMap<string, Blob>,
): Promise<SoundTrack> {
  const track = new EncodedAudioPacketSource(audio.codec)
  output.addAudioTrack(track, { maximumPacketCount: Math.ceil((samples + audio.priming) / PACKET[audio.codec]) + 8 })
  const encoder = await openEncoder({ audio }, (packet, meta) => {
    const left = (samples + audio.tail) / SOUND_RATE - packet.timestamp
    // Encoders fill up their last packets with silence, which would make the sound outlast the picture.
    if (left > SAME) return track.add(packet.duration > left ? packet.clone({ duration: left }) : packet, meta)
    return undefined
  })
  const mixer = createSoundMixer(parts, sources)
  let at = 0
  const feed = async (until: number) => {
    while (at < Math.min(until, samples)) {
      const count = Math.min(BLOCK, samples - at)
      await encoder.add(await mixer.block(at, count), (at - audio.priming) / SOUND_RATE)
      at += count
    }
  }
  return {
    feed,
    async finish() {
      await feed(samples)
      await encoder.finish()
    },
    async close() {
      await encoder.close()
      await mixer.close()
    },
  }
}

type PacketTaker = (packet: EncodedPacket, meta: EncodedAudioChunkMetadata | undefined) => Promise<void> | undefined

/** An encoder whose packets come out one by one: an output that leads nowhere, as the library has no bare one. */
async function openEncoder({ audio }: Pick<FilmFormat, 'audio'>, take: PacketTaker) {
  let taken: Promise<void> = Promise.resolve()
  const source = new AudioSampleSource({
    codec: audio.codec,
    quality: new Quality({ bitrate: audio.bitrate }),
    onEncodedPacket: (packet, meta) => {
      taken = taken.then(() => take(packet, meta))
      // Seen by whoever waits for it next; a rejection must not be loose until then.
      taken.catch(() => {})
    },
  })
  const nowhere = new Output({ format: new MkvOutputFormat({ appendOnly: true }), target: new NullTarget() })
  nowhere.addAudioTrack(source)
  await nowhere.start()
  return {
    async add([left, right]: readonly [Float32Array, Float32Array], timestamp: number) {
      const data = new Float32Array(left.length * 2)
      data.set(left)
      data.set(right, left.length)
      const sample = new AudioSample({
        data,
        format: 'f32-planar',
        numberOfChannels: 2,
        sampleRate: SOUND_RATE,
        timestamp,
      })
      await source.add(sample)
      sample.close()
      await taken
    },
    async finish() {
      await nowhere.finalize()
      await taken
    },
    async close() {
      if (nowhere.state === 'started') await nowhere.cancel()
    },
  }
}
