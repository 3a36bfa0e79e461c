/** What changed between two texts: the words before and after it that stayed, and what was replaced by what. */
export type TextChange = { readonly lead: string; readonly removed: string; readonly added: string; readonly tail: string }

/** Words on each side that are shown for orientation. */
const CONTEXT = 3

/** The words in which two texts differ, from the first difference to the last. */
export function changeOf(before: string, after: string): TextChange {
  const old = wordsOf(before)
  const now = wordsOf(after)
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++
  const lead = old.slice(0, start)
  const tail = old.slice(old.length - end)
  return {
    lead: `${lead.length > CONTEXT ? '… ' : ''}${lead.slice(-CONTEXT).join(' ')}`,
    removed: old.slice(start, old.length - end).join(' '),
    added: now.slice(start, now.length - end).join(' '),
    tail: `${tail.slice(0, CONTEXT).join(' ')}${tail.length > CONTEXT ? ' …' : ''}`,
  }
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
