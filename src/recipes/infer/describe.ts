import type { InputSpec } from '../import/class-spec.ts'
import type { RecipeInput } from '../schema.ts'
import { toName } from './classes.ts'
import type { Finding } from './finding.ts'
import type { Place, PromptGraph } from './graph.ts'
import { numberAt } from './numbers.ts'
import type { Specs } from './specs.ts'

/** More choices than this are a list of files, which every server has others of. */
const MOST_CHOICES = 400

/** A finding as an input of a recipe: with the value that stands in the graph and what the server says of its range. */
export function describe(graph: PromptGraph, finding: Finding, specs: Specs): RecipeInput {
  const { name: _name, bind, snap, ...rest } = finding
  const [first] = bind
  const spec = first && specs.input(graph.classOf(first.node), first.input)
  const input: RecipeInput = { ...rest, bind: bind.map((place) => ({ ...place })), ...valueIn(graph, finding, first) }
  if (finding.type === 'integer' || finding.type === 'number')
    return { ...input, ...range(spec), ...(snap ? { snap: { ...snap } } : {}) }
  if (finding.type === 'choice') return { ...input, ...choices(spec) }
  if (finding.type === 'seed') return { ...input, ...seedRange(spec) }
  return input
}

const MEDIA: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'lora'])

/** What its author left in the graph. A picture of theirs is on no other server, so there is none to begin with. */
function valueIn(graph: PromptGraph, { type }: Finding, place: Place | undefined): Pick<RecipeInput, 'default'> {
  if (place === undefined || MEDIA.has(type)) return {}
  const value = graph.literal(place) ?? numberAt(graph, place)
  if (type === 'seed') return { default: typeof value === 'number' ? seedText(value) : '0' }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return {}
  return { default: value }
}

function seedText(value: number): string {
  return Number.isInteger(value) && value >= 0 ? BigInt(value).toString() : '0'
}

function range(spec: InputSpec | undefined): Pick<RecipeInput, 'min' | 'max' | 'step'> {
  const { min, max, step } = spec?.options ?? {}
  return { ...number('min', min), ...number('max', max), ...(step === 0 ? {} : number('step', step)) }
}

/** Seeds of 64 bits need no saying; shorter ones do. */
function seedRange(spec: InputSpec | undefined): Pick<RecipeInput, 'max'> {
  const max = spec?.options.max
  return typeof max === 'number' && max > 0 && max < 2 ** 63 ? { max } : {}
}

function number(key: 'min' | 'max' | 'step', value: unknown): { readonly [key: string]: number } {
  return typeof value === 'number' && Number.isFinite(value) ? { [key]: value } : {}
}

function choices(spec: InputSpec | undefined): Pick<RecipeInput, 'options'> {
  const all = (spec?.choices ?? []).filter((one) => typeof one === 'string' || typeof one === 'number')
  return all.length > 0 && all.length <= MOST_CHOICES ? { options: all } : {}
}

/** Any value of the graph as an input of its own; undefined for links and for what no field can show. */
export function findingAt(graph: PromptGraph, place: Place, specs: Specs): Finding | undefined {
  const value = graph.literal(place)
  const spec = specs.input(graph.classOf(place.node), place.input)
  const type = typeOf(value, spec, place.input)
  if (type === undefined) return undefined
  const title = graph.titleOf(place.node)
  const label = title === undefined ? place.input : `${title}: ${place.input}`
  return { name: toName(place.input), type, bind: [place], label: label.slice(0, 120) }
}

function typeOf(value: unknown, spec: InputSpec | undefined, input: string): Finding['type'] | undefined {
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') {
    if (/(?:^|_)seed$/.test(input)) return 'seed'
    const whole = spec === undefined ? Number.isInteger(value) : spec.type === 'INT'
    return whole ? 'integer' : 'number'
  }
  if (typeof value !== 'string') return undefined
  return (spec?.choices?.length ?? 0) > 0 ? 'choice' : 'text'
}
