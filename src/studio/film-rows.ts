import type { Take } from '../assets/index.ts'
import type { Job } from '../jobs/index.ts'
import { sameJson } from '../kernel/index.ts'

/** The same list when nothing in it is another object. */
export function sameRows<T>(rows: readonly T[], before: readonly T[]): readonly T[] {
  return rows.length === before.length && rows.every((row, place) => row === before[place]) ? before : rows
}

/**
 * Jobs of the open storyboard and open jobs of the others, in queue order. Rows that were read again and say the same stay
 * the objects they were, so that views which show one of them are not drawn anew.
 */
export function joinJobs(
  storyboardId: string,
  { own, open }: { readonly own: readonly Job[]; readonly open: readonly Job[] },
  before: readonly Job[],
): readonly Job[] {
  const others = open.filter((job) => job.storyboardId !== storyboardId)
  const all = others.length === 0 ? own : [...others, ...own]
  return sameRows(inOrder(keepKnown(all, before), byOrder), before)
}

const byOrder = (a: Job, b: Job): number => a.order - b.order
const byNumber = (a: Take, b: Take): number => a.number - b.number

// Rows that were read again and say the same as those that are shown: compared once, not with every change.
const shownAs = new WeakMap<object, object>()

function saysTheSame(row: object, shown: object): boolean {
  if (row === shown || shownAs.get(row) === shown) return true
  if (!sameJson(row, shown)) return false
  shownAs.set(row, shown)
  return true
}

function keepKnown(jobs: readonly Job[], before: readonly Job[]): readonly Job[] {
  // Mostly a list differs in few rows, at places where the last one stood.
  let known: ReadonlyMap<string, Job> | undefined
  return jobs.map((job, place) => {
    if (before[place] === job) return job
    known ??= new Map(before.map((one) => [one.id, one]))
    const last = known.get(job.id)
    if (!last || last.revision < job.revision) return job
    // What was read earlier may be told later: a row never becomes older.
    return last.revision > job.revision || saysTheSame(job, last) ? last : job
  })
}

/** Takes of each node, oldest first; nodes whose takes are what they were keep their list, and all of them the map. */
export function takesByNode(
  takes: readonly Take[],
  before: ReadonlyMap<string, readonly Take[]>,
): ReadonlyMap<string, readonly Take[]> {
  const groups = new Map<string, Take[]>()
  for (const take of takes) {
    const group = groups.get(take.nodeId)
    if (group) group.push(take)
    else groups.set(take.nodeId, [take])
  }
  let same = groups.size === before.size
  const result = new Map<string, readonly Take[]>()
  for (const [nodeId, group] of groups) {
    const last = before.get(nodeId) ?? []
    const kept = sameRows(
      inOrder(group, byNumber).map((take, place) => sameTake(take, last[place])),
      last,
    )
    if (kept !== last) same = false
    result.set(nodeId, kept)
  }
  return same ? before : result
}

function sameTake(take: Take, last: Take | undefined): Take {
  return last && last.id === take.id && saysTheSame(take, last) ? last : take
}

/** Sorted only when it is not: rows mostly come in order. */
function inOrder<T>(rows: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  const sorted = rows.every((row, place) => {
    const last = place === 0 ? undefined : rows[place - 1]
    return last === undefined || compare(last, row) <= 0
  })
  return sorted ? rows : [...rows].sort(compare)
}
