import type { Issue } from '../../kernel/index.ts'
import { mergeSavedInputs, readSavedInputs } from './class-node.ts'
import type { Traits } from './frontend.ts'
import type { BoundarySlot, Graph, LiveNode, Slot, Widget } from './model.ts'
import { linkShown } from './proxied-widgets.ts'
import { asList, asShape, asType, own } from './shape.ts'

/** The inner slot that an input of a subgraph leads to. */
export type InnerTarget = { readonly node: LiveNode; readonly slot: Slot; readonly widget: Widget | undefined }

/** The widget that belongs to a slot, on a node of any kind. */
export function widgetOf(node: LiveNode, slot: Slot): Widget | undefined {
  if (node.role === 'host') return slot.promoted
  return slot.widget === undefined ? undefined : node.widgets.find((widget) => widget.name === slot.widget)
}

/** Everything an input of a subgraph is linked to inside, in order. */
export function innerTargets(inner: Graph, boundary: BoundarySlot, countsSlots = false): InnerTarget[] {
  return boundary.linkIds.flatMap((id) => {
    const link = inner.links.get(id)
    const node = inner.nodes.get(link?.to ?? '')
    const slot = countsSlots ? node?.inputs[link?.toSlot ?? -1] : node?.inputs.find((one) => one.link === id)
    return node === undefined || slot === undefined ? [] : [{ node, slot, widget: widgetOf(node, slot) }]
  })
}

/** Gives the host of a subgraph the inputs of its definition, matched by name, and its own values for inner widgets. */
export function fillHost(node: LiveNode, inner: Graph, traits: Traits, report: (issue: Issue) => void): void {
  const defined = inner.inputs.map(({ name, type }) => ({ name, type, link: undefined }))
  const merged = mergeSavedInputs(defined, node.saved).slice(0, defined.length)
  node.inputs = traits.promotion === 'migrated' ? rebind(merged, node) : merged
  node.outputs = inner.outputs.map(({ name, type }) => ({ name, type }))
  inner.inputs.forEach((boundary, index) => {
    const slot = node.inputs[index]
    if (slot !== undefined) promote(node, slot, innerTargets(inner, boundary, traits.countsSlots))
  })
  if (traits.promotion === 'proxied') linkShown(node, inner, report)
  else applyHostValues(node)
}

/** Inputs of one name: the file's entries are taken in order, each once. */
function rebind(slots: Slot[], node: LiveNode): Slot[] {
  const names = slots.map((slot) => slot.name)
  if (new Set(names).size === names.length) return slots
  const left = readSavedInputs(node.saved)
  return slots.map((slot) => {
    const same = (one: Slot) => one.name === slot.name
    const exact = left.findIndex((one) => same(one) && one.type === slot.type)
    const index = exact === -1 ? left.findIndex(same) : exact
    const [found] = index === -1 ? [] : left.splice(index, 1)
    return { ...slot, link: found?.link }
  })
}

/** The first inner widget behind the slot lends its value; from then on the host has its own. */
export function promote(node: LiveNode, slot: Slot, targets: readonly InnerTarget[]): void {
  const source = targets.find((target) => target.widget !== undefined)?.widget
  if (source === undefined) return
  slot.widget = slot.name
  slot.promoted = { name: slot.name, value: source.value, stored: true, exported: true, ...wrapOf(source) }
  node.widgets.push(slot.promoted)
}

function wrapOf(source: Widget): Pick<Widget, 'wrap'> {
  return source.wrap === undefined ? {} : { wrap: source.wrap }
}

/** Values by position among the inputs that have a widget; a value that was set aside earlier goes first. */
function applyHostValues(node: LiveNode): void {
  const values = asList(own(node.saved, 'widgets_values'))
  const aside = readSetAside(node)
  let index = 0
  for (const slot of node.inputs) {
    if (slot.promoted === undefined) continue
    const value = aside.get(slot.name) ?? values[index]
    index += 1
    if (value !== undefined) slot.promoted.value = value
  }
}

/** Host values that an earlier load could not place and wrote down under the name of the input. */
function readSetAside(node: LiveNode): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  for (const one of asList(own(node.properties, 'proxyWidgetErrorQuarantine'))) {
    const shape = asShape(one)
    const [id, name] = asList(own(shape, 'originalEntry'))
    const value = own(shape, 'hostValue')
    if (String(id) === '-1' && typeof name === 'string' && value !== undefined && !found.has(name)) {
      found.set(name, value)
    }
  }
  return found
}

/** A slot's type for a new input of a subgraph. */
export function slotType(slot: Slot): string {
  return asType(slot.type)
}
