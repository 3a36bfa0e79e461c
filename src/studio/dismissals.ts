import { z } from 'zod'

type Memory = { get(key: string): string | undefined; set(key: string, value: string): void }

const KEY = 'dismissed-targets'
const zPaths = z.array(z.string())

/** Addresses of the program's own start that a person took out of the list: they are not taken up again by themselves. */
export type Dismissals = { has(path: string): boolean; add(path: string): void; remove(path: string): void }

/** Reads and keeps them in the page's small memory. */
export function createDismissals(memory: Memory): Dismissals {
  const read = (): readonly string[] => {
    try {
      return zPaths.parse(JSON.parse(memory.get(KEY) ?? '[]'))
    } catch {
      // Somebody else wrote there; at worst an address shows up again.
      return []
    }
  }
  const write = (paths: readonly string[]) => memory.set(KEY, JSON.stringify(paths))
  return {
    has: (path) => read().includes(path),
    add: (path) => write([...new Set([...read(), path])]),
    remove: (path) => write(read().filter((one) => one !== path)),
  }
}
