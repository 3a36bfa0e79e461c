import type { Values } from '../assets/index.ts'
import { type Issue, type JsonValue, wordFact } from '../kernel/index.ts'
import { bypass, disconnect } from './graph-edits.ts'
import { recipeIssues } from './issues.ts'
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
  const work: Work = { recipe, filling, graph, issues }
  for (const [name, input] of Object.entries(recipe.inputs)) {
    if (isMedia(input)) fillMedia(name, input, work)
    else if (input.type === 'lora') fillLoras(name, input, work)
    else fillValue(name, input, work)
  }
  tellHomeless(work)
  for (const output of recipe.outputs) {
    const save = graph[output.node]
    if (save && 'filename_prefix' in save.inputs) save.inputs.filename_prefix = filling.prefix
  }
  return { graph, issues }
}

type Work = {
  readonly recipe: Recipe
  readonly filling: Filling
  readonly graph: FilledGraph
  readonly issues: Issue[]
}

type Binding = RecipeInput['bind'][number]

function fillMedia(name: string, input: RecipeInput, work: Work): void {
  const { recipe, filling, issues } = work
  const files = filling.media[name] ?? []
  if (files.length === 0 && !input.optional)
    issues.push(
      recipeIssues.make('recipes/missing-media', {
        at: { field: name },
        facts: { title: recipe.title, input: wordFact('ports', name) },
      }),
    )
  if (!isList(name, input)) {
    if (files[0] !== undefined) for (const place of input.bind) write(name, place, files[0], work)
    if (files.length > 1) tellSurplus(name, { given: files.length, places: 1 }, work)
    return
  }
  spread(name, input, files, work, {
    put: (place, file) => write(name, place, file, work),
    takeOut: (place) => disconnect(place.node, work.graph),
  })
  // The first file of an input that is not optional was told to be missing already.
  const open = input.bind.slice(files.length).filter(({ optional }) => !optional).length
  if (files.length > 0 && open > 0)
    issues.push(
      recipeIssues.make('recipes/open-places', {
        at: { field: name },
        facts: { title: recipe.title, input: wordFact('ports', name), count: open },
      }),
    )
}

function fillLoras(name: string, input: RecipeInput, work: Work): void {
  const given = work.filling.values[name]
  const loras = readLoras(given)
  if (given !== undefined && given !== null && !loras) tellUnfit(name, work)
  spread(name, input, loras ?? [], work, {
    put(place, { name: file, strength }) {
      write(name, place, file, work)
      const node = work.graph[place.node]
      for (const one of place.strengths ?? LORA_STRENGTHS)
        if (node && (place.strengths || one in node.inputs)) node.inputs[one] = strength
    },
    takeOut: (place) => bypass(place.node, work.graph),
  })
}

const LORA_STRENGTHS = ['strength_model', 'strength_clip']

/** The first item for the first place, and so on. One issue for all that have no place. */
function spread<T>(
  name: string,
  input: RecipeInput,
  items: readonly T[],
  work: Work,
  { put, takeOut }: { put: (place: Binding, item: T) => void; takeOut: (place: Binding) => void },
): void {
  input.bind.forEach((place, index) => {
    const item = items[index]
    if (item !== undefined) put(place, item)
    else if (place.optional) takeOut(place)
  })
  if (items.length > input.bind.length) tellSurplus(name, { given: items.length, places: input.bind.length }, work)
}

function fillValue(name: string, input: RecipeInput, work: Work): void {
  const { value, unfit } = resolveValue(name, input, work.filling)
  if (unfit) tellUnfit(name, work)
  if (value !== undefined) for (const place of input.bind) write(name, place, value, work)
}

function write(name: string, place: Binding, value: GraphValue, { recipe, graph, issues }: Work): void {
  const node = Object.hasOwn(graph, place.node) ? graph[place.node] : undefined
  if (node) node.inputs[place.input] = value
  else
    issues.push(
      recipeIssues.make('recipes/binding-to-nowhere', {
        at: { field: name },
        facts: { title: recipe.title, input: name, node: place.node },
      }),
    )
}

function tellSurplus(
  name: string,
  { given, places }: { given: number; places: number },
  { recipe, issues }: Work,
): void {
  issues.push(
    recipeIssues.make('recipes/too-many', {
      at: { field: name },
      facts: { title: recipe.title, input: wordFact('ports', name), places, count: given - places },
    }),
  )
}

function tellUnfit(name: string, { recipe, issues }: Work): void {
  issues.push(
    recipeIssues.make('recipes/unfit-value', { at: { field: name }, facts: { title: recipe.title, input: name } }),
  )
}

/** Pictures, sounds and LoRAs for which a recipe has no input at all. Texts and numbers may be meant for others. */
function tellHomeless({ recipe, filling, issues }: Work): void {
  const tell = (name: string, count: number) => {
    if (count > 0 && !Object.hasOwn(recipe.inputs, name))
      issues.push(
        recipeIssues.make('recipes/no-input', {
          at: { field: name },
          facts: { title: recipe.title, input: wordFact('ports', name), count },
        }),
      )
  }
  for (const [name, files] of Object.entries(filling.media)) tell(name, files.length)
  tell('loras', readLoras(filling.values.loras)?.length ?? 0)
}

/** The value that an input gets: what was given, else its default, made legal for its type, range and grid. */
export function valueFor(name: string, input: RecipeInput, filling: Filling): GraphValue | undefined {
  return isMedia(input) ? filling.media[name]?.[0] : resolveValue(name, input, filling).value
}

/** `unfit` = something was given that the input cannot take; the default stands in. */
type Resolved = { readonly value?: GraphValue; readonly unfit?: boolean }

function resolveValue(name: string, input: RecipeInput, filling: Filling): Resolved {
  if (input.type === 'seed')
    return {
      value: seedValue(filling.seed ?? asText(filling.values[name]) ?? asText(input.default) ?? '0', input),
    }
  const given = filling.values[name] ?? undefined
  const value = given === undefined ? undefined : fitValue(given, input)
  if (value !== undefined) return { value }
  const own = input.default === undefined ? undefined : fitValue(input.default, input)
  return { ...(own === undefined ? {} : { value: own }), ...(given === undefined ? {} : { unfit: true }) }
}

function fitValue(given: JsonValue, input: RecipeInput): GraphValue | undefined {
  if (input.type === 'integer' || input.type === 'number') {
    const number = toNumber(given)
    return number === undefined ? undefined : numberValue(number, input)
  }
  if (input.type === 'boolean') return given === true || given === 'true'
  return typeof given === 'object' ? undefined : given
}

/**
 * Rounds to the input's grid (`n·step + offset`, upwards for lengths so that nothing is cut short), then to the nearest
 * value of the grid in its range.
 */
export function numberValue(value: number, input: Pick<RecipeInput, 'type' | 'min' | 'max' | 'snap'>): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, snap } = input
  const whole = input.type === 'integer' ? Math.round(value) : value
  const within = (number: number) => Math.min(max, Math.max(min, number))
  if (!snap) return within(whole)
  const snapped = onGrid(whole, snap, snap.offset === 0 ? Math.round : Math.ceil)
  if (snapped > max) {
    const below = onGrid(max, snap, Math.floor)
    return below < min ? within(snapped) : below
  }
  if (snapped >= min) return snapped
  const above = onGrid(min, snap, Math.ceil)
  return above > max ? within(snapped) : above
}

function onGrid(
  value: number,
  { step, offset }: { step: number; offset: number },
  round: (steps: number) => number,
): number {
  return round((value - offset) / step) * step + offset
}

function seedValue(text: string, input: RecipeInput): GraphValue {
  const seed = BigInt(/^\d{1,20}$/.test(text) ? text : '0') % SEEDS
  const max = Math.floor(input.max ?? Number.POSITIVE_INFINITY)
  const legal = Number.isFinite(max) && max >= 0 ? seed % (BigInt(max) + 1n) : seed
  return legal <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(legal) : { digits: legal.toString() }
}

/** A seed has 64 bits. */
const SEEDS = 2n ** 64n

function toNumber(value: JsonValue): number | undefined {
  if (typeof value === 'object' && value !== null && 'num' in value && 'den' in value)
    return finite(Number(value.num) / Number(value.den))
  if (typeof value === 'string' && value.trim() !== '') return finite(Number(value))
  return typeof value === 'number' ? finite(value) : undefined
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined
}

type Lora = { readonly name: string; readonly strength: number }

/** LoRAs in the order in which they are applied; undefined when the value is no such list. */
function readLoras(value: JsonValue | undefined): readonly Lora[] | undefined {
  if (!Array.isArray(value)) return undefined
  const loras: Lora[] = []
  for (const one of value as readonly JsonValue[]) {
    if (typeof one !== 'object' || one === null || !('name' in one) || typeof one.name !== 'string') return undefined
    const { strength } = one
    loras.push({ name: one.name, strength: typeof strength === 'number' && Number.isFinite(strength) ? strength : 1 })
  }
  return loras
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function isList(name: string, input: RecipeInput): boolean {
  return input.list === true || name === 'references'
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
