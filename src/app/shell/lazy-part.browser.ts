import { type ComponentType, lazy } from 'react'
import type { FailureError } from '../../kernel/index.ts'
import { shellFailures } from '../words/failures.browser.ts'
import { loadLateMessages } from './app-i18n.browser.ts'

type Load<P> = () => Promise<ComponentType<P>>

/** Code under which a part that could not be fetched is known. */
export const NOT_LOADED = 'shell/not-loaded'

/** One try to fetch a part; `component` once it has arrived. */
type Fetch<P> = { readonly done: Promise<ComponentType<P>>; component?: ComponentType<P> }

// One component per loader and try: a failed fetch is remembered by React for as long as the component lives.
const known = new WeakMap<object, Map<number, unknown>>()
const ahead = new WeakMap<object, unknown>()

/**
 * Begins to fetch a part before it is shown. What has arrived by then is shown at once: after a placeholder, React would
 * hold it back for 300 ms. A failure is told where the part is shown.
 */
export function fetchPart<P>(load: Load<P>): Promise<void> {
  const fetched = fetchOnce(load)
  ahead.set(load, fetched)
  return fetched.done.then(
    () => undefined,
    () => void ahead.delete(load),
  )
}

/** The component of a loader, which suspends until its code is there; another `turn` fetches anew. */
export function lazyPart<P>(load: Load<P>, turn: number): ComponentType<P> {
  const turns = known.get(load) ?? new Map<number, unknown>()
  known.set(load, turns)
  const made = turns.get(turn) as ComponentType<P> | undefined
  if (made) return made
  const fetched = turn === 0 ? (ahead.get(load) as Fetch<P> | undefined) : undefined
  const part = fetched?.component ?? suspending(() => (fetched ?? fetchOnce(load)).done)
  turns.set(turn, part)
  return part
}

function suspending<P>(fetched: () => Promise<ComponentType<P>>): ComponentType<P> {
  return lazy(async () => ({ default: await fetched() })) as unknown as ComponentType<P>
}

function fetchOnce<P>(load: Load<P>): Fetch<P> {
  const done = Promise.all([load(), loadLateMessages()]).then(
    ([component]) => {
      fetched.component = component
      return component
    },
    (cause: unknown) => {
      throw notLoaded(cause)
    },
  )
  const fetched: Fetch<P> = { done }
  return fetched
}

function notLoaded(cause: unknown): FailureError {
  return shellFailures.error(NOT_LOADED, { detail: String(cause), cause })
}
