/** Small facts that outlive the page; see the studio's port of that name. */
export type PageMemory = { get(key: string): string | undefined; set(key: string, value: string): void }

const PREFIX = 'framewright.'

/**
 * Keeps small facts where the browser lets a page do so. Where storage is switched off or full, they live as long as the
 * page: that costs the place of last time, not the start.
 */
export function createPageMemory(storage: () => Pick<Storage, 'getItem' | 'setItem'>): PageMemory {
  const here = new Map<string, string>()
  return {
    get(key) {
      const known = here.get(key)
      if (known !== undefined) return known
      try {
        return storage().getItem(PREFIX + key) ?? undefined
      } catch {
        return undefined
      }
    },
    set(key, value) {
      try {
        storage().setItem(PREFIX + key, value)
        here.delete(key)
      } catch {
        here.set(key, value)
      }
    },
  }
}
