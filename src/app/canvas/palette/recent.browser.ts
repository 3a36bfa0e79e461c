import { z } from 'zod'

const KEY = 'framewright.palette.recent'
const MOST = 12
const zRecent = z.array(z.string()).max(100)

/** What was chosen lately, newest first; nothing where the browser keeps nothing. */
export function readRecent(): readonly string[] {
  try {
    return zRecent.parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
  } catch {
    return []
  }
}

/** Remembers a choice. */
export function rememberRecent(id: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([id, ...readRecent().filter((one) => one !== id)].slice(0, MOST)))
  } catch {
    // A convenience only: a full or forbidden storage loses nothing but the order.
  }
}
