import { lastName, type Place, type PromptGraph, type Wire } from './graph.ts'

/** What is looked for: the text that says what to make, or the one that says what not. */
export type TextRole = 'positive' | 'negative'

/** Names of inputs that hold what a text encoder or a hosted model is told. */
const TEXTS =
  /^(?:text|prompt|tags|caption|description|clip_[lgh]|t5xxl|llama|gemma|byt5|text_[a-z0-9]+|(?:positive|negative|neg|main|image|video|user|edit)_?(?:prompt|text)|prompt_?\d?|positive|negative|neg)$/i
/** Nodes that put texts together name them so. */
const PARTS = ['value', 'text', 'string', 'prompt', 'positive', 'populated_text', 'wildcard_text', 'string_a', 'text_a']
/** Inputs that carry conditioning through a node that has no two sides. */
const THROUGH = /^(?:conditioning|cond|positive|embeds|text_embeds|guider|conditioning_?[a-z0-9]+|cond_?\d+)$/i
/** Nodes that empty what they are given: nobody's text gets through. */
const EMPTIES = /ZeroOut/

/** Follows conditioning back to the texts that it was made from, in the order in which they are met. */
export function traceTexts(graph: PromptGraph, from: Wire, role: TextRole): readonly Place[] {
  const found: Place[] = []
  const open: Wire[] = [from]
  const seen = new Set<string>()
  for (let wire = open.shift(); wire !== undefined; wire = open.shift()) {
    const [id, slot] = wire
    if (seen.has(`${id} ${slot}`)) continue
    seen.add(`${id} ${slot}`)
    if (EMPTIES.test(graph.classOf(id))) continue
    const through = throughOf(graph, id, slot, role)
    if (through.length > 0) open.unshift(...through)
    else found.push(...textsOf(graph, id, role))
  }
  return found
}

/** The links by which conditioning comes into a node; none when it makes conditioning itself. */
function throughOf(graph: PromptGraph, id: string, slot: number, role: TextRole): readonly Wire[] {
  const positive = graph.wire(id, 'positive')
  const negative = graph.wire(id, 'negative')
  // A text that is linked is no conditioning.
  if (graph.wire(id, 'clip') && !graph.wire(id, 'conditioning')) return []
  if (positive && negative) return [sideOf(graph, id, slot, role) === 'positive' ? positive : negative]
  return graph.wires(id).flatMap(([input, wire]) => (THROUGH.test(input) ? [wire] : []))
}

/** Nodes with two sides give the positive one first; a guider, which gives one thing, keeps what was asked for. */
function sideOf(graph: PromptGraph, id: string, slot: number, role: TextRole): TextRole {
  if (/Guider/.test(graph.classOf(id))) return role
  return slot === 1 ? 'negative' : 'positive'
}

/** The texts of one node: of those that name a side only the asked one. */
export function textsOf(graph: PromptGraph, id: string, role: TextRole): readonly Place[] {
  const named = Object.keys(graph.inputs(id)).filter(
    (input) => TEXTS.test(lastName(input)) && holdsText(graph, id, input),
  )
  const against = named.filter((input) => /neg/i.test(lastName(input)))
  const wanted = role === 'negative' && against.length > 0 ? against : named.filter((input) => !against.includes(input))
  return wanted.flatMap((input) => writtenAt(graph, { node: id, input }))
}

function holdsText(graph: PromptGraph, id: string, input: string): boolean {
  return typeof graph.literal({ node: id, input }) === 'string' || graph.wire(id, input) !== undefined
}

/** Where a text is written: in the place itself, or in the first node of those that it is put together from. */
export function writtenAt(graph: PromptGraph, place: Place): readonly Place[] {
  if (typeof graph.literal(place) === 'string') return [place]
  const wire = graph.wire(place.node, place.input)
  if (wire === undefined) return []
  for (const id of graph.upstream([wire[0]])) {
    const part = PARTS.find((input) => typeof graph.literal({ node: id, input }) === 'string')
    if (part !== undefined) return [{ node: id, input: part }]
  }
  return []
}
