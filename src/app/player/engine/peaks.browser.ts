import { createSignal, type Live } from '../../../kernel/index.ts'
import type { Studio } from '../../../studio/index.ts'

/** How loud a sound file is over time, for drawing. */
export type Peaks = { readonly perSecond: number; readonly values: Float32Array }

/** What is known of the loudness of a file: still being read, unreadable, or all of it. */
export type PeakState = Peaks | 'reading' | 'none'

/** Values per second: a line every third pixel at 300 px a second, more than the strip shows. */
const PER_SECOND = 100
/** Longest piece of work (ms) before others get their turn. */
const TURN = 12

const known = new WeakMap<Studio, Map<string, Live<PeakState>>>()

/** The loudness of an asset, read once in the background when somebody first asks. */
export function peaksOf(studio: Studio, assetId: string): Live<PeakState> {
  const all = known.get(studio) ?? new Map<string, Live<PeakState>>()
  known.set(studio, all)
  const found = all.get(assetId)
  if (found) return found
  const state = createSignal<PeakState>('reading')
  all.set(assetId, state)
  readPeaks(studio, assetId, (part) => state.set(part)).then(
    (peaks) => state.set(peaks ?? 'none'),
    () => state.set('none'),
  )
  return state
}

async function readPeaks(studio: Studio, assetId: string, tell: (soFar: Peaks) => void): Promise<Peaks | undefined> {
  const bytes = await studio.assetBlob(assetId)
  if (!bytes) return undefined
  const { openSoundFile } = await import('./sound-file.browser.ts')
  const file = await openSoundFile(bytes)
  if (!file) return undefined
  try {
    const values = new Float32Array(Math.max(1, Math.ceil(file.seconds * PER_SECOND)))
    let turn = performance.now()
    let told = 0
    for await (const { buffer, timestamp } of file.pieces(0, file.seconds)) {
      addPiece(values, buffer, timestamp)
      if (performance.now() - turn > TURN) {
        await new Promise((resolve) => setTimeout(resolve))
        turn = performance.now()
      }
      if (timestamp - told > 20) {
        told = timestamp
        tell({ perSecond: PER_SECOND, values: values.slice() })
      }
    }
    return { perSecond: PER_SECOND, values }
  } finally {
    file.close()
  }
}

function addPiece(values: Float32Array, buffer: AudioBuffer, timestamp: number): void {
  const step = buffer.sampleRate / PER_SECOND
  for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
    const samples = buffer.getChannelData(channel)
    for (let index = 0; index < samples.length; index++) {
      const place = Math.floor(timestamp * PER_SECOND + index / step)
      const loud = Math.abs(samples[index] ?? 0)
      if (loud > (values[place] ?? 1)) values[place] = loud
    }
  }
}
