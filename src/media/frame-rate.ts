import { RATES, type Rate } from '../kernel/index.ts'

/** Rates that models and cameras make besides those that editors know. */
const OTHER_RATES: readonly Rate[] = [8, 10, 12, 15, 16, 18, 20, 32, 64, 90, 100, 120].map((num) => ({ num, den: 1 }))
const KNOWN = [...RATES, ...OTHER_RATES, { num: 120_000, den: 1001 }, { num: 25, den: 2 }]

/**
 * The exact rate behind the times of a film's frames, in seconds. `resolution` is the ticks per second in which the
 * container could write them; a millisecond container blurs every time by up to one tick.
 */
export function rateOfTimes(times: readonly number[], resolution: number, seconds?: number): Rate | undefined {
  const sorted = [...times].sort((a, b) => a - b)
  const [first = 0] = sorted
  const last = sorted.at(-1) ?? 0
  if (sorted.length < 2 || last <= first) return seconds && seconds > 0 ? snapRate(sorted.length / seconds) : undefined
  const tolerance = 1.01 / resolution + 1e-6
  const fitting = KNOWN.flatMap((rate) => {
    const error = misfit(sorted, first, rate, tolerance)
    return error === undefined ? [] : [{ rate, error }]
  })
  if (fitting.length > 0) return fitting.reduce((best, one) => (one.error < best.error ? one : best)).rate
  return snapRate((sorted.length - 1) / (last - first))
}

/** The known rate within half a percent (ragged times, durations cut to milliseconds), else the number as a fraction of thousandths. */
export function snapRate(perSecond: number): Rate | undefined {
  if (!Number.isFinite(perSecond) || perSecond <= 0) return undefined
  const distance = (rate: Rate) => Math.abs(rate.num / rate.den / perSecond - 1)
  const nearest = KNOWN.reduce((best, rate) => (distance(rate) < distance(best) ? rate : best))
  if (distance(nearest) < 0.005) return nearest
  const num = Math.max(1, Math.round(perSecond * 1000))
  const shared = divisor(num, 1000)
  return { num: num / shared, den: 1000 / shared }
}

/** Sum of squared errors against a steady rate; undefined as soon as one frame is off its place. */
function misfit(times: readonly number[], first: number, rate: Rate, tolerance: number): number | undefined {
  let sum = 0
  for (const [index, time] of times.entries()) {
    const error = Math.abs(time - first - (index * rate.den) / rate.num)
    if (error > tolerance) return undefined
    sum += error * error
  }
  return sum
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}
