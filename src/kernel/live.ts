/** A value that changes over time and can be watched: the form in which stores reach views. */
export type Live<T> = { get(): T; subscribe(listener: () => void): () => void }

/** A {@link Live} that its owner can set; equal values (Object.is) wake nobody. */
export type Signal<T> = Live<T> & { set(value: T): void }

/** Told what a listener threw; it stops neither the other listeners nor whoever set the value. */
export type ReportThrown = (thrown: unknown) => void

// By itself an error of a listener surfaces where errors that nobody caught do.
const throwLater: ReportThrown = (thrown) => {
  void Promise.reject(thrown)
}

function wake(listeners: Iterable<() => void>, report: ReportThrown): void {
  for (const listener of [...listeners]) {
    try {
      listener()
    } catch (thrown) {
      report(thrown)
    }
  }
}

/** Makes a signal. */
export function createSignal<T>(initial: T, report: ReportThrown = throwLater): Signal<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      wake(listeners, report)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Values by key where a listener of one key is not woken by another: progress, previews, thumbnails. */
export type Keyed<T> = {
  get(key: string): T | undefined
  keys(): Iterable<string>
  set(key: string, value: T | undefined): void
  subscribe(key: string, listener: () => void): () => void
}

/** Makes a keyed store. */
export function createKeyed<T>(report: ReportThrown = throwLater): Keyed<T> {
  const values = new Map<string, T>()
  const listeners = new Map<string, Set<() => void>>()
  return {
    get: (key) => values.get(key),
    keys: () => values.keys(),
    set(key, value) {
      if (value === undefined) values.delete(key)
      else values.set(key, value)
      wake(listeners.get(key) ?? [], report)
    },
    subscribe(key, listener) {
      const set = listeners.get(key) ?? new Set()
      listeners.set(key, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0) listeners.delete(key)
      }
    },
  }
}
