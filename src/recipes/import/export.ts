import type { Issue } from '../../kernel/index.ts'
import type { Traits } from './frontend.ts'
import { needsBrowser } from './frontend-widgets.ts'
import { importIssues } from './issues.ts'
import { isOff, type LiveNode, type Widget } from './model.ts'
import { findSource } from './resolve.ts'
import { asShape, own } from './shape.ts'
import { checkValue } from './value-checks.ts'
import type { Place } from './walk.ts'
import { hasWidget } from './widgets.ts'

/** One node of a prompt in the API format. */
export type PromptNode = {
  readonly class_type: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly _meta: { readonly title: string }
}

/** A prompt as ComfyUI's server takes it: nodes by execution id. */
export type Prompt = Readonly<Record<string, PromptNode>>

/** What writing a prompt needs beside the nodes. */
export type Export = {
  readonly traits: Traits
  readonly report: (issue: Issue) => void
  /** What the page makes of a text on its way out. */
  readonly speak: (rule: 'dynamic' | 'replaced', text: string, at: { nodeId: string; field: string }) => string
}

type Inputs = Map<string, unknown>
/** A link that was written: `[node id, slot]`, apart from values that only look like one. */
type Wire = readonly [string, number | string]

/** Writes every node that takes part in a run, then drops links to nodes that do not. */
export function writePrompt(places: readonly Place[], out: Export): Prompt {
  const written = new Map<
    string,
    { readonly place: Place; readonly inputs: Inputs; readonly wires: Map<string, Wire> }
  >()
  for (const place of places) {
    if (place.node.role === 'virtual' || isOff(place.node)) continue
    const inputs: Inputs = new Map()
    writeWidgets(place, inputs, out)
    const wires = writeSlots(place, inputs, out)
    written.set(place.id, { place, inputs, wires })
  }
  const nodes = [...written].map(([id, { place, inputs, wires }]): [string, PromptNode] => {
    for (const [name, [source]] of wires) if (!written.has(source)) drop(place, name, inputs, out)
    reportGaps(place, inputs, out)
    const { type, title } = place.node
    return [id, { class_type: type, inputs: Object.fromEntries(inputs), _meta: { title } }]
  })
  return Object.fromEntries(nodes)
}

function drop(place: Place, name: string, inputs: Inputs, out: Export): void {
  inputs.delete(name)
  const at = { nodeId: place.id, field: name }
  out.report(importIssues.make('import/muted-source', { at, facts: { input: name } }))
}

function writeWidgets(place: Place, inputs: Inputs, out: Export): void {
  const { node } = place
  if (node.role === 'unknown') return writeUnknown(place, inputs, out)
  for (const widget of node.widgets) {
    if (!widget.exported || widget.name === '') continue
    const value = spoken(place, widget, out)
    if (value !== undefined) inputs.set(widget.name, wrapped(value, widget))
    if (needsBrowser(node.type, widget.name)) {
      const facts = { input: widget.name, class: node.type }
      out.report(importIssues.make('import/needs-browser', { at: { nodeId: place.id, field: widget.name }, facts }))
    }
  }
}

function spoken(place: Place, widget: Widget, out: Export): unknown {
  const value = widget.computed === undefined ? widget.value : widget.computed(place.node)
  if (typeof value !== 'string' || widget.text === undefined) return value
  return out.speak(widget.text, value, { nodeId: place.id, field: widget.name })
}

/** Lists would be read as links, so they travel inside an object. */
function wrapped(value: unknown, widget: Pick<Widget, 'wrap'>): unknown {
  if (!Array.isArray(value)) return value
  return widget.wrap === undefined ? { __value__: value } : { __type__: widget.wrap, __value__: value }
}

/** Of a class that the server does not have only those values are certain that the file gives by name. */
function writeUnknown(place: Place, inputs: Inputs, out: Export): void {
  const { node } = place
  const stored = own(node.saved, 'widgets_values')
  const named = asShape(own(node.saved, 'widgets_values_named')) ?? asShape(stored)
  for (const [name, value] of Object.entries(named ?? {})) inputs.set(name, wrapped(value, {}))
  const facts = { class: node.type, pack: packOf(node) }
  out.report(importIssues.make('import/unknown-class', { at: { nodeId: place.id }, facts }))
}

function packOf(node: LiveNode): string {
  const id = own(node.properties, 'cnr_id') ?? own(node.properties, 'aux_id')
  return typeof id === 'string' && id !== '' ? id : 'no pack named'
}

function writeSlots(place: Place, inputs: Inputs, out: Export): Map<string, Wire> {
  const wires = new Map<string, Wire>()
  const widgets = new Map(place.node.widgets.map((widget) => [widget.name, widget]))
  place.node.inputs.forEach((slot, index) => {
    const source = slot.link === undefined ? undefined : findSource(place, index, out.traits, out.report)
    const widget = slot.widget === undefined ? undefined : widgets.get(slot.widget)
    if (source?.kind === 'output') {
      const wire = [source.id, source.slot] as const
      inputs.set(slot.name, [...wire])
      wires.set(slot.name, wire)
      return
    }
    if (source !== undefined) inputs.set(slot.name, wrapped(source.value, widget ?? {}))
    if (widget?.spec !== undefined) checkValue(place, widget.spec, inputs.get(slot.name), out.report)
  })
  return wires
}

/** A socket that must be linked and is not: the server will refuse the node, so it is said here. */
function reportGaps(place: Place, inputs: Inputs, out: Export): void {
  for (const spec of place.node.def?.inputs ?? []) {
    if (!spec.required || inputs.has(spec.name) || hasWidget(spec) || spec.type === 'COMFY_AUTOGROW_V3') continue
    const facts = { input: spec.name, class: place.node.type }
    out.report(importIssues.make('import/not-connected', { at: { nodeId: place.id, field: spec.name }, facts }))
  }
}
