/** A value that changes over time and can be watched: the form in which stores reach views. */
export type Live<T> = { get(): T; subscribe(listener: () => void): () => void }

/** A {@link Live} that its owner can set; equal values (Object.is) wake nobody. */
export type Signal<T> = Live<T> & { set(value: T): void }

/** Makes a signal. */
export function createSignal<T>(initial: T): Signal<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
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
export function createKeyed<T>(): Keyed<T> {
  const values = new Map<string, T>()
  const listeners = new Map<string, Set<() => void>>()
  return {
    get: (key) => values.get(key),
    keys: () => values.keys(),
    set(key, value) {
      if (value === undefined) values.delete(key)
      else values.set(key, value)
      for (const listener of [...(listeners.get(key) ?? [])]) listener()
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
