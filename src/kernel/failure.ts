import {
  type Facts,
  type Sentence,
  type SentenceSource,
  sayTemplate,
  type Template,
  type WithFacts,
} from './sentence.ts'

/** How a stopped operation may be tried again: by the program, by a person, or not at all. */
export type RetryRule = 'auto' | 'manual' | 'never'

/** Where in the film a failure happened. */
export type FailurePlace = {
  readonly nodeId?: string
  readonly jobId?: string
  readonly attempt?: number
  readonly field?: string
}

/**
 * A stopped operation as data: the only form in which an error is stored, crosses a worker or reaches a screen.
 * `code` is stable and searched by people; `message` names what happened and what to do; `detail` is raw and folded.
 */
export type Failure = Sentence & {
  readonly detail?: string
  readonly retry: RetryRule
  readonly at?: FailurePlace
}

/** The throwable form of a {@link Failure}. Throw it where one operation could not be done. */
export class FailureError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options)
    this.name = 'FailureError'
    this.failure = failure
  }
}

type FailureEntry = { readonly retry: RetryRule; readonly message: Template }

/** Extra information given when a failure is made, beside the facts of its sentence. */
export type FailureContext = {
  readonly detail?: string | undefined
  readonly at?: FailurePlace | undefined
  readonly cause?: unknown
}

/** A room's closed list of failures: makes them as data (`make`) or as something to throw (`error`). */
export type FailureTable<
  Room extends string,
  Entries extends Readonly<Record<string, FailureEntry>>,
> = SentenceSource & {
  readonly entries: Entries
  readonly codes: readonly `${Room}/${keyof Entries & string}`[]
  make<Name extends keyof Entries & string>(
    code: `${Room}/${Name}`,
    ...context: WithFacts<Entries[Name]['message'], FailureContext>
  ): Failure
  error<Name extends keyof Entries & string>(
    code: `${Room}/${Name}`,
    ...context: WithFacts<Entries[Name]['message'], FailureContext>
  ): FailureError
}

/** Declares a room's failures once: `defineFailures('comfyui', { 'missing-node': { retry, message: '{{node}} …' } })`. */
export function defineFailures<const Room extends string, const Entries extends Readonly<Record<string, FailureEntry>>>(
  room: Room,
  entries: Entries,
): FailureTable<Room, Entries> {
  const names = Object.keys(entries) as (keyof Entries & string)[]
  const make = (code: string, context: FailureContext & { readonly facts?: Facts } = {}): Failure => {
    const entry = entries[code.slice(room.length + 1)]
    return {
      ...sayTemplate(code, entry?.message, context.facts),
      retry: entry?.retry ?? 'manual',
      ...(context.detail === undefined ? {} : { detail: context.detail }),
      ...(context.at === undefined ? {} : { at: context.at }),
    }
  }
  const error = (code: string, context: FailureContext & { readonly facts?: Facts } = {}) =>
    new FailureError(make(code, context), context.cause === undefined ? undefined : { cause: context.cause })
  const templates = Object.fromEntries(names.map((name) => [name, entries[name]?.message ?? '']))
  return { room, entries, templates, codes: names.map((name) => `${room}/${name}` as const), make, error }
}

/** What can stop anything. */
export const kernelFailures = defineFailures('kernel', {
  unexpected: {
    retry: 'manual',
    message: 'Something unforeseen stopped this. Nothing that was saved is lost; try again, or copy the report.',
  },
  'worker-died': {
    retry: 'auto',
    message: 'A part of the program that works in the background stopped. What was saved is not lost; try again.',
  },
})

/** Reads a failure out of anything that was thrown; an unforeseen error becomes `kernel/unexpected` with its stack as detail. */
export function toFailure(thrown: unknown, at?: FailurePlace): Failure {
  if (thrown instanceof FailureError)
    return at ? { ...thrown.failure, at: { ...at, ...thrown.failure.at } } : thrown.failure
  if (isFailure(thrown)) return thrown
  const detail = thrown instanceof Error ? (thrown.stack ?? `${thrown.name}: ${thrown.message}`) : String(thrown)
  return kernelFailures.make('kernel/unexpected', { detail, at })
}

/** True for plain failure data, such as one that came out of the database or a worker. */
export function isFailure(value: unknown): value is Failure {
  if (typeof value !== 'object' || value === null) return false
  const record = value as Record<string, unknown>
  return typeof record.code === 'string' && typeof record.message === 'string' && typeof record.retry === 'string'
}

/** True for the error that an aborted signal throws; a cancelled operation is not a failure. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError'
}
