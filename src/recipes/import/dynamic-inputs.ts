import { type InputSpec, readSpecs } from './class-spec.ts'
import type { Traits } from './frontend.ts'
import type { LiveNode, Slot, Widget } from './model.ts'
import { asList, asShape, asType, own } from './shape.ts'
import { dynamicOptions, hasWidget, isDynamicCombo, makeWidgets, widgetType } from './widgets.ts'

/** Most rows that a growing input gets before anything is linked; the real limit of the page is 100. */
const MOST_ROWS = 100

/** First pass over an input: its socket, when it has no widget. Growing inputs make theirs here. */
export function addSocket(node: LiveNode, spec: InputSpec, traits: Traits): void {
  if (hasWidget(spec)) return
  if (spec.type === 'COMFY_AUTOGROW_V3') addGrowing(node, spec, traits)
  else if (spec.type === 'COMFY_MATCHTYPE_V3') node.inputs.push(socket(spec.name, matchedType(spec)))
  else node.inputs.push(socket(spec.name, spec.type))
}

/** Second pass: its widget and the slot that belongs to it. */
export function addWidget(node: LiveNode, spec: InputSpec, traits: Traits): void {
  if (!hasWidget(spec)) return
  if (isDynamicCombo(widgetType(spec))) addDynamicCombo(node, spec, traits)
  else node.widgets.push(...makeWidgets(node, spec, traits))
  if (own(spec.options, 'socketless')) return
  const slot = { ...socket(spec.name, spec.type), widget: spec.name }
  const firstChild = node.inputs.findIndex((input) => input.name.startsWith(`${spec.name}.`))
  if (firstChild === -1 || !isDynamicCombo(widgetType(spec))) node.inputs.push(slot)
  else node.inputs.splice(firstChild, 0, slot)
}

function socket(name: string, type: string): Slot {
  return { name, type, link: undefined }
}

function matchedType(spec: InputSpec): string {
  return asType(own(asShape(own(spec.options, 'template')), 'allowed_types') ?? '*')
}

/** A group of like inputs: as many as it needs at least, and one more to connect to. */
function addGrowing(node: LiveNode, spec: InputSpec, traits: Traits): void {
  const template = asShape(own(spec.options, 'template'))
  const rows = readSpecs(asShape(own(template, 'input')))
  const names = asList(own(template, 'names')).filter((name): name is string => typeof name === 'string')
  const min = numberOf(own(template, 'min'), 1)
  const max = Math.min(MOST_ROWS, names.length > 0 ? names.length : numberOf(own(template, 'max'), MOST_ROWS))
  const prefix = own(template, 'prefix')
  const nameOf = (row: number, one: InputSpec) => {
    const stem = rows.length === 1 ? (typeof prefix === 'string' ? prefix : '') : one.name
    return `${spec.name}.${names[row] ?? `${stem}${row}`}`
  }
  node.growing.set(spec.name, { max, specs: rows, nameOf })
  for (let row = 0; row < max && (row === 0 || row <= min); row += 1) addRow(node, spec.name, row, traits)
}

function addRow(node: LiveNode, group: string, row: number, traits: Traits): void {
  const rule = node.growing.get(group)
  if (rule === undefined || row >= rule.max) return
  for (const one of rule.specs) {
    const child = { ...one, name: rule.nameOf(row, one), required: false }
    if (node.inputs.some((slot) => slot.name === child.name)) continue
    addSocket(node, child, traits)
    addWidget(node, child, traits)
  }
}

/** A linked row brings the next one along. */
function growAfter(node: LiveNode, slot: Slot, traits: Traits): void {
  const group = slot.name.slice(0, Math.max(0, slot.name.lastIndexOf('.')))
  const rule = node.growing.get(group)
  if (rule === undefined) return
  for (let row = 0; row < rule.max; row += 1) {
    if (rule.specs.some((one) => rule.nameOf(row, one) === slot.name)) addRow(node, group, row + 1, traits)
  }
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise
}

/** A combo whose choice brings inputs of its own, named `combo.input`; they follow it at once. */
function addDynamicCombo(node: LiveNode, spec: InputSpec, traits: Traits): void {
  const options = new Map(dynamicOptions(spec).map(({ key, inputs }) => [key, inputs]))
  const widget: Widget = {
    name: spec.name,
    value: options.keys().next().value,
    stored: true,
    exported: true,
    onChange: (owner, value) => showOption(owner, widget, readSpecs(asShape(options.get(String(value)))), traits),
  }
  node.widgets.push(widget)
  widget.onChange?.(node, widget.value)
}

function showOption(node: LiveNode, widget: Widget, specs: readonly InputSpec[], traits: Traits): void {
  const inGroup = (one: { readonly name: string }) => one.name.startsWith(`${widget.name}.`)
  const removed = node.inputs.filter(inGroup)
  const inputs = node.inputs.filter((slot) => !inGroup(slot))
  const widgets = node.widgets.filter((one) => !inGroup(one))
  const fresh: LiveNode = { ...node, inputs: [], widgets: [] }
  for (const spec of specs) {
    const child = { ...spec, name: `${widget.name}.${spec.name}` }
    addSocket(fresh, child, traits)
    addWidget(fresh, child, traits)
  }
  for (const { name, link } of removed) {
    const slot = fresh.inputs.find((one) => one.name === name)
    if (slot === undefined || link === undefined) continue
    slot.link = link
    growAfter(fresh, slot, traits)
  }
  insertAfter(
    inputs,
    inputs.findIndex((slot) => slot.name === widget.name),
    fresh.inputs,
  )
  insertAfter(widgets, widgets.indexOf(widget), fresh.widgets)
  node.inputs = inputs
  node.widgets = widgets
}

function insertAfter<T>(list: T[], index: number, items: readonly T[]): void {
  list.splice(index === -1 ? list.length : index + 1, 0, ...items)
}
