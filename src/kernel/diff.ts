/**
 * One change of one record: `before` absent = it was added, `after` absent = it was removed.
 * Values are whole immutable records, so a Diff can be stored, sent, inverted and merged without knowing their shape.
 */
export type RecordChange = {
  readonly table: string
  readonly id: string
  readonly before?: unknown
  readonly after?: unknown
}

/** What one user action changed, in order. One Diff is one undo entry. */
export type Diff = readonly RecordChange[]

/** The change that takes a Diff back. */
export function invertDiff(diff: Diff): Diff {
  return diff
    .map(({ table, id, before, after }) => ({
      table,
      id,
      ...(after === undefined ? {} : { before: after }),
      ...(before === undefined ? {} : { after: before }),
    }))
    .reverse()
}

/** Two Diffs as one: the first state and the last state of every touched record; records that end as they began drop out. */
export function mergeDiffs(first: Diff, second: Diff): Diff {
  const merged = new Map<string, RecordChange>()
  for (const change of [...first, ...second]) {
    const key = `${change.table}\u0000${change.id}`
    const earlier = merged.get(key)
    const before = earlier ? earlier.before : change.before
    merged.set(key, {
      table: change.table,
      id: change.id,
      ...(before === undefined ? {} : { before }),
      ...(change.after === undefined ? {} : { after: change.after }),
    })
  }
  return [...merged.values()].filter((change) => change.before !== change.after)
}

/** Applies changes to one table of records; returns the same Map when nothing in it changed. */
export function applyToTable<T>(table: ReadonlyMap<string, T>, changes: Diff): ReadonlyMap<string, T> {
  if (changes.length === 0) return table
  const next = new Map(table)
  for (const change of changes) {
    if (change.after === undefined) next.delete(change.id)
    else next.set(change.id, change.after as T)
  }
  return next
}
