import { knownGrid } from './classes.ts'
import { type Finding, findingOf, uniquePlaces } from './finding.ts'
import type { Place, PromptGraph } from './graph.ts'
import { numberAt, numberPlaces } from './numbers.ts'
import { latentWay } from './samplers.ts'
import type { Specs } from './specs.ts'

const FRAMES = ['length', 'num_frames', 'video_frames', 'frames', 'frame_count', 'video_length', 'frames_number']
const LABELS = { width: 'Width', height: 'Height' } as const
const RATES = ['fps', 'frame_rate']

/** Width, height, number of frames and frame rate of what is made. */
export function findSizes(
  graph: PromptGraph,
  samplers: readonly string[],
  outputs: readonly string[],
  specs: Specs,
): readonly Finding[] {
  const order = [
    ...samplers.flatMap((id) => {
      const start = graph.wire(id, 'latent_image') ?? graph.wire(id, 'samples') ?? graph.wire(id, 'image_embeds')
      return start === undefined ? [] : latentWay(graph, start[0])
    }),
    ...graph.upstream(samplers),
    ...graph.upstream(outputs),
  ]
  const ids = [...new Set(order)].filter(
    (id) => !/Scale|Resize|Crop|Pad|Upscal|Mask|Composite/i.test(graph.classOf(id)),
  )
  const sized = ids.filter((id) => has(graph, id, 'width') && has(graph, id, 'height'))
  return [
    ...side(graph, sized, 'width', specs),
    ...side(graph, sized, 'height', specs),
    ...frames(graph, ids, specs),
    ...findingOf({ name: 'rate', type: 'number', bind: rates(graph, outputs), label: 'Frames a second' }),
  ]
}

const has = (graph: PromptGraph, id: string, input: string) => Object.hasOwn(graph.inputs(id), input)

function side(
  graph: PromptGraph,
  sized: readonly string[],
  input: 'width' | 'height',
  specs: Specs,
): readonly Finding[] {
  const bind = together(
    graph,
    sized.map((node) => ({ node, input })),
  )
  const maker = sized.find((id) => knownGrid(graph.classOf(id), 'side') !== undefined) ?? sized[0]
  const snap = maker === undefined ? undefined : gridOf(graph.classOf(maker), input, 'side', specs)
  return findingOf({ name: input, type: 'integer', bind, label: LABELS[input], ...(snap ? { snap } : {}) })
}

function frames(graph: PromptGraph, ids: readonly string[], specs: Specs): readonly Finding[] {
  const places = ids.flatMap((node) =>
    FRAMES.filter((input) => has(graph, node, input) && isLength(graph, { node, input }))
      .slice(0, 1)
      .map((input): Place => ({ node, input })),
  )
  // The class that makes the latents knows the grid; a node that only counts along comes after it.
  const maker = places.find(({ node }) => knownGrid(graph.classOf(node), 'frames') !== undefined) ?? places[0]
  if (maker === undefined) return []
  const bind = together(graph, [maker, ...places])
  const snap = gridOf(graph.classOf(maker.node), maker.input, 'frames', specs)
  return findingOf({ name: 'frames', type: 'integer', bind, label: 'Frames', ...(snap ? { snap } : {}) })
}

/** Frames of latents or pictures, not the length of a text or of a context. */
function isLength(graph: PromptGraph, { node, input }: Place): boolean {
  const name = graph.classOf(node)
  return input !== 'length' || !/Text|String|Batch|Context|Trim/.test(name)
}

function rates(graph: PromptGraph, outputs: readonly string[]): readonly Place[] {
  const ids = graph.upstream(outputs)
  return together(
    graph,
    RATES.flatMap((input) => ids.filter((id) => has(graph, id, input)).map((node): Place => ({ node, input }))),
  )
}

/** The first place that is a number, with all others of that number. */
function together(graph: PromptGraph, places: readonly Place[]): readonly Place[] {
  const found = places.map((place) => ({ place, at: numberPlaces(graph, place), value: numberAt(graph, place) }))
  const first = found.find(({ at }) => at.length > 0)
  if (first === undefined) return []
  const name = first.place.input
  return uniquePlaces([
    ...first.at,
    ...found.filter(({ value }) => value !== undefined && value === first.value).flatMap(({ at }) => at),
  ]).filter(({ node, input }) => input === name || isAlike(input, name) || !Object.hasOwn(graph.inputs(node), name))
}

const isAlike = (a: string, b: string) => [FRAMES, RATES].some((names) => names.includes(a) && names.includes(b))

/** The grid that the server gives for the input of a class that makes latents, else the known one. */
function gridOf(name: string, input: string, of: 'frames' | 'side', specs: Specs): Finding['snap'] {
  const options = specs.input(name, input)?.options
  const step = options?.step
  const min = options?.min
  const known = knownGrid(name, of)
  if (typeof step !== 'number' || !Number.isInteger(step) || step <= 1) return known
  // A finer grid than the family's is a habit of the field, not a fact of the model.
  if (known !== undefined && known.step > step) return known
  const offset = typeof min === 'number' && of === 'frames' ? min % step : 0
  return { step, offset }
}
