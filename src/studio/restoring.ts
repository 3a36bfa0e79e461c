import { type Clock, toFailure } from '../kernel/index.ts'
import type { Catalog, OpenedStoryboard, StoryboardEntry, StoryboardStore } from '../storyboard/index.ts'
import { evaluateBoard } from '../storyboard/index.ts'
import { entryOf } from './document-session.ts'
import { type StudioNews, studioWords } from './issues.ts'

type RestorePorts = {
  readonly store: StoryboardStore
  readonly clock: Clock
  readonly catalog: Catalog
  openText(text: string, stored?: 'stored'): Promise<OpenedStoryboard>
  tell(news: StudioNews): void
}

/**
 * Brings storyboards back whose rows are gone but whose second copies are there: a full disk or a browser that cleaned up
 * took the database. What cannot be read stays as a copy, and is told.
 */
export async function restoreCopies({ store, clock, catalog, openText, tell }: RestorePorts): Promise<void> {
  const restored: StoryboardEntry[] = []
  for (const id of await store.copies()) {
    try {
      const text = await store.load(id)
      if (text === undefined) continue
      const { board } = await openText(text, 'stored')
      const now = clock.now()
      const facts = { createdAt: now, changedAt: now, cover: undefined }
      const entry = { ...entryOf(board, evaluateBoard(board, catalog), facts), id }
      await store.save(entry, text)
      restored.push(entry)
    } catch (thrown) {
      tell({
        topic: `restore-${id}`,
        level: 'error',
        sentence: studioWords.say('studio/not-restored'),
        text: studioWords.say('studio/copy-left', { reason: toFailure(thrown) }),
      })
    }
  }
  if (restored.length > 0)
    tell({
      topic: 'restored',
      level: 'warning',
      sentence: studioWords.say('studio/restored', { count: restored.length }),
      text: studioWords.say('studio/restored-which', { titles: restored.map(({ title }) => title) }),
    })
}
