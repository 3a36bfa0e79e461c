import type { Issue } from '../../kernel/index.ts'
import type { ClassDef, InputSpec } from './class-spec.ts'
import { addSocket, addWidget } from './dynamic-inputs.ts'
import type { Traits } from './frontend.ts'
import { addPageExtras } from './frontend-widgets.ts'
import { importIssues } from './issues.ts'
import type { LiveNode, Slot, Widget } from './model.ts'
import { IMPORT_LIMITS } from './scan.ts'
import { asKey, asList, asShape, asText, asType, own, type Shape } from './shape.ts'

/** Gives a node of a known class the inputs and widgets of its class, then the links and values of the file. */
export function fillClassNode(node: LiveNode, def: ClassDef, traits: Traits, report: (issue: Issue) => void): void {
  for (const spec of def.inputs) addSocket(node, spec, traits)
  for (const spec of def.inputs) addWidget(node, spec, traits)
  addPageExtras(node)
  node.inputs = mergeSavedInputs(node.inputs, node.saved)
  node.outputs = mergeSavedOutputs(def, node.saved)
  const stored = own(node.saved, 'widgets_values')
  if (Array.isArray(stored)) applyPositional(node, dropForced(def, node.widgets, stored), traits, report)
  else applyNamed(node, asShape(stored) ?? asShape(own(node.saved, 'widgets_values_named')))
  dropStaleSlots(node)
}

/**
 * Slots of widgets that the class does not have any more go. The page removes them while it walks the list, and so skips
 * the one after each: of two neighbours the second stays.
 */
function dropStaleSlots(node: LiveNode): void {
  const names = new Set(node.widgets.map((widget) => widget.name))
  let removedBefore = false
  node.inputs = node.inputs.filter(({ widget }) => {
    removedBefore = !removedBefore && widget !== undefined && !names.has(widget)
    return !removedBefore
  })
}

/** Inputs of the file, as they are; used where no class describes the node. */
export function readSavedInputs(saved: Shape): Slot[] {
  return asList(own(saved, 'inputs'))
    .slice(0, IMPORT_LIMITS.slots)
    .flatMap((one) => {
      const shape = asShape(one)
      const name = asText(own(shape, 'name'))
      if (shape === undefined || name === undefined) return []
      const widget = asText(own(asShape(own(shape, 'widget')), 'name'))
      return [
        { name, type: asType(own(shape, 'type')), link: asKey(own(shape, 'link')), ...(widget ? { widget } : {}) },
      ]
    })
}

/** The class decides name, type and widget; the file gives the link. What the file has beyond the class stays, at the end. */
export function mergeSavedInputs(defined: readonly Slot[], saved: Shape): Slot[] {
  const stored = readSavedInputs(saved)
  const byName = new Map(stored.map((slot) => [slot.name, slot]))
  const names = new Set(defined.map((slot) => slot.name))
  return [
    ...defined.map((slot) => ({ ...slot, link: byName.get(slot.name)?.link ?? slot.link })),
    ...stored.filter((slot) => !names.has(slot.name)),
  ]
}

/** Outputs go by position, because their names repeat. */
function mergeSavedOutputs(def: ClassDef, saved: Shape): LiveNode['outputs'] {
  return [...def.outputs, ...readSavedOutputs(saved).slice(def.outputs.length)]
}

/** Outputs of the file, as they are. */
export function readSavedOutputs(saved: Shape): LiveNode['outputs'] {
  return asList(own(saved, 'outputs')).map((one) => ({
    name: asText(own(asShape(one), 'name')) ?? '',
    type: asType(own(asShape(one), 'type')),
  }))
}

/** Before version 1.16 of the page an input that must be linked had a dummy among the values: it is left out again. */
function dropForced(def: ClassDef, widgets: readonly Widget[], values: readonly unknown[]): readonly unknown[] {
  const names = new Set(widgets.map((widget) => widget.name))
  const isForced = (spec: InputSpec) => Boolean(own(spec.options, 'forceInput'))
  const forced = def.listed
    .filter((spec) => names.has(spec.name) || isForced(spec))
    .flatMap((spec) => (own(spec.options, 'control_after_generate') ? [isForced(spec), false] : [isForced(spec)]))
  return forced.length === values.length ? values.filter((_, index) => !forced[index]) : values
}

/** Walks the widgets as they are at each step: a dynamic combo changes those that follow it, never those before. */
function applyPositional(
  node: LiveNode,
  values: readonly unknown[],
  traits: Traits,
  report: (issue: Issue) => void,
): void {
  let index = 0
  for (let at = 0; at < node.widgets.length && index < values.length; at += 1) {
    const widget = node.widgets[at]
    if (!widget?.stored) continue
    const value = values[index]
    index += 1
    if (value !== null || !traits.nullIsDefault) setWidget(node, widget, value)
    else if (widget.exported) reportEmpty(node, widget, report)
  }
  reportCount(node, values.length, report)
}

function reportEmpty(node: LiveNode, widget: Widget, report: (issue: Issue) => void): void {
  const at = { nodeId: node.id, field: widget.name }
  report(importIssues.make('import/empty-value', { at, facts: { input: widget.name } }))
}

function reportCount(node: LiveNode, found: number, report: (issue: Issue) => void): void {
  const wanted = node.widgets.filter((widget) => widget.stored).length
  if (found === 0) return
  const facts = { found, wanted, class: node.type }
  const at = { nodeId: node.id }
  if (found < wanted) report(importIssues.make('import/too-few-values', { at, facts }))
  else if (found > wanted) report(importIssues.make('import/too-many-values', { at, facts }))
}

/** Packs such as VideoHelperSuite store values by name. */
function applyNamed(node: LiveNode, values: Shape | undefined): void {
  if (values === undefined) return
  for (let at = 0; at < node.widgets.length; at += 1) {
    const widget = node.widgets[at]
    if (widget?.stored && Object.hasOwn(values, widget.name)) setWidget(node, widget, values[widget.name])
  }
}

/** Sets a value and lets the node follow it. */
export function setWidget(node: LiveNode, widget: Widget, value: unknown): void {
  widget.value = widget.coerce === undefined ? value : widget.coerce(value)
  widget.onChange?.(node, value)
}
