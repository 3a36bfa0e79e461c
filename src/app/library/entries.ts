import type { LibraryEntry } from '../../studio/index.ts'

/** A file with the takes that it is the result of. */
export type Entry = LibraryEntry

/** What is shown. An empty set of a filter lets everything through. */
export type Filter = {
  readonly text: string
  readonly kinds: ReadonlySet<string>
  readonly states: ReadonlySet<'draft' | 'final' | 'imported'>
  readonly recipes: ReadonlySet<string>
  /** Only this storyboard's takes; absent = all. */
  readonly storyboardId?: string | undefined
}

/** Lets everything through. */
export const NO_FILTER: Filter = { text: '', kinds: new Set(), states: new Set(), recipes: new Set() }

/** What became of a file: a draft, a server's take, or something imported. */
export function stateOf({ takes }: Entry): 'draft' | 'final' | 'imported' {
  if (takes.length === 0) return 'imported'
  return takes.every((take) => take.draft) ? 'draft' : 'final'
}

/** The recipe or engine that made a file, in words. */
export function makerOf({ takes }: Entry): string | undefined {
  const provenance = takes[0]?.provenance
  return provenance?.recipe?.title ?? provenance?.engine
}

/** The files that a filter lets through, in the order they came. */
export function filterEntries(entries: readonly Entry[], filter: Filter): readonly Entry[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    if (filter.kinds.size > 0 && !filter.kinds.has(entry.asset.kind)) return false
    if (filter.states.size > 0 && !filter.states.has(stateOf(entry))) return false
    if (filter.recipes.size > 0 && !filter.recipes.has(makerOf(entry) ?? '')) return false
    if (filter.storyboardId !== undefined && !entry.takes.some((take) => take.storyboardId === filter.storyboardId))
      return false
    return words.length === 0 || words.every((word) => textOf(entry).includes(word))
  })
}

function textOf({ asset, takes }: Entry): string {
  const texts = takes.flatMap(({ provenance }) =>
    Object.values(provenance.values).filter((value) => typeof value === 'string'),
  )
  return [asset.name, makerOf({ asset, takes }) ?? '', ...texts].join('\n').toLowerCase()
}

/** How many files each answer of a filter has. */
export function countBy(
  entries: readonly Entry[],
  read: (entry: Entry) => string | undefined,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const entry of entries) {
    const key = read(entry)
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
