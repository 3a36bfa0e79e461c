/** Time as an argument. `now` is wall time in ms since 1970; `monotonic` never jumps; `after` calls back once. */
export type Clock = {
  now(): number
  monotonic(): number
  /** Calls `run` once after `ms`; the returned function takes it back. */
  after(ms: number, run: () => void): () => void
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error)
    const stop = () => {
      cancel()
      reject(signal?.reason as Error)
    }
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', stop)
      resolve()
    })
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/** A clock that stands still until a test moves it; timers fire in order of their time. */
export type ManualClock = Clock & { advance(ms: number): Promise<void>; readonly pending: number }

/** Makes a clock for tests; `advance` lets promises settle between timers. */
export function createManualClock(start = 1_700_000_000_000): ManualClock {
  let time = 0
  let order = 0
  const timers = new Map<number, { at: number; run: () => void }>()
  const next = (until: number) =>
    [...timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0]
  return {
    now: () => start + time,
    monotonic: () => time,
    after(ms, run) {
      const id = order++
      timers.set(id, { at: time + Math.max(0, ms), run })
      return () => void timers.delete(id)
    },
    async advance(ms) {
      const until = time + ms
      await settle()
      for (let due = next(until); due; due = next(until)) {
        timers.delete(due[0])
        time = Math.max(time, due[1].at)
        due[1].run()
        await settle()
      }
      time = until
    },
    get pending() {
      return timers.size
    },
  }
}

/** Lets queued promise reactions run: enough turns for chains of a few dozen awaits. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}
