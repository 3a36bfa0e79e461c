import { type Diff, invertDiff, mergeDiffs } from './diff.ts'

/** One undoable action: what it is called, what it changed, and the gesture it belongs to. */
export type HistoryEntry = { readonly label: string; readonly diff: Diff; readonly group?: string }

/** Undo and redo stacks as immutable data. */
export type History = { readonly past: readonly HistoryEntry[]; readonly future: readonly HistoryEntry[] }

/** A history with nothing in it. */
export const EMPTY_HISTORY: History = { past: [], future: [] }

/** How many actions can be taken back. */
export const HISTORY_LIMIT = 500

/** Adds an action. Entries of one `group` (a drag, a typed sentence) grow together into one; anything redoable is dropped. */
export function recordEntry(history: History, entry: HistoryEntry): History {
  if (entry.diff.length === 0) return history
  const last = history.past.at(-1)
  if (last && entry.group !== undefined && last.group === entry.group) {
    const grown = { ...last, diff: mergeDiffs(last.diff, entry.diff) }
    const past = history.past.slice(0, -1)
    return { past: grown.diff.length === 0 ? past : [...past, grown], future: [] }
  }
  return { past: [...history.past, entry].slice(-HISTORY_LIMIT), future: [] }
}

/** The Diff that takes the last action back, and the history after it; undefined when there is none. */
export function undoEntry(history: History): { diff: Diff; entry: HistoryEntry; history: History } | undefined {
  const entry = history.past.at(-1)
  if (!entry) return undefined
  return {
    diff: invertDiff(entry.diff),
    entry,
    history: { past: history.past.slice(0, -1), future: [...history.future, entry] },
  }
}

/** The Diff that does the last undone action again; undefined when there is none. */
export function redoEntry(history: History): { diff: Diff; entry: HistoryEntry; history: History } | undefined {
  const entry = history.future.at(-1)
  if (!entry) return undefined
  return {
    diff: entry.diff,
    entry,
    history: { past: [...history.past, withoutGroup(entry)], future: history.future.slice(0, -1) },
  }
}

// A redone gesture is over: later edits of the same field must not grow into it.
function withoutGroup(entry: HistoryEntry): HistoryEntry {
  return { label: entry.label, diff: entry.diff }
}
