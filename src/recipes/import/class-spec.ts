import { IMPORT_LIMITS } from './scan.ts'
import { asList, asShape, own, type Shape } from './shape.ts'

/** One input of a node class as the server describes it. */
export type InputSpec = {
  readonly name: string
  /** `COMBO` also for the old form, a list of options in place of a type. */
  readonly type: string
  readonly options: Shape
  readonly choices: readonly unknown[] | undefined
  readonly required: boolean
}

/** A node class of a server, made ready for conversion. */
export type ClassDef = {
  readonly name: string
  readonly title: string
  /** In the order in which the page makes them. */
  readonly inputs: readonly InputSpec[]
  /** In the order in which the server lists them: what old files count by. */
  readonly listed: readonly InputSpec[]
  readonly outputs: readonly { readonly name: string; readonly type: string }[]
}

/** Reads one input: `[type, options]`, `[[choices], options]`, `['COMBO', { options }]`. */
export function readSpec(name: string, value: unknown, required: boolean): InputSpec | undefined {
  const [type, second] = asList(value)
  const options = asShape(second) ?? {}
  if (Array.isArray(type)) return { name, type: 'COMBO', options, choices: type, required }
  if (typeof type !== 'string') return undefined
  const choices =
    type === 'COMBO' && Array.isArray(own(options, 'options')) ? asList(own(options, 'options')) : undefined
  return { name, type, options, choices, required }
}

/** Reads `required` and `optional` of an input description. */
export function readSpecs(input: Shape | undefined): InputSpec[] {
  return (['required', 'optional'] as const).flatMap((group) =>
    Object.entries(asShape(own(input, group)) ?? {})
      .slice(0, IMPORT_LIMITS.slots)
      .flatMap(([name, value]) => readSpec(name, value, group === 'required') ?? []),
  )
}
