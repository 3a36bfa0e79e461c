import { Dexie } from 'dexie'
import type { Clock } from '../kernel/index.ts'

/** Shortest time between two readings of one watched query (ms): a run changes rows far more often than anybody looks. */
const PAUSE = 60

/**
 * Calls `read` and hands its answer to `listener`: once at the start and again after changes of the named tables,
 * in this tab or another. Changes that come while a reading is under way are read once, afterwards.
 */
export function watchTables<T>(
  db: Dexie,
  tables: readonly string[],
  clock: Clock,
  read: () => PromiseLike<T>,
  listener: (value: T) => void,
): () => void {
  let ended = false
  let reading = false
  let again = false
  let cancelTimer: (() => void) | undefined
  const prefixes = tables.map((table) => `idb://${db.name}/${table}/`)

  const look = async (): Promise<void> => {
    cancelTimer = undefined
    if (ended) return
    reading = true
    again = false
    // A database that is closed or gone answers nothing more; whoever writes next is told why.
    const value = await Promise.resolve(read()).then(
      (answer) => ({ answer }),
      () => undefined,
    )
    if (value && !ended) listener(value.answer)
    reading = false
    if (again) ask()
  }
  const ask = () => {
    if (ended || cancelTimer) return
    if (reading) again = true
    else cancelTimer = clock.after(PAUSE, () => void look())
  }
  const heard = (parts: Readonly<Record<string, unknown>>) => {
    if (Object.keys(parts).some((part) => part === 'all' || prefixes.some((prefix) => part.startsWith(prefix)))) ask()
  }
  Dexie.on('storagemutated', heard)
  void look()
  return () => {
    ended = true
    cancelTimer?.()
    Dexie.on.storagemutated.unsubscribe(heard)
  }
}
