import type { Studio } from '../../studio/index.ts'
import { words } from './words.browser.ts'
import { workOf } from './work.ts'

/** Time in which changes of the queue gather before the title tells them (ms). */
const TITLE_PAUSE = 500

/** Saves when the page is hidden or goes, and asks before something unsaved is left. The answer ends it. */
export function guardPage(studio: Studio): () => void {
  const abort = new AbortController()
  const { signal } = abort
  const save = () => {
    // Saving tells its own failures through the state that the top bar shows.
    void studio.saveNow().catch(() => {})
  }
  const hidden = () => {
    if (document.visibilityState === 'hidden') save()
  }
  const leave = (event: BeforeUnloadEvent) => {
    const { save: state, readOnly } = studio.document.get()
    // What another tab took over before it was saved may be here only.
    if (state.state === 'saved' || (readOnly !== undefined && state.state !== 'failed')) return
    save()
    event.preventDefault()
  }
  document.addEventListener('visibilitychange', hidden, { signal })
  window.addEventListener('pagehide', save, { signal })
  window.addEventListener('beforeunload', leave, { signal })
  return () => abort.abort()
}

/** Keeps the tab's title: the storyboard, and how far the work is. The answer ends it. */
export function followTitle(studio: Studio): () => void {
  const show = () => {
    const name = words.t('shell.name')
    const board = studio.document.get().board.header.title.trim()
    const title = board === '' ? name : `${board} · ${name}`
    const { done, total, open } = workOf(studio.jobs.get())
    const next = open > 0 ? words.t('shell.work.title', { done, total, title }) : title
    if (document.title !== next) document.title = next
  }
  // Each title is told to the whole browser: small jobs would do so many times a second.
  let timer: number | undefined
  const soon = () => {
    timer ??= window.setTimeout(() => {
      timer = undefined
      show()
    }, TITLE_PAUSE)
  }
  show()
  const ends = [studio.document.subscribe(show), studio.jobs.subscribe(soon)]
  return () => {
    for (const end of ends) end()
    window.clearTimeout(timer)
  }
}
