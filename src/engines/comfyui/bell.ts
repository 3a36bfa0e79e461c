import type { Clock } from '../../kernel/index.ts'

/** Something to wait at: ends by itself after a time, or at once when it is rung; a ring before the wait counts. */
export type Bell = { ring(): void; wait(ms: number, signal: AbortSignal): Promise<void>; silence(): void }

/** Makes a bell. */
export function createBell(clock: Clock): Bell {
  let rung = false
  let wake: (() => void) | undefined
  let stop = () => {}
  return {
    ring() {
      rung = true
      wake?.()
    },
    wait(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error)
        const done = () => {
          stop()
          signal.removeEventListener('abort', abort)
          wake = undefined
          rung = false
        }
        const abort = () => {
          done()
          reject(signal.reason as Error)
        }
        stop = clock.after(rung ? 0 : Math.max(0, ms), () => {
          done()
          resolve()
        })
        wake = () => {
          done()
          resolve()
        }
        signal.addEventListener('abort', abort, { once: true })
      })
    },
    silence: () => stop(),
  }
}
