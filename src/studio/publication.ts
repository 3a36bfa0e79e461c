import { createSignal, type Live, type Signal } from '../kernel/index.ts'

/** Values that change together: whoever is woken by one of them finds all of them new. */
export type Publication<T extends object> = {
  readonly live: { readonly [K in keyof T]: Live<T[K]> }
  /** Replaces what is named; wakes once for each value that is another one. */
  publish(next: Partial<T>): void
}

/** Makes a publication. */
export function createPublication<T extends object>(initial: T): Publication<T> {
  let now = initial
  const keys = Object.keys(initial) as (keyof T)[]
  const bells = new Map<keyof T, Signal<number>>(keys.map((key) => [key, createSignal(0)]))
  const live = Object.fromEntries(
    keys.map((key) => [
      key,
      { get: () => now[key], subscribe: (listener: () => void) => bells.get(key)?.subscribe(listener) },
    ]),
  )
  return {
    live: live as Publication<T>['live'],
    publish(next) {
      const changed = keys.filter((key) => key in next && !Object.is(next[key], now[key]))
      if (changed.length === 0) return
      now = { ...now, ...next }
      for (const key of changed) {
        const bell = bells.get(key)
        bell?.set(bell.get() + 1)
      }
    },
  }
}
