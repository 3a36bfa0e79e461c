import type { Recipe, RecipeStore } from '../../src/recipes/index.ts'
import type { Revision, StoryboardEntry, StoryboardStore } from '../../src/storyboard/index.ts'

/** Storyboards in memory with everything a test may look at or damage. */
export type StoryboardDisk = StoryboardStore & {
  readonly texts: Map<string, string>
  readonly entries: Map<string, StoryboardEntry>
  /** Second copies, kept beside the database. */
  readonly spare: Map<string, string>
  /** Names of the operations that are refused as by a full disk, with what they reject. */
  readonly refused: Map<'list' | 'load' | 'save' | 'keepRevision' | 'delete', unknown>
  /** Called with every save before it lands; a test may hold it there. */
  onSave: (id: string) => Promise<void> | void
  saves: number
}

/** Makes an empty disk. `deleted` is told when a storyboard goes for good. */
export function createStoryboardDisk(deleted: (id: string) => void = () => {}): StoryboardDisk {
  const texts = new Map<string, string>()
  const entries = new Map<string, StoryboardEntry>()
  const spare = new Map<string, string>()
  const revisions: (Revision & { readonly id: string })[] = []
  const refused: StoryboardDisk['refused'] = new Map()
  const listeners = new Set<(entries: readonly StoryboardEntry[]) => void>()
  const allow = (name: Parameters<typeof refused.get>[0]) => {
    if (refused.has(name)) throw refused.get(name)
  }
  const all = () => [...entries.values()].sort((a, b) => b.changedAt - a.changedAt)
  const ring = () => {
    for (const listener of listeners) void Promise.resolve().then(() => listener(all()))
  }
  return {
    texts,
    entries,
    spare,
    refused,
    onSave: () => {},
    saves: 0,
    async list() {
      allow('list')
      return all()
    },
    async load(id) {
      allow('load')
      return texts.get(id) ?? spare.get(id)
    },
    async save(entry, text) {
      this.saves++
      await this.onSave(entry.id)
      allow('save')
      entries.set(entry.id, entry)
      texts.set(entry.id, text)
      spare.set(entry.id, text)
      ring()
    },
    async setEntry(id, change) {
      const entry = entries.get(id)
      if (entry) entries.set(id, { ...entry, ...change })
      ring()
    },
    async delete(id) {
      allow('delete')
      for (const map of [texts, entries, spare]) map.delete(id)
      deleted(id)
      ring()
    },
    async keepRevision(id, text, reason, at) {
      allow('keepRevision')
      revisions.push({ key: revisions.length + 1, id, text, reason, at })
    },
    revisions: async (id) => revisions.filter((one) => one.id === id),
    copies: async () => [...spare.keys()],
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Recipes in memory. */
export function createRecipeDisk(): RecipeStore {
  const own = new Map<string, Recipe>()
  const kept = new Map<string, Recipe>()
  const listeners = new Set<(recipes: readonly Recipe[]) => void>()
  const ring = () => {
    for (const listener of listeners) listener([...own.values()])
  }
  return {
    list: async () => [...own.values()],
    async put(recipe) {
      own.set(recipe.id, recipe)
      ring()
    },
    async remove(id) {
      own.delete(id)
      ring()
    },
    keep: async (hash, recipe) => void kept.set(hash, recipe),
    byHash: async (hash) => kept.get(hash),
    watch(listener) {
      listeners.add(listener)
      listener([...own.values()])
      return () => void listeners.delete(listener)
    },
  }
}
