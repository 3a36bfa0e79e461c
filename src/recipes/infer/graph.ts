import { asShape, asText, own, type Shape } from '../import/shape.ts'
import { isLink } from '../links.ts'

/** One input of one node of a prompt. */
export type Place = { readonly node: string; readonly input: string }
/** Where a value comes from: an output of a node. */
export type Wire = readonly [node: string, slot: number]

/** A prompt made ready for questions; ids and names stay as the author wrote them. */
export type PromptGraph = {
  readonly ids: readonly string[]
  classOf(id: string): string
  titleOf(id: string): string | undefined
  inputs(id: string): Shape
  /** What stands in an input, unless it is a link. */
  literal(place: Place): unknown
  /** The link of an input, followed through switches to the branch that is on. */
  wire(id: string, input: string): Wire | undefined
  wires(id: string): readonly (readonly [input: string, wire: Wire])[]
  /** Inputs that hang on a node's outputs. */
  consumers(id: string): readonly Place[]
  /** The nodes themselves and everything that they hang on, nearest first. */
  upstream(ids: readonly string[]): readonly string[]
}

/** `prompt` of `model.prompt`: inputs that come with a choice carry its name before their own. */
export function lastName(input: string): string {
  return input.slice(input.lastIndexOf('.') + 1)
}

/** Switches behind each other; more are a circle. */
const HOPS = 32

/** Indexes a prompt. Links to nodes that are not there count as none. */
export function readPromptGraph(prompt: Shape): PromptGraph {
  const nodes = new Map(Object.entries(prompt).map(([id, node]) => [id, asShape(node) ?? {}]))
  const inputs = (id: string): Shape => asShape(own(nodes.get(id), 'inputs')) ?? {}
  const classOf = (id: string) => asText(own(nodes.get(id), 'class_type')) ?? ''
  const direct = (id: string, input: string): Wire | undefined => {
    const value = own(inputs(id), input)
    return isLink(value) && nodes.has(value[0]) ? [value[0], value[1]] : undefined
  }
  const wire = (id: string, input: string): Wire | undefined => {
    let found = direct(id, input)
    for (let hop = 0; found !== undefined && hop < HOPS; hop += 1) {
      const branch = branchOf(inputs(found[0]))
      const next: Wire | undefined = branch === undefined ? undefined : direct(found[0], branch)
      if (next === undefined) return found
      found = next
    }
    return found
  }
  const wires = (id: string) =>
    Object.keys(inputs(id)).flatMap((input): [string, Wire][] => {
      const found = wire(id, input)
      return found === undefined ? [] : [[input, found]]
    })
  const hanging = lazily(() => indexConsumers([...nodes.keys()], inputs, direct))
  return {
    ids: [...nodes.keys()],
    classOf,
    titleOf: (id) => asText(own(asShape(own(nodes.get(id), '_meta')), 'title')) || undefined,
    inputs,
    literal: ({ node, input }) => {
      const value = own(inputs(node), input)
      return isLink(value) ? undefined : value
    },
    wire,
    wires,
    consumers: (id) => hanging().get(id) ?? [],
    upstream: (ids) => reach(ids, (id) => wires(id).map(([, [source]]) => source)),
  }
}

/** A switch whose setting is in the file lets one of its inputs through. */
function branchOf(inputs: Shape): string | undefined {
  const setting = own(inputs, 'switch') ?? own(inputs, 'boolean')
  if (typeof setting !== 'boolean') return undefined
  return (setting ? ['on_true', 'true_value'] : ['on_false', 'false_value']).find((name) => Object.hasOwn(inputs, name))
}

function indexConsumers(
  ids: readonly string[],
  inputs: (id: string) => Shape,
  direct: (id: string, input: string) => Wire | undefined,
): Map<string, Place[]> {
  const found = new Map<string, Place[]>()
  for (const node of ids) {
    for (const input of Object.keys(inputs(node))) {
      const source = direct(node, input)?.[0]
      if (source === undefined) continue
      const places = found.get(source)
      if (places) places.push({ node, input })
      else found.set(source, [{ node, input }])
    }
  }
  return found
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Breadth first, each node once. */
export function reach(ids: readonly string[], next: (id: string) => readonly string[]): readonly string[] {
  const seen = new Set(ids)
  for (const id of seen) for (const other of next(id)) seen.add(other)
  return [...seen]
}
