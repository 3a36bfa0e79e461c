import { createContext, type ReactNode, useCallback, useContext, useRef, useSyncExternalStore } from 'react'
import type { Keyed, Live } from '../../kernel/index.ts'
import type { Studio } from '../../studio/index.ts'

const Context = createContext<Studio | undefined>(undefined)

/** Gives the program to every screen below. */
export function StudioProvider({ studio, children }: { readonly studio: Studio; readonly children: ReactNode }) {
  return <Context value={studio}>{children}</Context>
}

/** The program behind the screens. */
export function useStudio(): Studio {
  const studio = useContext(Context)
  if (!studio) throw new Error('useStudio needs a StudioProvider above it.')
  return studio
}

type Chosen<T, S> = { readonly value: T; readonly selector: (value: T) => S; readonly result: S }

/**
 * A live value, or the part of it that `selector` picks; renders again only when that part changes.
 * `isEqual` compares parts (Object.is by default); a selector may be written in place.
 */
export function useLive<T>(live: Live<T>): T
export function useLive<T, S>(live: Live<T>, selector: (value: T) => S, isEqual?: (a: S, b: S) => boolean): S
export function useLive<T, S>(
  live: Live<T>,
  selector: (value: T) => S = (value) => value as unknown as S,
  isEqual: (a: S, b: S) => boolean = Object.is,
): S {
  const last = useRef<Chosen<T, S>>(undefined)
  const read = (): S => {
    const value = live.get()
    const known = last.current
    if (known && Object.is(known.value, value) && known.selector === selector) return known.result
    const next = selector(value)
    const result = known && isEqual(known.result, next) ? known.result : next
    last.current = { value, selector, result }
    return result
  }
  const subscribe = useCallback((listener: () => void) => live.subscribe(listener), [live])
  return useSyncExternalStore(subscribe, read, read)
}

/** The value of one key of a keyed store; other keys wake nobody here. */
export function useKeyed<T>(keyed: Keyed<T>, key: string): T | undefined {
  const subscribe = useCallback((listener: () => void) => keyed.subscribe(key, listener), [keyed, key])
  const read = () => keyed.get(key)
  return useSyncExternalStore(subscribe, read, read)
}
