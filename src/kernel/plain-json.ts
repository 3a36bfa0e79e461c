/** Keys that can change how programs behave when they land on an ordinary object. */
export const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Deepest nesting of objects and lists that a file may have. */
export const DEEPEST = 64

/** Copies a value as plain JSON, or says why it is none. `undefined` members are left out, as JSON does. */
export function copyJson(
  value: unknown,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string } {
  try {
    return { ok: true, value: copy(value, '', 1) }
  } catch (thrown) {
    if (thrown instanceof NotJson) return { ok: false, reason: thrown.message }
    // A getter or a proxy of the caller's object threw.
    return { ok: false, reason: thrown instanceof Error ? thrown.message : 'it could not be read' }
  }
}

class NotJson extends Error {}

function copy(value: unknown, path: string, depth: number): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    throw new NotJson(`${path || 'the value'} is ${value}, which is not a number that JSON knows`)
  }
  if (typeof value !== 'object') throw new NotJson(`${path || 'the value'} is a ${typeof value}`)
  if (depth > DEEPEST) throw new NotJson(`it is nested deeper than ${DEEPEST} levels`)
  if (Array.isArray(value)) return value.map((item, index) => copy(item ?? null, `${path}[${index}]`, depth + 1))
  const proto = Object.getPrototypeOf(value)
  if (proto !== null && Object.getPrototypeOf(proto) !== null)
    throw new NotJson(`${path || 'the value'} is not a plain object`)
  const result: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    if (UNSAFE_KEYS.has(key)) throw new NotJson(`"${key}" is a reserved name and cannot be a key`)
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) result[key] = copy(member, path === '' ? key : `${path}.${key}`, depth + 1)
  }
  return result
}
