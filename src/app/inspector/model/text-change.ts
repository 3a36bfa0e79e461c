/** One place in which two texts differ. `lead` and `tail` are words around it that stayed. */
export type TextChange = {
  readonly lead: string
  readonly removed: string
  readonly added: string
  readonly tail: string
}

/** Words on each side that are shown for orientation. */
const CONTEXT = 2
/** Texts longer than this (in words) are compared from both ends only: the table of all pairs would grow too large. */
const LONGEST = 600

/** The places in which two texts differ, word by word, in order. */
export function changesOf(before: string, after: string): readonly TextChange[] {
  const old = wordsOf(before)
  const now = wordsOf(after)
  const kept = old.length > LONGEST || now.length > LONGEST ? keptAtEnds(old, now) : keptWords(old, now)
  const changes: TextChange[] = []
  let [i, j] = [0, 0]
  for (const [x, y] of [...kept, [old.length, now.length] as const]) {
    if (x > i || y > j) changes.push(changeAt(old, { from: i, to: x }, now.slice(j, y)))
    i = x + 1
    j = y + 1
  }
  return changes
}

function changeAt(
  old: readonly string[],
  { from, to }: { from: number; to: number },
  added: readonly string[],
): TextChange {
  return {
    lead: `${from > CONTEXT ? '… ' : ''}${old.slice(Math.max(0, from - CONTEXT), from).join(' ')}`,
    removed: old.slice(from, to).join(' '),
    added: added.join(' '),
    tail: `${old.slice(to, to + CONTEXT).join(' ')}${to + CONTEXT < old.length ? ' …' : ''}`,
  }
}

type Pair = readonly [old: number, now: number]

/** Places of a longest common run of words. */
function keptWords(old: readonly string[], now: readonly string[]): readonly Pair[] {
  const width = now.length + 1
  const lengths = new Uint16Array((old.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pairs: Pair[] = []
  for (let [i, j] = [0, 0]; i < old.length && j < now.length; ) {
    if (old[i] === now[j]) pairs.push([i++, j++])
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}

function keptAtEnds(old: readonly string[], now: readonly string[]): readonly Pair[] {
  const shorter = Math.min(old.length, now.length)
  let start = 0
  while (start < shorter && old[start] === now[start]) start++
  let end = 0
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++
  const first = Array.from({ length: start }, (_, index): Pair => [index, index])
  const last = Array.from({ length: end }, (_, index): Pair => [old.length - end + index, now.length - end + index])
  return [...first, ...last]
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean)
}

/** A value of a take or a spec in one line. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–'
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const { num, den } = value as { num?: unknown; den?: unknown }
  if (typeof num === 'number' && typeof den === 'number') return den === 1 ? String(num) : `${num}/${den}`
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(valueText).join(', ')
  return JSON.stringify(value)
}
