import type { Notice } from '../../notices/index.ts'
import type { Studio } from '../../studio/index.ts'
import { announce } from '../../ui/browser.tsx'
import { preferences } from '../settings/preferences.browser.ts'
import { createSignal, type Live } from '../../kernel/index.ts'

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
  let known = new Set(studio.notices.get().map(({ id }) => id))
  return studio.notices.subscribe(() => {
    const list = studio.notices.get()
    const added = list.filter(({ id, read }) => !known.has(id) && !read).reverse()
    known = new Set(list.map(({ id }) => id))
    for (const notice of added) if (notice.level === 'error') announce(notice.title, 'assertive')
    const shown = preferences.get().toasts ? added : added.filter(({ level }) => level === 'error')
    if (shown.length > 0) waiting.set([...waiting.get(), ...shown])
  })
}
