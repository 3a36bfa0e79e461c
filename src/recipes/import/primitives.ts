import { setWidget } from './class-node.ts'
import { widgetOf } from './host-node.ts'
import type { Graph, LiveNode, Slot } from './model.ts'
import { asList, own } from './shape.ts'
import { hasWidget } from './widgets.ts'

/** Primitive nodes push their value into the widgets they are linked to, whatever their mode, before anything is exported. */
export function pushPrimitives(graph: Graph, replaceText: (text: string) => string): void {
  for (const node of graph.nodes.values()) {
    if (node.role === 'virtual' && node.type === 'PrimitiveNode') pushValue(graph, node, replaceText)
  }
}

function pushValue(graph: Graph, primitive: LiveNode, replaceText: (text: string) => string): void {
  const targets = linkedSlots(graph, primitive)
  const [first] = targets
  // The primitive gets its own widget from the first link; without one it has no value to give.
  if (first === undefined || !takesWidget(first.slot)) return
  const stored = asList(own(primitive.saved, 'widgets_values'))
  const value = stored.length > 0 ? stored[0] : widgetOf(first.node, first.slot)?.value
  if (value === undefined) return
  const replaces = own(primitive.properties, 'Run widget replace on values') === true && typeof value === 'string'
  const given = replaces && value !== '' ? replaceText(value) : value
  for (const { node, slot } of targets) {
    const widget = widgetOf(node, slot)
    if (widget !== undefined) setWidget(node, widget, given)
  }
}

function takesWidget(slot: Slot): boolean {
  if (slot.widget !== undefined || slot.promoted !== undefined) return true
  return hasWidget({ name: slot.name, type: slot.type, options: {}, choices: undefined, required: false })
}

/** Where the links of a node lead, in the order in which the node lists them. */
function linkedSlots(graph: Graph, source: LiveNode): { readonly node: LiveNode; readonly slot: Slot }[] {
  const listed = asList(own(source.saved, 'outputs')).flatMap((output) => asList(linksOf(output)))
  const ids = new Set([...listed.map(String), ...graph.links.keys()])
  return [...ids].flatMap((id) => {
    const link = graph.links.get(id)
    const node = link?.from === source.id ? graph.nodes.get(link.to) : undefined
    const slot = node?.inputs.find((one) => one.link === id)
    return node === undefined || slot === undefined ? [] : [{ node, slot }]
  })
}

function linksOf(output: unknown): unknown {
  return typeof output === 'object' && output !== null ? (output as { readonly links?: unknown }).links : undefined
}
