/** A run of samples of one channel; `start` is the position of the first in the source, which is silent outside. */
export type Run = { readonly data: Float32Array; readonly start: number }

/** Makes samples at another rate; output sample n lies exactly at source position n × from ÷ to. */
export type Resampler = {
  /** Source samples needed on each side of a position. */
  readonly reach: number
  /** Fills `target` with output samples from number `first` on. */
  fill(run: Run, first: number, target: Float32Array): void
}

/** Zero crossings of the sinc on each side: flat to about 20 kHz at 44.1 → 48 kHz. */
const CROSSINGS = 24

/** Band-limited conversion by a windowed sinc; equal rates are a plain copy. */
export function createResampler(from: number, to: number): Resampler {
  if (from === to) return { reach: 0, fill: copy }
  const shared = divisor(from, to)
  const up = to / shared
  const down = from / shared
  const cutoff = Math.min(1, to / from)
  const reach = Math.ceil(CROSSINGS / cutoff)
  const table = phases(up, reach, cutoff)
  const taps = 2 * reach
  return {
    reach: reach + 1,
    fill({ data, start }, first, target) {
      for (let n = 0; n < target.length; n++) {
        const whole = Math.floor(((first + n) * down) / up)
        const row = ((first + n) * down - whole * up) * taps
        const base = whole - reach + 1 - start
        let sum = 0
        for (let tap = Math.max(0, -base); tap < taps && base + tap < data.length; tap++)
          sum += (table[row + tap] as number) * (data[base + tap] as number)
        target[n] = sum
      }
    },
  }
}

function copy({ data, start }: Run, first: number, target: Float32Array): void {
  for (let n = 0; n < target.length; n++) target[n] = data[first + n - start] ?? 0
}

// Weights of each fractional position: one row per phase, normalised so that a constant stays what it is.
function phases(up: number, reach: number, cutoff: number): Float32Array {
  const taps = 2 * reach
  const table = new Float32Array(up * taps)
  for (let phase = 0; phase < up; phase++) {
    let sum = 0
    for (let tap = 0; tap < taps; tap++) {
      const x = tap - reach + 1 - phase / up
      const weight = sinc(x * cutoff) * window(x / reach)
      table[phase * taps + tap] = weight
      sum += weight
    }
    for (let tap = 0; tap < taps; tap++) table[phase * taps + tap] = (table[phase * taps + tap] as number) / sum
  }
  return table
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

// Blackman: side lobes at -58 dB, which is below 16-bit dither of ordinary film sound.
function window(x: number): number {
  return Math.abs(x) >= 1 ? 0 : 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x)
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}
