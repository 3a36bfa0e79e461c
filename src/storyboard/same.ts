/**
 * True when two values have the same content. Shared parts are recognised by identity, so comparing a large answer with
 * the one before costs as much as what differs. Members that are `undefined` count as absent.
 */
export function sameContent(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameContent(item, b[index]))
  if (Array.isArray(b) || Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false
  // Only plain data is compared; anything else counts as changed.
  if (a instanceof Map || a instanceof Set || a instanceof Date) return false
  return sameMembers(a as Members, b as Members)
}

type Members = Readonly<Record<string, unknown>>

function sameMembers(a: Members, b: Members): boolean {
  let count = 0
  for (const key in a) {
    if (a[key] === undefined) continue
    count++
    if (!sameContent(a[key], b[key])) return false
  }
  for (const key in b) if (b[key] !== undefined) count--
  return count === 0
}
