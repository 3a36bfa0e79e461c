import type { Take, Values } from '../../../assets/index.ts'
import { framesToSeconds, type JsonValue, type Rate } from '../../../kernel/index.ts'
import type { EditCommand } from '../../../storyboard/index.ts'
import type { NodeView } from './node-view.ts'
import { fieldsOf, type InspectorField } from './schema-fields.ts'

type Params = Record<string, unknown>

/** Gives a node the seed of a take, and keeps it. */
export function seedEdits(node: NodeView, take: Take): readonly EditCommand[] {
  const { seed } = take.provenance
  const field = node.kind && fieldsOf(node.kind).find(({ widget }) => widget === 'seed')
  if (!field || seed === undefined) return []
  return [{ type: 'setParams', node: node.id, params: { [field.name]: { mode: 'fixed', value: seed } } }]
}

/**
 * Gives a node every value that made a take: its texts as they were sent, size, length, recipe, recipe values and seed.
 * What is the same today is left as it is, so that templates stay templates.
 */
export function valueEdits(node: NodeView, take: Take, rate: Rate): readonly EditCommand[] {
  if (!node.kind) return []
  const { provenance } = take
  const today = node.evaluation?.spec?.[take.draft ? 'panel' : 'generate'] ?? {}
  const params: Params = {}
  const left: Record<string, JsonValue | undefined> = { ...provenance.values }
  const fields = fieldsOf(node.kind)
  for (const field of fields) {
    const value = fieldValue(field, node, provenance.values, today, rate)
    if (value !== undefined) params[field.name] = value
    delete left[field.name]
  }
  for (const name of TAKEN_APART) delete left[name]
  for (const field of fields) {
    if (field.widget === 'recipe') params[field.name] = provenance.recipe?.id ?? null
    if (field.widget === 'seed' && provenance.seed !== undefined)
      params[field.name] = { mode: 'fixed', value: provenance.seed }
    if (field.widget === 'recipe-values' && !take.draft) params[field.name] = plainValues(left)
  }
  return Object.keys(params).length > 0 ? [{ type: 'setParams', node: node.id, params }] : []
}

/** Values that other fields hold in another form. */
const TAKEN_APART = ['width', 'height', 'frames', 'rate'] as const

function fieldValue(
  { name, widget }: InspectorField,
  node: NodeView,
  before: Values,
  today: Values,
  rate: Rate,
): unknown {
  if (widget === 'prompt' || widget === 'prose' || widget === 'text') return textValue(name, node, before, today)
  const { width, height, frames } = before
  if (widget === 'size' && typeof width === 'number' && typeof height === 'number') {
    return width === today.width && height === today.height ? undefined : { width, height }
  }
  if (widget === 'seconds' && typeof frames === 'number' && frames !== today.frames)
    return Math.round(framesToSeconds(frames, rate) * 1e6) / 1e6
  return undefined
}

function textValue(name: string, node: NodeView, before: Values, today: Values): string | undefined {
  const was = before[name]
  const is = today[name]
  if (typeof was !== 'string' || was === is) return undefined
  const own = node.params[name]
  // Words that the film and its styles add by themselves must not stand there twice.
  const added = typeof own === 'string' && typeof is === 'string' && is.startsWith(own) ? is.slice(own.length) : ''
  return added !== '' && was.endsWith(added) ? was.slice(0, was.length - added.length) : was
}

function plainValues(values: Readonly<Record<string, JsonValue | undefined>>): Params {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
    ),
  )
}
