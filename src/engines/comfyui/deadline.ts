import type { Clock } from '../../kernel/index.ts'

/** A time limit joined to the caller's signal. */
export type Deadline = {
  readonly signal: AbortSignal
  readonly expired: boolean
  /** Starts the time anew: something came. */
  touch(): void
  /** Takes the timer back. */
  end(): void
}

/** Starts a time limit of `ms`; its signal aborts with the caller's, or when the time is over. */
export function startDeadline(clock: Clock, ms: number, caller: AbortSignal): Deadline {
  const controller = new AbortController()
  let expired = false
  const expire = () => {
    expired = true
    controller.abort()
  }
  let cancel = clock.after(ms, expire)
  return {
    signal: AbortSignal.any([caller, controller.signal]),
    get expired() {
      return expired
    },
    touch() {
      cancel()
      cancel = clock.after(ms, expire)
    },
    end: () => cancel(),
  }
}
