import type { Clock } from '../kernel/index.ts'
import type { LiveEvent } from './contract.ts'

/** Shortest time between two batches of live news, in ms. */
const BATCH_MS = 50

/** Collects live news and hands it on in batches; of one kind and job only the newest survives. */
export type LiveBatch = {
  tell(event: LiveEvent): void
  /** Forgets unsent news of a job that has ended. */
  drop(jobId: string): void
  watch(listener: (events: readonly LiveEvent[]) => void): () => void
  stop(): void
}

/** Makes a batch; the first news after a quiet time waits as well, so that what comes together stays together. */
export function createLiveBatch(clock: Clock): LiveBatch {
  const listeners = new Set<(events: readonly LiveEvent[]) => void>()
  const unsent = new Map<string, LiveEvent>()
  let cancel: (() => void) | undefined

  const flush = () => {
    cancel = undefined
    const events = [...unsent.values()]
    unsent.clear()
    if (events.length === 0) return
    for (const listener of [...listeners]) listener(events)
  }

  return {
    tell(event) {
      unsent.set('jobId' in event ? `${event.live} ${event.jobId}` : event.live, event)
      cancel ??= clock.after(BATCH_MS, flush)
    },
    drop(jobId) {
      unsent.delete(`progress ${jobId}`)
      unsent.delete(`preview ${jobId}`)
    },
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop() {
      cancel?.()
      cancel = undefined
      unsent.clear()
    },
  }
}
