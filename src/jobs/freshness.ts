import { freshKey, type KeyFacts, type MakeSpec, type Take, type Values } from '../assets/index.ts'
import { sameJson } from '../kernel/index.ts'
import type { EngineChoice, PlanNode } from './plan.ts'

/** Bytes of one media input as they stand today. */
export type ResolvedInput = { readonly name: string; readonly hash: string; readonly nodeId: string }

type Chosen = Exclude<EngineChoice, { readonly blocked: unknown }>
type Reading = Pick<Chosen, 'engine' | 'reads'> & {
  readonly recipeHash?: string | undefined
  /** Values that only a server could choose, as the take has them. */
  readonly adds?: Values
}

/** Narrows a choice to an engine that can run. */
export function isChosen(choice: EngineChoice): choice is Chosen {
  return 'engine' in choice
}

/** Only engines that read `generate` have a use for a seed; what an engine draws follows from its values alone. */
export function seedOf(spec: MakeSpec, reads: 'generate' | 'panel'): { seed?: string; seedVaries: boolean } {
  if (reads !== 'generate' || !spec.seed) return { seedVaries: false }
  return { seed: spec.seed.value, seedVaries: spec.seed.mode === 'vary' }
}

// Hashing is what a plan costs. A spec is immutable, so its key for one reading and one set of inputs is reckoned once.
const remembered = new WeakMap<MakeSpec, Map<string, string>>()

function keyOf(node: PlanNode, reading: Reading, inputs: readonly ResolvedInput[]): string {
  const { spec } = node
  const sign = `${node.kind}\n${reading.engine}\n${reading.reads}\n${reading.recipeHash ?? ''}\n${inputs.map(({ name, hash }) => `${name}=${hash}`).join()}${reading.adds ? `\n${JSON.stringify(reading.adds)}` : ''}`
  const known = remembered.get(spec) ?? new Map<string, string>()
  remembered.set(spec, known)
  const found = known.get(sign)
  if (found !== undefined) return found
  // Inputs change with every take that lands; a few readings are worth keeping, a history is not.
  if (known.size > 8) known.clear()
  const { seed, seedVaries } = seedOf(spec, reading.reads)
  const facts: KeyFacts = {
    kind: node.kind,
    engine: reading.engine,
    values: reading.adds ? { ...spec[reading.reads], ...reading.adds } : spec[reading.reads],
    inputs,
    ...(reading.recipeHash === undefined ? {} : { recipeHash: reading.recipeHash }),
    ...(seed === undefined ? {} : { seed }),
  }
  const key = freshKey(facts, seedVaries)
  known.set(sign, key)
  return key
}

/** Answers whether a take is what the node would become today. `inputs` absent = some bytes do not exist yet. */
export function freshTest(
  node: PlanNode,
  choice: EngineChoice,
  inputs: readonly ResolvedInput[] | undefined,
): (take: Take) => boolean {
  if (!inputs) return () => false
  return (take) => readings(node, choice, take).some((reading) => keyOf(node, reading, inputs) === take.freshKey)
}

/**
 * Ways in which a take may be up to date. Today's engine is one. Where no server can be asked, or only drafts could be
 * made, the engine that made the take is another: a server that is away makes nothing stale.
 */
function readings(node: PlanNode, choice: EngineChoice, take: Take): readonly Reading[] {
  const { engine, recipe } = take.provenance
  const own = (['generate', 'panel'] as const).map((reads) => ({
    engine,
    reads,
    recipeHash: recipe?.hash,
    adds: chosenThere(node.spec[reads], take),
  }))
  if (!isChosen(choice)) return own
  const today = { engine: choice.engine, reads: choice.reads, recipeHash: choice.recipe?.hash }
  const keepsReal = choice.draft && !take.draft && node.spec.engine === undefined
  return keepsReal ? [today, ...own] : [today]
}

// A model that nobody named is chosen from what the server lists; without the server, the take's own choice stands.
function chosenThere(today: Values, take: Take): Values {
  return Object.fromEntries(Object.entries(take.provenance.values).filter(([name]) => !(name in today)))
}

/** Names of the values and inputs in which a take differs from what would be made today. */
export function changedNames(
  node: PlanNode,
  choice: EngineChoice,
  take: Take,
  inputs: readonly ResolvedInput[] | undefined,
): readonly string[] {
  const { provenance } = take
  const sameEngine = isChosen(choice) && choice.engine === provenance.engine
  const reads = sameEngine ? choice.reads : take.draft ? 'panel' : 'generate'
  const { seed, seedVaries } = seedOf(node.spec, reads)
  const today = isChosen(choice) ? node.spec[reads] : { ...node.spec[reads], ...chosenThere(node.spec[reads], take) }
  const names = differing(provenance.values, today)
  if (sameEngine && choice.recipe?.hash !== provenance.recipe?.hash) names.push('recipe')
  if (isChosen(choice) && !sameEngine) names.push('engine')
  if (!seedVaries && seed !== provenance.seed) names.push('seed')
  if (inputs) names.push(...differing(hashesByName(provenance.inputs), hashesByName(inputs)))
  return [...new Set(names)]
}

function differing(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => !sameJson(before[name], after[name]))
}

function hashesByName(inputs: readonly { readonly name: string; readonly hash: string }[]): Record<string, string[]> {
  const byName: Record<string, string[]> = Object.create(null)
  for (const { name, hash } of inputs) {
    byName[name] = [...(byName[name] ?? []), hash]
  }
  return byName
}
