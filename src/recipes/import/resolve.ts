import type { Issue } from '../../kernel/index.ts'
import type { Traits } from './frontend.ts'
import { importIssues } from './issues.ts'
import { BYPASSED, FROM_BOUNDARY, type Graph, type Link, type LiveNode, MUTED } from './model.ts'
import { IMPORT_LIMITS } from './scan.ts'
import { asList, fits, own } from './shape.ts'
import { type Place, placeBeside, placeInside } from './walk.ts'

/** What an input gets: the output of a node, or the value that a host holds for it. */
export type Source =
  | { readonly kind: 'output'; readonly id: string; readonly slot: number | string }
  | { readonly kind: 'value'; readonly value: unknown }

/** One question "what does this input get", with the way that was gone so far. */
type Search = {
  readonly traits: Traits
  readonly seen: Set<string>
  readonly at: { readonly nodeId: string; readonly field: string }
  readonly report: (issue: Issue) => void
}

/** Follows an input through reroutes, bypassed nodes and subgraphs to what it really gets. */
export function findSource(
  place: Place,
  slot: number,
  traits: Traits,
  report: (issue: Issue) => void,
): Source | undefined {
  const at = { nodeId: place.id, field: place.node.inputs[slot]?.name ?? '' }
  return followInput({ traits, seen: new Set(), at, report }, place, slot, undefined)
}

function followInput(search: Search, place: Place, index: number, wanted: string | undefined): Source | undefined {
  const slot = place.node.inputs.at(index)
  if (slot?.link === undefined || !step(search, `${place.id} in ${index}`)) return undefined
  const link = place.graph.links.get(slot.link)
  if (link === undefined) return tell(search, 'import/missing-link')
  if (link.from === FROM_BOUNDARY) return followOut(search, place, link)
  const origin = place.graph.nodes.get(link.from)
  if (origin === undefined) {
    const { at } = search
    search.report(importIssues.make('import/link-from-nowhere', { at, facts: { input: at.field, source: link.from } }))
    return undefined
  }
  return followOutput(search, placeBeside(place, origin), link.fromSlot, wanted ?? slot.type, link)
}

/** Out of a subgraph: what the host's input gets, else the value that the host holds for it. */
function followOut(search: Search, place: Place, link: Link): Source | undefined {
  const slot = place.host?.node.inputs[link.fromSlot]
  if (place.host === undefined || slot === undefined) return undefined
  if (slot.link !== undefined) return followInput(search, place.host, link.fromSlot, undefined)
  return slot.promoted === undefined ? undefined : { kind: 'value', value: slot.promoted.value }
}

function followOutput(search: Search, place: Place, slot: number, type: string, link: Link): Source | undefined {
  const { node } = place
  if (!step(search, `${place.id} out ${slot}`)) return undefined
  // A primitive has given its value to the widget already; through the link it gives nothing.
  if (node.role === 'virtual' && node.type === 'PrimitiveNode') return undefined
  if (node.mode === MUTED && search.traits.mutedCuts) return tell(search, 'import/muted-source')
  if (node.mode === BYPASSED) return followBypass(search, place, slot, type)
  if (node.inner !== undefined) return followIn(search, place, node.inner, slot, type)
  if (node.role === 'virtual') return followVirtual(search, place, slot, type)
  const text = search.traits.keepsTextSlots ? link.textSlot : undefined
  if (text !== undefined) {
    search.report(importIssues.make('import/text-slot', { at: search.at, facts: { slot: text } }))
  }
  return { kind: 'output', id: place.id, slot: text ?? slot }
}

/** Into a subgraph: what its output hangs on. */
function followIn(search: Search, host: Place, inner: Graph, slot: number, type: string): Source | undefined {
  const link = inner.links.get(inner.outputs[slot]?.linkIds[0] ?? '')
  if (link === undefined) return undefined
  // An input of the subgraph that is wired straight to one of its outputs.
  if (link.from === FROM_BOUNDARY) return followInput(search, host, link.fromSlot, type)
  const origin = inner.nodes.get(link.from)
  if (origin === undefined) return undefined
  return followOutput(search, placeInside(host, inner, origin), link.fromSlot, type, link)
}

function followVirtual(search: Search, place: Place, slot: number, type: string): Source | undefined {
  if (place.node.type === 'GetNode') return followNamed(search, place, type)
  return place.node.inputs[slot] === undefined ? undefined : followInput(search, place, slot, type)
}

/** A Get node gives what the Set node of the same name gets: beside it first, then further out. */
function followNamed(search: Search, place: Place, type: string): Source | undefined {
  const name = asList(own(place.node.saved, 'widgets_values'))[0]
  for (let here: Place | undefined = place; here !== undefined; here = here.host) {
    const setter = here.graph.setters.get(name)
    if (setter !== undefined) return followInput(search, placeBeside(here, setter), 0, type)
  }
  const facts = { name: String(name) }
  search.report(importIssues.make('import/get-without-set', { at: { nodeId: place.id }, facts }))
  return undefined
}

function followBypass(search: Search, place: Place, slot: number, type: string): Source | undefined {
  const index = bypassIndex(place.node, slot, type)
  if (index === -1) {
    const { at } = search
    const facts = { source: place.id, type, input: at.field }
    search.report(importIssues.make('import/bypass-no-match', { at, facts }))
    return undefined
  }
  return followInput(search, place, index, undefined)
}

/** The input that a bypassed node passes on: the same position if it fits, an equal type, then any that fits. */
function bypassIndex(node: LiveNode, slot: number, type: string): number {
  const { inputs } = node
  const output = node.outputs[slot]?.type ?? '*'
  if (type === '*' || type === '') return inputs.length > slot ? slot : 0
  const opposite = inputs[slot]
  if (opposite && fits(opposite.type, output) && fits(opposite.type, type)) return slot
  const exact = inputs.findIndex((input) => input.type === type)
  if (exact !== -1) return exact
  return inputs.findIndex((input) => fits(input.type, output) && fits(input.type, type))
}

/** Notes one step; false when the way goes in a circle or is too long. */
function step(search: Search, key: string): boolean {
  if (!search.seen.has(key) && search.seen.size < IMPORT_LIMITS.hops) {
    search.seen.add(key)
    return true
  }
  const { at } = search
  search.report(importIssues.make('import/circular-link', { at, facts: { input: at.field } }))
  return false
}

function tell(search: Search, code: 'import/missing-link' | 'import/muted-source'): undefined {
  const { at } = search
  search.report(importIssues.make(code, { at, facts: { input: at.field } }))
}
