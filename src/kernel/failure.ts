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
export type Failure = {
  readonly code: string
  readonly message: string
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

type FailureEntry = { readonly retry: RetryRule; readonly message: (facts: FailureFacts) => string }

/** Values a failure's sentence may mention. */
export type FailureFacts = Readonly<Record<string, string | number>>

/** Extra information given when a failure is made. */
export type FailureContext = {
  readonly facts?: FailureFacts
  readonly detail?: string | undefined
  readonly at?: FailurePlace | undefined
  readonly cause?: unknown
}

/** A room's closed list of failures: makes them as data (`make`) or as something to throw (`error`). */
export type FailureTable<Code extends string> = {
  readonly codes: readonly Code[]
  make(code: Code, context?: FailureContext): Failure
  error(code: Code, context?: FailureContext): FailureError
}

/** Declares a room's failures once: `defineFailures('comfyui', { 'missing-node': { retry, message } })`. */
export function defineFailures<Name extends string>(
  room: string,
  entries: Readonly<Record<Name, FailureEntry>>,
): FailureTable<`${string}/${Name}`> {
  type Code = `${string}/${Name}`
  const codes = Object.keys(entries).map((name) => `${room}/${name}` as Code)
  const make = (code: Code, context: FailureContext = {}): Failure => {
    const entry = entries[code.slice(room.length + 1) as Name]
    return {
      code,
      message: entry.message(context.facts ?? {}),
      retry: entry.retry,
      ...(context.detail === undefined ? {} : { detail: context.detail }),
      ...(context.at === undefined ? {} : { at: context.at }),
    }
  }
  const error = (code: Code, context: FailureContext = {}) =>
    new FailureError(make(code, context), context.cause === undefined ? undefined : { cause: context.cause })
  return { codes, make, error }
}

/** Reads a failure out of anything that was thrown; an unforeseen error becomes `kernel/unexpected` with its stack as detail. */
export function toFailure(thrown: unknown, at?: FailurePlace): Failure {
  if (thrown instanceof FailureError)
    return at ? { ...thrown.failure, at: { ...at, ...thrown.failure.at } } : thrown.failure
  if (isFailure(thrown)) return thrown
  const detail = thrown instanceof Error ? (thrown.stack ?? `${thrown.name}: ${thrown.message}`) : String(thrown)
  return {
    code: 'kernel/unexpected',
    message: 'Something unforeseen stopped this. Nothing that was saved is lost; try again, or copy the report.',
    detail,
    retry: 'manual',
    ...(at ? { at } : {}),
  }
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
