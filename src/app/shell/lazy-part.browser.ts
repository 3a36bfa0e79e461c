import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { type Failure, FailureError } from '../../kernel/index.ts'
import { loadLateMessages } from './app-i18n.browser.ts'

type Load<P> = () => Promise<ComponentType<P>>
type Part<P> = LazyExoticComponent<ComponentType<P>>

/** Code under which a part that could not be fetched is known. */
export const NOT_LOADED = 'shell/not-loaded'

// One component per loader and try: a failed fetch is remembered by React for as long as the component lives.
const known = new WeakMap<object, Map<number, unknown>>()

/** The lazy component of a loader; another `turn` fetches anew. */
export function lazyPart<P>(load: Load<P>, turn: number): Part<P> {
  const turns = known.get(load) ?? new Map<number, unknown>()
  known.set(load, turns)
  const made = turns.get(turn) as Part<P> | undefined
  if (made) return made
  const part = lazy(async () => {
    try {
      const [component] = await Promise.all([load(), loadLateMessages()])
      return { default: component }
    } catch (cause) {
      throw notLoaded(cause)
    }
  })
  turns.set(turn, part)
  return part
}

function notLoaded(cause: unknown): FailureError {
  const failure: Failure = {
    code: NOT_LOADED,
    message: 'A part of the program could not be loaded.',
    detail: String(cause),
    retry: 'manual',
  }
  return new FailureError(failure, { cause })
}
