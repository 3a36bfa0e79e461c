import type { Values } from '../assets/index.ts'
import { type Issue, issue, type JsonValue } from '../kernel/index.ts'
import type { Recipe, RecipeInput } from './schema.ts'

/** A number too long for a JavaScript number; written into the prompt digit by digit. */
export type BigNumber = { readonly digits: string }
/** A value in a filled graph. */
export type GraphValue = JsonValue | BigNumber
/** A graph in ComfyUI's API format, ready to be written with {@link writePrompt}. */
export type FilledGraph = Record<string, { class_type: string; inputs: Record<string, unknown>; _meta?: unknown }>

/** Everything a recipe's inputs are filled from. */
export type Filling = {
  readonly values: Values
  readonly seed?: string
  /** Names under which the server knows uploaded media, by input name. */
  readonly media: Readonly<Record<string, readonly string[]>>
  /** Put into the save nodes, so that files can be found again by job. */
  readonly prefix: string
}

/** A filled graph, and what could not be filled. */
export type Filled = { readonly graph: FilledGraph; readonly issues: readonly Issue[] }

/** Recipe + inputs → API prompt. Pure and deterministic; nothing but the bound inputs and the save prefixes changes. */
export function fillRecipe(recipe: Recipe, filling: Filling): Filled {
  const issues: Issue[] = []
  const graph: FilledGraph = Object.fromEntries(
    Object.entries(recipe.graph).map(([id, node]) => [id, { ...node, inputs: { ...node.inputs } }]),
  )
  for (const [name, input] of Object.entries(recipe.inputs)) {
    const value = valueFor(name, input, filling)
    if (value === undefined) {
      if (!input.optional && isMedia(input))
        issues.push(
          issue('recipes/missing-media', `The recipe “${recipe.title}” needs ${name}, and nothing is wired there.`, {
            field: name,
          }),
        )
      continue
    }
    for (const place of input.bind) {
      const node = graph[place.node]
      if (node) node.inputs[place.input] = value
      else
        issues.push(
          issue(
            'recipes/binding-to-nowhere',
            `The recipe “${recipe.title}” binds ${name} to node ${place.node}, which its graph does not have.`,
            { field: name },
          ),
        )
    }
  }
  for (const output of recipe.outputs) {
    const save = graph[output.node]
    if (save && 'filename_prefix' in save.inputs) save.inputs.filename_prefix = filling.prefix
  }
  return { graph, issues }
}

/** The value that an input gets: what was given, else its default, made legal for its type, range and grid. */
export function valueFor(name: string, input: RecipeInput, filling: Filling): GraphValue | undefined {
  if (isMedia(input)) return filling.media[name]?.[0]
  if (input.type === 'seed')
    return seedValue(filling.seed ?? asText(filling.values[name]) ?? asText(input.default) ?? '0', input)
  const given = filling.values[name] ?? input.default
  if (given === undefined || given === null) return undefined
  if (input.type === 'integer' || input.type === 'number') return numberValue(toNumber(given), input)
  if (input.type === 'boolean') return given === true || given === 'true'
  return typeof given === 'object' ? undefined : given
}

/** Rounds to the input's grid (`n·step + offset`, upwards for lengths so that nothing is cut short), then into its range. */
export function numberValue(value: number, input: Pick<RecipeInput, 'type' | 'min' | 'max' | 'snap'>): number {
  const whole = input.type === 'integer' ? Math.round(value) : value
  const snapped = input.snap ? snapTo(whole, input.snap) : whole
  return Math.min(input.max ?? Number.POSITIVE_INFINITY, Math.max(input.min ?? Number.NEGATIVE_INFINITY, snapped))
}

function snapTo(value: number, { step, offset }: { step: number; offset: number }): number {
  const steps = (value - offset) / step
  return (offset === 0 ? Math.round(steps) : Math.ceil(steps)) * step + offset
}

function seedValue(text: string, input: RecipeInput): GraphValue {
  const seed = BigInt(/^\d{1,20}$/.test(text) ? text : '0')
  const legal = input.max === undefined ? seed : seed % (BigInt(input.max) + 1n)
  return legal <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(legal) : { digits: legal.toString() }
}

function toNumber(value: JsonValue): number {
  if (typeof value === 'object' && value !== null && 'num' in value && 'den' in value)
    return Number(value.num) / Number(value.den)
  const number = Number(value)
  return Number.isFinite(number) ? number : 0
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function isMedia(input: RecipeInput): boolean {
  return input.type === 'image' || input.type === 'video' || input.type === 'audio'
}

/** JSON text of a filled graph, or of anything around it; 64-bit numbers keep every digit. */
export function writePrompt(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => writePrompt(item ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const digits = (value as Partial<BigNumber>).digits
    if (typeof digits === 'string' && Object.keys(value).length === 1 && /^\d+$/.test(digits)) return digits
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${writePrompt(member)}`).join(',')}}`
  }
  return JSON.stringify(value)
}
