import { z } from 'zod'
import type { AnyKind, FieldLook } from '../../../storyboard/index.ts'

/** A widget that the form can draw; `json` shows a value that has no widget of its own. */
export type Widget = Exclude<NonNullable<FieldLook['widget']>, 'hidden'> | 'json'

/** What a schema says about the values of one parameter. */
export type FieldRange = {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly step?: number
  readonly maxLength?: number
}

/** One parameter as the form sees it. */
export type InspectorField = {
  readonly name: string
  readonly widget: Widget
  readonly look: FieldLook
  /** Section of the form; empty for the first one. */
  readonly section: string
  /** May be left out, which gives it back to the film's settings or to what is wired in. */
  readonly optional: boolean
  readonly range: FieldRange
  /** Two kinds share a field when their signatures are equal. */
  readonly signature: string
}

const known = new WeakMap<AnyKind, readonly InspectorField[]>()

/** Parameters of a kind in the order of its schema, hidden ones left out. Worked out once per kind. */
export function fieldsOf(kind: AnyKind): readonly InspectorField[] {
  const found = known.get(kind)
  if (found) return found
  const shape = shapeOf(kind.schema)
  const fields = Object.entries(shape).flatMap(([name, schema]) => describeField(name, schema) ?? [])
  known.set(kind, fields)
  return fields
}

/** Fields that all kinds have, drawn the same way. */
export function commonFields(kinds: readonly AnyKind[]): readonly InspectorField[] {
  const [first, ...rest] = [...new Set(kinds)]
  if (!first) return []
  const others = rest.map((kind) => new Set(fieldsOf(kind).map(({ signature }) => signature)))
  return fieldsOf(first).filter(({ signature }) => others.every((signatures) => signatures.has(signature)))
}

/** Sections of a form in the order in which they are shown: the unnamed one first, numbering last. */
export function sectionsOf(
  fields: readonly InspectorField[],
): readonly { section: string; fields: readonly InspectorField[] }[] {
  const groups = new Map<string, InspectorField[]>()
  for (const field of fields) groups.set(field.section, [...(groups.get(field.section) ?? []), field])
  return [...groups]
    .map(([section, members]) => ({ section, fields: arranged(section, members) }))
    .sort((a, b) => placeOf(a.section) - placeOf(b.section))
}

/** How fields about making follow each other, whatever the order of the schema. */
const WIDGETS: readonly Widget[] = ['recipe', 'engine', 'seed', 'size', 'recipe-values']

function arranged(section: string, fields: readonly InspectorField[]): readonly InspectorField[] {
  return section === 'making' ? [...fields].sort((a, b) => placeOfWidget(a) - placeOfWidget(b)) : fields
}

function placeOfWidget({ widget }: InspectorField): number {
  const place = WIDGETS.indexOf(widget)
  return place < 0 ? WIDGETS.length : place
}

const ORDER = ['', 'camera', 'making', 'texts']

function placeOf(section: string): number {
  if (section === 'numbering') return ORDER.length + 1
  const place = ORDER.indexOf(section)
  return place < 0 ? ORDER.length : place
}

type Definition = {
  readonly type?: string
  readonly innerType?: z.ZodType
  readonly in?: z.ZodType
  readonly shape?: Record<string, z.ZodType>
}

function definitionOf(schema: z.ZodType): Definition {
  return schema.def as unknown as Definition
}

/** The object behind defaults, pipes and the like. */
function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> {
  const { shape, innerType, in: input } = definitionOf(schema)
  if (shape) return shape
  const inner = innerType ?? input
  return inner ? shapeOf(inner) : {}
}

function describeField(name: string, schema: z.ZodType): InspectorField | undefined {
  const look = lookOf(schema)
  if (look.widget === 'hidden') return undefined
  const range = rangeOf(schema)
  const widget = look.widget ?? widgetFor(range)
  return {
    name,
    widget,
    look,
    section: look.section ?? '',
    optional: isOptional(schema),
    range,
    signature: JSON.stringify([name, widget, look, range]),
  }
}

function lookOf(schema: z.ZodType): FieldLook {
  const meta = schema.meta() as { ui?: FieldLook } | undefined
  if (meta?.ui) return meta.ui
  const { innerType } = definitionOf(schema)
  return innerType ? lookOf(innerType) : {}
}

function isOptional(schema: z.ZodType): boolean {
  const { type, innerType } = definitionOf(schema)
  if (type === 'optional') return true
  return innerType !== undefined && type !== 'default' && isOptional(innerType)
}

function widgetFor({ type, enum: options }: FieldRange): Widget {
  if (options) return 'choice'
  if (type === 'string') return 'text'
  if (type === 'number' || type === 'integer') return 'number'
  return type === 'boolean' ? 'switch' : 'json'
}

type JsonRange = {
  type?: string
  enum?: unknown[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  multipleOf?: number
  maxLength?: number
}

/** What the generated JSON Schema says; a schema that has none is still shown, just without limits. */
function rangeOf(schema: z.ZodType): FieldRange {
  const json = jsonOf(schema)
  const options = json.enum?.filter((value) => typeof value === 'string')
  return {
    ...(json.type === undefined ? {} : { type: json.type }),
    ...(options && options.length > 0 ? { enum: options } : {}),
    ...(json.minimum === undefined ? {} : { minimum: json.minimum }),
    ...(json.maximum === undefined ? {} : { maximum: json.maximum }),
    ...(json.multipleOf === undefined ? {} : { step: json.multipleOf }),
    ...(json.maxLength === undefined ? {} : { maxLength: json.maxLength }),
  }
}

function jsonOf(schema: z.ZodType): JsonRange {
  try {
    return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonRange
  } catch {
    return {}
  }
}
