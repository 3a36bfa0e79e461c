import { type AudioSample, AudioSampleSink, type InputAudioTrack } from 'mediabunny'
import { SOUND_RATE } from '../plan/sound.ts'
import { type Stereo, toStereo } from './mix.ts'
import { createResampler, type Resampler } from './resample.ts'

/** Reads a sound track forwards as stereo at the film's sample rate; sample 0 is time 0 of the file. */
export type SoundReader = { read(first: number, count: number): Promise<Stereo>; close(): Promise<void> }

/** Opens a track for reading from a sample on; calls of `read` must not go back. */
export async function openSoundReader(track: InputAudioTrack, from: number): Promise<SoundReader> {
  const rate = await track.getSampleRate()
  const resampler = createResampler(rate, SOUND_RATE)
  const samples = new AudioSampleSink(track).samples(Math.max(0, from / SOUND_RATE - (resampler.reach + 1) / rate))
  const store = createStore()
  let ended = false
  const pull = async (until: number) => {
    while (!ended && store.end() < until) {
      const { value, done } = await samples.next()
      if (done) ended = true
      else store.add(value, rate)
    }
  }
  return {
    async read(first, count) {
      const [low, high] = [
        sourceAt(first, rate) - resampler.reach - 1,
        sourceAt(first + count, rate) + resampler.reach + 1,
      ]
      await pull(high)
      store.forget(low)
      return convert(store.runs(low, high), low, resampler, first, count)
    },
    close: async () => void (await samples.return()),
  }
}

function sourceAt(sample: number, rate: number): number {
  return Math.floor((sample * rate) / SOUND_RATE)
}

function convert([left, right]: Stereo, start: number, resampler: Resampler, first: number, count: number): Stereo {
  const out: Stereo = [new Float32Array(count), new Float32Array(count)]
  resampler.fill({ data: left, start }, first, out[0])
  resampler.fill({ data: right, start }, first, out[1])
  return out
}

// Decoded pieces by their position in source samples.
function createStore() {
  let pieces: { at: number; sound: Stereo }[] = []
  return {
    end: () => Math.max(Number.NEGATIVE_INFINITY, ...pieces.map(({ at, sound }) => at + sound[0].length)),
    add(sample: AudioSample, rate: number) {
      pieces.push({ at: Math.round(sample.timestamp * rate), sound: stereoOf(sample) })
      sample.close()
    },
    forget(before: number) {
      // The newest piece stays: it tells how far decoding has come.
      pieces = pieces.filter(({ at, sound }, index) => at + sound[0].length > before || index === pieces.length - 1)
    },
    runs(low: number, high: number): Stereo {
      const out: Stereo = [new Float32Array(high - low), new Float32Array(high - low)]
      for (const { at, sound } of pieces) {
        const [from, to] = [Math.max(low, at), Math.min(high, at + sound[0].length)]
        if (to <= from) continue
        out[0].set(sound[0].subarray(from - at, to - at), from - low)
        out[1].set(sound[1].subarray(from - at, to - at), from - low)
      }
      return out
    },
  }
}

function stereoOf(sample: AudioSample): Stereo {
  const channels = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const data = new Float32Array(sample.numberOfFrames)
    sample.copyTo(data, { planeIndex, format: 'f32-planar' })
    return data
  })
  return toStereo(channels)
}
