import type { Clock } from '../kernel/index.ts'
import type { FilmPhase, FilmProgress } from './request.ts'

/** Seconds of work before a guess is made: less is luck. */
const SETTLE = 2

/** Turns counted frames into progress with the seconds that are left, measured over the phase that is running. */
export function createEstimate(clock: Clock, total: number): (phase: FilmPhase, done: number) => FilmProgress {
  let running: { phase: FilmPhase; since: number; from: number } | undefined
  return (phase, done) => {
    const now = clock.monotonic()
    if (running?.phase !== phase) running = { phase, since: now, from: done }
    const seconds = (now - running.since) / 1000
    const speed = (done - running.from) / seconds
    const left = seconds >= SETTLE && speed > 0 ? Math.ceil((total - done) / speed) : undefined
    return { done, total, phase, ...(left === undefined ? {} : { left }) }
  }
}
