import type { Issue } from '../../kernel/index.ts'
import { innerTargets, promote, slotType, widgetOf } from './host-node.ts'
import { importIssues } from './issues.ts'
import { FROM_BOUNDARY, type Graph, type LiveNode, type Slot, type Widget } from './model.ts'
import { asList, own } from './shape.ts'
import { readShown } from './shown-list.ts'

/** One entry of the list of shown widgets with the value that the host had stored for it. */
type Shown = { readonly id: string; readonly name: string; readonly further?: string; readonly value: unknown }

/**
 * Files of two older generations list the inner widgets that a host shows. The newest page turns every entry into an input
 * of the subgraph, which all hosts of the definition then have, and gives this host's input the stored value.
 */
export function migrateShownWidgets(host: LiveNode, report: (issue: Issue) => void): void {
  const inner = host.inner
  const values = asList(own(host.saved, 'widgets_values'))
  const entries = readShown(host).map((entry, index) => normalise(host, { ...entry, value: values[index] }))
  if (inner === undefined || entries.length === 0) return
  const primitives = new Map<string, Shown[]>()
  for (const entry of entries) {
    const linked = linkedInput(host, inner, entry)
    const source = inner.nodes.get(entry.id)
    if (linked !== undefined) apply(linked, entry)
    else if (source === undefined) placeByName(host, entry, report)
    else if (source.type === 'PrimitiveNode') {
      primitives.set(entry.id, [...(primitives.get(entry.id) ?? []), entry])
    } else createInput(host, inner, source, entry, report)
  }
  for (const [id, group] of primitives) replacePrimitive(host, inner, inner.nodes.get(id), group)
}

function apply(slot: Slot, entry: Shown): void {
  if (slot.promoted !== undefined && entry.value !== undefined) {
    slot.promoted.value = entry.value
  }
}

/** Names may carry the ids of deeper nodes in front: `12: 5: seed`. */
function normalise(host: LiveNode, entry: Shown): Shown {
  const source = host.inner?.nodes.get(entry.id)
  if (source !== undefined && findWidget(source, entry) !== undefined) return entry
  let { name, further } = entry
  for (let match = /^\s*(\d+)\s*:\s*(.+)$/s.exec(name); match; match = /^\s*(\d+)\s*:\s*(.+)$/s.exec(name)) {
    further = match[1] ?? further
    name = match[2] ?? ''
  }
  return { ...entry, name, ...(further === undefined ? {} : { further }) }
}

/** The host's input that leads to exactly this widget already. */
function linkedInput(host: LiveNode, inner: Graph, entry: Shown): Slot | undefined {
  return host.inputs.find((_, index) => {
    const boundary = inner.inputs[index]
    const source = boundary && innerTargets(inner, boundary).find((one) => one.node.role === 'host' || one.widget)
    if (source === undefined || source.node.id !== entry.id) return false
    return (source.node.role === 'host' ? source.slot.name : source.widget?.name) === entry.name
  })
}

/** The widget an entry means, with the slot that stands for it. */
function findWidget(source: LiveNode, entry: Shown): { widget: Widget; slot: Slot | undefined } | undefined {
  if (source.inner !== undefined) return findOnHost(source, source.inner, entry)
  const widget = source.widgets.find((one) => one.name === entry.name)
  return widget && { widget, slot: source.inputs.find((slot) => slot.widget === widget.name) }
}

function findOnHost(source: LiveNode, inner: Graph, entry: Shown): { widget: Widget; slot: Slot } | undefined {
  for (const [index, slot] of source.inputs.entries()) {
    const boundary = inner.inputs[index]
    const target = boundary && innerTargets(inner, boundary)[0]
    const targetName = target?.node.role === 'host' ? target.slot.name : target?.widget?.name
    const matches =
      entry.further === undefined
        ? slot.name === entry.name || targetName === entry.name
        : targetName === entry.name && target?.node.id === entry.further
    if (matches && slot.promoted !== undefined) return { widget: slot.promoted, slot }
  }
  return undefined
}

/** `-1` means an input of the subgraph by its name; other entries without a node are left-overs. */
function placeByName(host: LiveNode, entry: Shown, report: (issue: Issue) => void): void {
  const slot = entry.id === '-1' ? host.inputs.find((one) => one.name === entry.name) : undefined
  if (slot !== undefined) apply(slot, entry)
  else dangling(host, entry, report)
}

function dangling(host: LiveNode, entry: Shown, report: (issue: Issue) => void): void {
  if (entry.name.startsWith('$$')) return
  const at = { nodeId: host.id, field: entry.name }
  report(importIssues.make('import/dangling-promotion', { at, facts: { input: entry.name, source: entry.id } }))
}

function createInput(
  host: LiveNode,
  inner: Graph,
  source: LiveNode,
  entry: Shown,
  report: (issue: Issue) => void,
): void {
  const found = findWidget(source, entry)
  if (found === undefined) return dangling(host, entry, report)
  // Buttons, previews and control widgets have no slot: they are shown, but carry nothing.
  if (found.slot === undefined) return
  const slot = addInput(host, inner, entry.name, slotType(found.slot), [{ node: source, slot: found.slot }])
  if (slot !== undefined) apply(slot, entry)
}

/** A primitive inside whose value the host shows: its targets hang on a new input of the subgraph from now on. */
function replacePrimitive(host: LiveNode, inner: Graph, source: LiveNode | undefined, group: readonly Shown[]): void {
  const [first] = group
  if (source === undefined || first === undefined || group.some((one) => one.name !== first.name)) return
  const targets = [...inner.nodes.values()].flatMap((node) =>
    node.inputs
      .filter((slot) => slot.link !== undefined && inner.links.get(slot.link)?.from === source.id)
      .map((slot) => ({ node, slot })),
  )
  if (targets.length === 0) return
  const renamed = source.title !== '' && source.title !== 'PrimitiveNode' && source.title !== 'Primitive'
  const name = renamed ? source.title : first.name
  const slot = addInput(host, inner, name, source.outputs[0]?.type ?? '*', targets)
  const value = group.find((one) => one.value !== undefined)
  const own0 = asList(own(source.saved, 'widgets_values'))[0]
  if (slot !== undefined) apply(slot, value ?? { ...first, value: own0 })
}

/** Adds an input to the definition, links it inside, and gives it to every host of the definition. */
function addInput(
  host: LiveNode,
  inner: Graph,
  wanted: string,
  type: string,
  targets: readonly { readonly node: LiveNode; readonly slot: Slot }[],
): Slot | undefined {
  const name = freeName(wanted, new Set(inner.inputs.map((one) => one.name)))
  const index = inner.inputs.length
  const linkIds = targets.map(({ node, slot }, at) => {
    const id = `shown-${index}-${at}`
    const toSlot = node.inputs.indexOf(slot)
    inner.links.set(id, { id, from: FROM_BOUNDARY, fromSlot: index, to: node.id, toSlot })
    slot.link = id
    return id
  })
  inner.inputs.push({ name, type, linkIds })
  const lent = targets.map(({ node, slot }) => ({ node, slot, widget: widgetOf(node, slot) }))
  for (const one of inner.hosts) {
    if (one.inputs.length !== index) continue
    const slot: Slot = { name, type, link: undefined }
    one.inputs.push(slot)
    promote(one, slot, lent)
  }
  return host.inputs[index]
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  let number = 1
  while (taken.has(`${wanted}_${number}`)) number += 1
  return `${wanted}_${number}`
}
