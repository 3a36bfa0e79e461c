import type { InputSpec } from './class-spec.ts'
import type { Traits } from './frontend.ts'
import { isFilePrefix, isPageType, makePageWidgets } from './frontend-widgets.ts'
import type { LiveNode, Widget } from './model.ts'
import { asList, asShape, own } from './shape.ts'

/** Default values of the kinds of widgets that hold more than a number or a text. */
const DEFAULTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['INT', 0],
  ['FLOAT', 0],
  ['STRING', ''],
  ['BOOLEAN', false],
  ['MARKDOWN', ''],
  ['TEXTAREA', ''],
  ['PAINTER', ''],
  ['COLOR', '#000000'],
  ['COLORS', []],
  ['BOUNDING_BOXES', []],
  ['CHART', {}],
  ['GALLERIA', []],
  ['RANGE', { min: 0, max: 1 }],
  ['BOUNDING_BOX', { x: 0, y: 0, width: 512, height: 512 }],
  ['IMAGECOMPARE', ['', '']],
  ['COMPOSITOR', ''],
  ['VIDEO_EDIT', ''],
  ['RESOLUTION_PREVIEW', ''],
  [
    'CURVE',
    {
      points: [
        [0, 0],
        [1, 1],
      ],
      interpolation: 'monotone_cubic',
    },
  ],
])

/** The type that decides about the widget: an input of several types may name one of them. */
export function widgetType(spec: InputSpec): string {
  const named = own(spec.options, 'widgetType')
  return typeof named === 'string' ? named : spec.type
}

/** A combo whose value decides which inputs follow. */
export function isDynamicCombo(type: string): boolean {
  return type === 'COMFY_DYNAMICCOMBO_V3' || type === 'COMFY_COMBODYNAMIC_V3'
}

/** True when the input has a widget; everything else is a socket. */
export function hasWidget(spec: InputSpec): boolean {
  const type = widgetType(spec)
  if (own(spec.options, 'forceInput')) return false
  return type === 'COMBO' || isDynamicCombo(type) || DEFAULTS.has(type) || isPageType(type)
}

/** The widgets of one input, in the order in which they take places among the stored values. */
export function makeWidgets(node: LiveNode, spec: InputSpec, traits: Traits): Widget[] {
  const page = makePageWidgets(node, spec, traits)
  if (page !== undefined) return page
  const type = widgetType(spec)
  if (type === 'COMBO') return comboWidgets(spec)
  const main: Widget = {
    name: spec.name,
    value: defaultValue(type, spec),
    stored: type !== 'IMAGECOMPARE' || traits.version !== '1.58',
    exported: true,
    spec,
    ...(type === 'CURVE' ? { wrap: 'CURVE' } : {}),
    ...textRule(node, spec),
    ...(type === 'STRING' && own(spec.options, 'multiline') ? { coerce: asTyped } : {}),
  }
  if (type === 'BOUNDING_BOX') return [main, ...boxSides(main.value)]
  return takesControl(type, spec) ? [main, control('control_after_generate')] : [main]
}

/** A field of several lines is a text area of the page, which makes text of every number it is given. */
function asTyped(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

function textRule(node: LiveNode, spec: InputSpec): Pick<Widget, 'text'> {
  if (isFilePrefix(node.type, spec.name)) return { text: 'replaced' }
  return own(spec.options, 'dynamicPrompts') === true ? { text: 'dynamic' } : {}
}

function defaultValue(type: string, spec: InputSpec): unknown {
  const given = own(spec.options, 'default')
  if (type === 'COLOR' || type === 'CHART' || type === 'TEXTAREA') {
    const inner = asShape(own(spec.options, 'options'))
    return given ?? own(inner, 'default') ?? DEFAULTS.get(type)
  }
  return given ?? DEFAULTS.get(type)
}

/** A number may carry a second widget that says how it changes after a run: asked for, or by its name. */
function takesControl(type: string, spec: InputSpec): boolean {
  const asked = own(spec.options, 'control_after_generate')
  if (type === 'INT') return Boolean(asked ?? (spec.name === 'seed' || spec.name === 'noise_seed'))
  return type === 'FLOAT' && Boolean(asked)
}

function control(name: string, value: unknown = 'randomize'): Widget {
  return { name, value, stored: true, exported: false }
}

function comboWidgets(spec: InputSpec): Widget[] {
  const many = own(spec.options, 'multi_select')
  const remote = asShape(own(spec.options, 'remote'))
  const main: Widget = {
    name: spec.name,
    value: many ? [] : comboDefault(spec, remote !== undefined),
    stored: true,
    exported: true,
    spec,
  }
  const refresh: Widget[] =
    !many && own(remote, 'refresh_button') ? [{ name: 'refresh', value: 'refresh', stored: true, exported: true }] : []
  if (!own(spec.options, 'control_after_generate')) return [main, ...refresh]
  return [main, ...refresh, control('control_after_generate'), control('control_filter_list', '')]
}

function comboDefault(spec: InputSpec, remote: boolean): unknown {
  return own(spec.options, 'default') || (spec.choices?.length ? spec.choices[0] : remote ? 'Loading...' : undefined)
}

function boxSides(value: unknown): Widget[] {
  const box = asShape(value)
  return ['x', 'y', 'width', 'height'].map((name) => ({ name, value: own(box, name), stored: true, exported: false }))
}

/** The inputs that each choice of a dynamic combo brings along. */
export function dynamicOptions(spec: InputSpec): readonly { readonly key: string; readonly inputs: unknown }[] {
  return asList(own(spec.options, 'options')).flatMap((one) => {
    const key = own(asShape(one), 'key')
    return typeof key === 'string' ? [{ key, inputs: own(asShape(one), 'inputs') }] : []
  })
}
