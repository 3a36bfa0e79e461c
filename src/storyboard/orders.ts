import { orderBetween } from '../kernel/index.ts'
import { compareIds } from './reading-order.ts'

// Longer keys are replaced by short ones, because halving one gap again and again makes them grow without end.
const LONGEST = 24
const PLACES = 5
const IN_MIDDLE = 18
const KEY = /^[0-9a-z]*[1-9a-z]$/

/** A key behind all of `keys`; undefined when there is no room and all of them must be written anew. */
export function orderAfter(keys: readonly (string | undefined)[]): string | undefined {
  const last = keys.reduce<string>((most, key) => (key !== undefined && key > most ? key : most), '')
  if (last === '') return orderBetween(undefined, undefined)
  if (!KEY.test(last)) return undefined
  // Counting instead of halving what is left: appending a thousand clips keeps keys of five letters.
  const count = Number.parseInt(last.slice(0, PLACES).padEnd(PLACES, '0'), 36)
  const next = (Math.floor(count / 36) + 1) * 36 + IN_MIDDLE
  return next < 36 ** PLACES ? next.toString(36).padStart(PLACES, '0') : undefined
}

/** Keys for `count` places with room between all of them. */
export function evenOrders(count: number): string[] {
  const step = Math.floor(36 ** (PLACES - 1) / (count + 1))
  return Array.from({ length: count }, (_, index) =>
    ((index + 1) * step * 36 + IN_MIDDLE).toString(36).padStart(PLACES, '0'),
  )
}

/** Keys for a new sequence that keep as many of the present ones as possible: only what moved gets another. */
export function reorderKeys(present: readonly (string | undefined)[]): string[] {
  const keep = risingRun(present)
  const keys: string[] = []
  for (let index = 0; index < present.length; index++) {
    if (keep.has(index)) {
      keys.push(present[index] as string)
      continue
    }
    let after = index + 1
    while (after < present.length && !keep.has(after)) after++
    const key = tryBetween(keys.at(-1), present[after])
    if (key === undefined) return evenOrders(present.length)
    keys.push(key)
  }
  return keys
}

function tryBetween(before: string | undefined, after: string | undefined): string | undefined {
  if (before !== undefined && after === undefined) return orderAfter([before])
  const key = orderBetween(before, after)
  const fits = (before === undefined || key > before) && (after === undefined || key < after)
  return fits && key.length <= LONGEST ? key : undefined
}

/** Indexes of a longest strictly rising run of sound keys. */
function risingRun(keys: readonly (string | undefined)[]): Set<number> {
  const tails: number[] = []
  const before: (number | undefined)[] = []
  keys.forEach((key, index) => {
    if (key === undefined || key.length > LONGEST || !KEY.test(key)) return
    const place = tails.findIndex((tail) => compareIds(keys[tail] as string, key) >= 0)
    const at = place < 0 ? tails.length : place
    before[index] = at > 0 ? tails[at - 1] : undefined
    tails[at] = index
  })
  const run = new Set<number>()
  for (let index = tails.at(-1); index !== undefined; index = before[index]) run.add(index)
  return run
}
