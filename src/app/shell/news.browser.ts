import { createSignal, type Live } from '../../kernel/index.ts'
import type { Notice } from '../../notices/index.ts'
import type { Studio } from '../../studio/index.ts'
import { announce } from '../../ui/browser.tsx'
import { preferences } from '../settings/preferences.browser.ts'

const waiting = createSignal<readonly Notice[]>([])

/** Notices that wait to be shown in the corner, oldest first. */
export const fresh: Live<readonly Notice[]> = waiting

/** Takes the notices that wait. */
export function takeFresh(): readonly Notice[] {
  const list = waiting.get()
  waiting.set([])
  return list
}

/** Reads out errors at once, and hands new notices to the corner of the window. The answer ends it. */
export function followNotices(studio: Studio): () => void {
  let before = studio.notices.get()
  return studio.notices.subscribe(() => {
    const list = studio.notices.get()
    const known = new Set(before.map(({ id }) => id))
    const topics = new Set(before.map(({ topic }) => topic))
    // News of something that merely goes on stands in the list; the top bar shows how far it is.
    const added = list
      .filter(({ id, read, level, topic }) => !known.has(id) && !read && !(level === 'info' && topics.has(topic)))
      .reverse()
    before = list
    for (const notice of added) if (notice.level === 'error') announce(notice.title, 'assertive')
    const shown = preferences.get().toasts ? added : added.filter(({ level }) => level === 'error')
    if (shown.length > 0) waiting.set([...waiting.get(), ...shown])
  })
}
