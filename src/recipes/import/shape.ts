/** An object of a file, before anything is known of it. */
export type Shape = { readonly [key: string]: unknown }

/** The value as an object that is no list, else undefined. */
export function asShape(value: unknown): Shape | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Shape) : undefined
}

/** The value as a list, else an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The value as text, else undefined. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A member that the object itself has: what it inherits (`constructor`, `toString`) is no content of a file. */
export function own(shape: Shape | undefined, key: string): unknown {
  return shape !== undefined && Object.hasOwn(shape, key) ? shape[key] : undefined
}

/** Ids are numbers or texts and are compared as text; anything else is no id. */
export function asKey(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** A slot's index: a number, or a text of digits as old files have it. */
export function asIndex(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) ? number : -1
}

/** A slot's type as one text: lists of types are joined, numbers of old files match everything. */
export function asType(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string').join(',')
  return '*'
}

const matchesAll = (type: string) => type === '' || type === '*' || type === '0'

/** True when a link between the two slot types is allowed: wildcards match all, lists match by any member, case is nothing. */
export function fits(a: string, b: string): boolean {
  if (matchesAll(a) || matchesAll(b) || a === b) return true
  const left = a.toLowerCase().split(',')
  const right = new Set(b.toLowerCase().split(','))
  return left.some((one) => right.has(one) || matchesAll(one)) || [...right].some(matchesAll)
}
