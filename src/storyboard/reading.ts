import type { AnyKind, Catalog, Ports } from './catalog.ts'
import type { StoryboardNode } from './schema.ts'

/** Something wrong with one parameter; `field` is the path inside `params`, empty for the whole. */
export type Problem = { readonly field: string; readonly message: string }

/** A node's parameters as its kind understands them. Never throws: what cannot be read becomes a problem and a default. */
export type Reading = {
  readonly kind: AnyKind
  readonly params: Readonly<Record<string, unknown>>
  readonly ports: Ports
  readonly problems: readonly Problem[]
}

/** Ports of a node that has none. */
export const NO_PORTS: Ports = { inputs: [], outputs: [] }

// By record identity: records are immutable, so a reading holds as long as its record lives.
const readings = new WeakMap<StoryboardNode, Reading>()

/** Reads a node by its kind; undefined when the kind is unknown. Parsed once per record. */
export function readNode(node: StoryboardNode, catalog: Catalog): Reading | undefined {
  const kind = catalog.get(node.kind)
  if (!kind) return undefined
  const known = readings.get(node)
  if (known && known.kind === kind) return known
  const fresh = read(kind, node)
  readings.set(node, fresh)
  return fresh
}

/** Parses parameters by a kind's schema: the value and the problems, either of which may be empty. */
export function parseParams(
  kind: AnyKind,
  params: Readonly<Record<string, unknown>>,
): { readonly value?: Readonly<Record<string, unknown>>; readonly problems: readonly Problem[] } {
  try {
    const parsed = kind.schema.safeParse(params)
    if (parsed.success) return { value: parsed.data as Record<string, unknown>, problems: [] }
    return {
      problems: parsed.error.issues.map((one) => ({ field: one.path.map(String).join('.'), message: one.message })),
    }
  } catch (thrown) {
    return { problems: [{ field: '', message: describeThrown(thrown) }] }
  }
}

/** A thrown thing in one line. */
export function describeThrown(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

function read(kind: AnyKind, node: StoryboardNode): Reading {
  const { params, problems } = understand(kind, node.params)
  try {
    return { kind, params, problems, ports: kind.ports(params) }
  } catch (thrown) {
    return { kind, params, ports: NO_PORTS, problems: [...problems, { field: '', message: describeThrown(thrown) }] }
  }
}

function understand(kind: AnyKind, params: Readonly<Record<string, unknown>>): Pick<Reading, 'params' | 'problems'> {
  const plain = parseParams(kind, params)
  if (plain.value) return { params: plain.value, problems: [] }
  const defaults = kind.defaults() as Record<string, unknown>
  const filled = parseParams(kind, { ...defaults, ...params })
  // Only keys were missing: their defaults are meant.
  if (filled.value) return { params: filled.value, problems: [] }
  const broken = new Set(filled.problems.map((problem) => problem.field.split('.')[0] ?? ''))
  const sound = Object.fromEntries(Object.entries(params).filter(([key]) => !broken.has(key)))
  const mended = parseParams(kind, { ...defaults, ...sound })
  return { params: mended.value ?? defaults, problems: filled.problems }
}
