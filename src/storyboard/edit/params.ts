import type { Issue } from '../../kernel/index.ts'
import type { AnyKind } from '../catalog.ts'
import { storyboardIssues } from '../issues.ts'
import { type Problem, parseParams } from '../reading.ts'
import { refusal } from './step.ts'

type Params = Readonly<Record<string, unknown>>

/** Parameters of a new node: what was given over the kind's defaults, refused when the kind cannot read them. */
export function initialParams(kind: AnyKind, given: Params): Record<string, unknown> {
  const merged = { ...(kind.defaults() as Params), ...withoutNulls(given) }
  const { value, problems } = parseParams(kind, merged)
  if (!value) throw badParams(kind.kind, problems)
  // Keys that the schema does not know stay; the schema's own defaults come in.
  return plain({ ...merged, ...value })
}

/**
 * Present parameters with `given` over them. `null` takes a key out again, which brings its default back; `undefined`
 * says nothing about it. What was wrong before does not forbid mending something else.
 */
export function mergeParams(
  kind: AnyKind | undefined,
  nodeId: string,
  present: Params,
  given: Params,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...present }
  for (const [key, value] of Object.entries(given)) {
    if (value === null) delete merged[key]
    else if (value !== undefined) merged[key] = value
  }
  if (!kind) return merged
  const { problems } = parseParams(kind, { ...(kind.defaults() as Params), ...merged })
  const own = problems.filter(({ field }) => field === '' || Object.hasOwn(given, field.split('.')[0] ?? ''))
  if (own.length > 0) throw badParams(kind.kind, own, nodeId)
  return merged
}

function badParams(kind: string, problems: readonly Problem[], nodeId?: string) {
  const reason = problems.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ')
  const at = (field: string) => ({ ...(nodeId === undefined ? {} : { nodeId }), ...(field === '' ? {} : { field }) })
  const issues: Issue[] = problems.map(({ field, message }) =>
    storyboardIssues.make('storyboard/refused-parameter', { at: at(field), facts: { reason: message } }),
  )
  return refusal('storyboard/bad-params', { kind, reason }, issues, nodeId)
}

function withoutNulls(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null && value !== undefined))
}

function plain(params: Params): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
}
