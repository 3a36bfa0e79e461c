import type { Clock } from './clock.ts'

/** The real clock of a window, worker or Node process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** The real source of randomness. */
export const systemRandom = {
  bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
}
