import { type Finding, findingOf, uniquePlaces } from './finding.ts'
import { lastName, type Place, type PromptGraph, type Wire } from './graph.ts'
import { numberAt, numberPlaces } from './numbers.ts'
import { textsOf, traceTexts } from './texts.ts'

const SEEDS = ['seed', 'noise_seed']

/** Nodes that sample: they take a model, a guider or conditioning, and a seed or noise. */
export function findSamplers(graph: PromptGraph): readonly string[] {
  return graph.ids.filter((id) => {
    const inputs = graph.inputs(id)
    const drawn = [...SEEDS, 'noise'].some((name) => Object.hasOwn(inputs, name))
    return drawn && ['guider', 'model', 'positive'].some((name) => graph.wire(id, name) !== undefined)
  })
}

/** Where a sampler's conditioning comes from, by role; a guider stands between. */
function conditioning(graph: PromptGraph, sampler: string, role: 'positive' | 'negative'): readonly Wire[] {
  const guider = graph.wire(sampler, 'guider')?.[0]
  const names =
    role === 'positive' ? ['positive', 'conditioning', 'cond1', 'cond2', 'text_embeds'] : ['negative', 'text_embeds']
  const from = (id: string) => names.map((name) => graph.wire(id, name)).filter((wire) => wire !== undefined)
  return [...from(sampler), ...(guider === undefined ? [] : from(guider))]
}

/** The texts behind samplers: equal ones make one input, others one each. */
export function findTexts(graph: PromptGraph, samplers: readonly string[]): readonly Finding[] {
  const trace = (role: 'positive' | 'negative') =>
    uniquePlaces(
      samplers.flatMap((id) => conditioning(graph, id, role).flatMap((wire) => traceTexts(graph, wire, role))),
    )
  const positive = trace('positive')
  const said = new Set(positive.map(({ node, input }) => `${node} ${input}`))
  const negative = trace('negative').filter(({ node, input }) => !said.has(`${node} ${input}`))
  return [...group(graph, positive, 'prompt'), ...group(graph, negative, 'negative')]
}

/** Where nothing samples, hosted models and speakers are told what to make by a text of their own. */
export function findSpokenTexts(graph: PromptGraph, outputs: readonly string[]): readonly Finding[] {
  const ids = graph.upstream(outputs.length > 0 ? outputs : graph.ids)
  const positive = uniquePlaces(ids.flatMap((id) => textsOf(graph, id, 'positive')))
  const negative = uniquePlaces(
    ids.flatMap((id) => (hasNegative(graph, id) ? textsOf(graph, id, 'negative') : [])),
  ).filter(({ node, input }) => !positive.some((one) => one.node === node && one.input === input))
  return [...group(graph, positive, 'prompt'), ...group(graph, negative, 'negative')]
}

function hasNegative(graph: PromptGraph, id: string): boolean {
  return Object.keys(graph.inputs(id)).some((name) => /neg/i.test(lastName(name)))
}

/** Words of a song and the like are inputs of their own, whatever they hold. */
const OWN_NAMES = new Set(['lyrics'])

function group(graph: PromptGraph, places: readonly Place[], name: string): readonly Finding[] {
  const groups = new Map<string, Place[]>()
  const nodes = new Set(places.slice(0, 1).map(({ node }) => node))
  for (const place of places) {
    const text = String(graph.literal(place) ?? '')
    const own = OWN_NAMES.has(place.input)
    // The texts of one encoder (CLIP-L, T5, …) are one prompt, also where its author left some of them empty.
    const key = own ? place.input : nodes.has(place.node) ? '' : `=${text}`
    const first = places[0]
    const same = first !== undefined && !own && text === String(graph.literal(first) ?? '')
    const slot = same ? '' : key
    groups.set(slot, [...(groups.get(slot) ?? []), place])
  }
  return [...groups].map(([key, bind]) => ({ name: OWN_NAMES.has(key) ? key : name, type: 'text', bind }))
}

/** Seeds of all samplers as one input: a take has one seed. A sampler that adds no noise does not look at its own. */
export function findSeeds(graph: PromptGraph, samplers: readonly string[]): readonly Finding[] {
  const noises = samplers.flatMap((id) => graph.wire(id, 'noise')?.[0] ?? [])
  const of = (ids: readonly string[]) =>
    uniquePlaces(
      ids
        .filter((id) => graph.literal({ node: id, input: 'add_noise' }) !== 'disable')
        .flatMap((id) =>
          Object.keys(graph.inputs(id))
            .filter((input) => SEEDS.includes(lastName(input)))
            .flatMap((input) => numberPlaces(graph, { node: id, input })),
        ),
    )
  const sampled = of([...samplers, ...noises])
  return findingOf({ name: 'seed', type: 'seed', bind: sampled.length > 0 ? sampled : of(graph.ids) })
}

/** Steps, guidance, strength, sampler and scheduler. */
export function findTuning(graph: PromptGraph, samplers: readonly string[]): readonly Finding[] {
  const near = uniqueIds(
    samplers.flatMap((id) => [
      id,
      ...['sigmas', 'guider', 'sampler'].flatMap((name) => graph.wire(id, name)?.[0] ?? []),
    ]),
  )
  const bound = (input: string) => alike(graph, near, input)
  const cfg = bound('cfg')
  const scale = alike(graph, graph.upstream(samplers), 'guidance')
  // At 1 the sampler does not guide: the model is told its guidance through the conditioning.
  const told = scale.length > 0 && cfg.every((place) => numberAt(graph, place) === 1)
  return [
    ...(isSplit(graph, samplers)
      ? []
      : findingOf({ name: 'steps', type: 'integer', bind: bound('steps'), label: 'Steps' })),
    ...findingOf({ name: 'guidance', type: 'number', bind: told ? scale : cfg, label: 'Guidance' }),
    ...findingOf({ name: 'strength', type: 'number', bind: strengthOf(graph, near), label: 'Strength' }),
    ...findingOf({ name: 'sampler', type: 'choice', bind: alike(graph, near, 'sampler_name'), label: 'Sampler' }),
    ...findingOf({ name: 'scheduler', type: 'choice', bind: alike(graph, near, 'scheduler'), label: 'Scheduler' }),
  ]
}

function uniqueIds(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)]
}

/** The first place of a name with all others that hold the same: two samplers of one chain move together. */
export function alike(graph: PromptGraph, ids: readonly string[], input: string): readonly Place[] {
  const all = ids.filter((node) => Object.hasOwn(graph.inputs(node), input)).map((node): Place => ({ node, input }))
  const [first] = all
  if (first === undefined) return []
  const held = valueAt(graph, first)
  return uniquePlaces(all.filter((place) => valueAt(graph, place) === held).flatMap((place) => boundAt(graph, place)))
}

function valueAt(graph: PromptGraph, place: Place): unknown {
  return graph.literal(place) ?? numberAt(graph, place)
}

function boundAt(graph: PromptGraph, place: Place): readonly Place[] {
  return typeof graph.literal(place) === 'string' ? [place] : numberPlaces(graph, place)
}

/** Where samplers share one run of steps, the places at which they hand over belong to the number of steps. */
function isSplit(graph: PromptGraph, samplers: readonly string[]): boolean {
  return samplers.some((id) => {
    const start = numberAt(graph, { node: id, input: 'start_at_step' }) ?? 0
    const end = numberAt(graph, { node: id, input: 'end_at_step' })
    const steps = numberAt(graph, { node: id, input: 'steps' })
    return start > 0 || (end !== undefined && steps !== undefined && end < steps)
  })
}

/** Only where something is painted over: on an empty start less than everything makes no picture. */
function strengthOf(graph: PromptGraph, near: readonly string[]): readonly Place[] {
  const places = alike(graph, near, 'denoise')
  const partial = places.some((place) => (numberAt(graph, place) ?? 1) < 1)
  return partial || startsFromPicture(graph, near) ? places : []
}

/** True when the latents that are sampled come from a picture. */
export function startsFromPicture(graph: PromptGraph, samplers: readonly string[]): boolean {
  return samplers.some((id) => {
    const start = graph.wire(id, 'latent_image') ?? graph.wire(id, 'samples')
    if (start === undefined) return false
    const way = latentWay(graph, start[0])
    return way.some(
      (node) =>
        /^VAEEncode/.test(graph.classOf(node)) &&
        graph.upstream([node]).some((one) => /LoadImage/.test(graph.classOf(one))),
    )
  })
}

/** Nodes between a sampler and the start of its latents. */
export function latentWay(graph: PromptGraph, start: string): readonly string[] {
  const way: string[] = []
  const seen = new Set<string>()
  for (let id: string | undefined = start; id !== undefined && !seen.has(id); ) {
    seen.add(id)
    way.push(id)
    const at: string = id
    id = ['samples', 'latent', 'latent_image', 'video_latent', 'samples1', 'samples_to']
      .map((name) => graph.wire(at, name)?.[0])
      .find((one) => one !== undefined)
  }
  return way
}
