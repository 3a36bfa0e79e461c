import type { Clock, Issue } from '../kernel/index.ts'
import type { OpenedStoryboard, Storyboard, StoryboardStore } from '../storyboard/index.ts'
import { writeStoryboardText } from '../storyboard/index.ts'
import type { DocumentSession } from './document-session.ts'
import { studioFailures } from './failures.ts'
import type { EditingLock } from './ports.ts'

/** Which storyboard is open, and the right to edit it. */
export type Opening = {
  /** Shows a storyboard that is on disk as it stands, or one of a newer program that is only shown. */
  show(board: Storyboard, facts: ShowFacts): Promise<void>
  /** Reads a storyboard from disk and shows it. */
  open(id: string, createdAt: number | undefined): Promise<void>
  /** Another tab edits the open storyboard: shows what it has saved by now. */
  follow(): Promise<void>
  /** Takes the open storyboard from the tab that edits it, with everything that tab has saved. */
  takeOver(createdAt: number | undefined): Promise<void>
}

/** What is known of a storyboard beside its content. `held` = the right to edit it is here already. */
export type ShowFacts = {
  readonly issues: readonly Issue[]
  readonly createdAt: number
  readonly newer: boolean
  readonly unsaved: boolean
  readonly held?: boolean
}

type OpeningPorts = {
  readonly store: StoryboardStore
  readonly session: DocumentSession
  readonly lock: EditingLock
  readonly clock: Clock
  openText(text: string, stored?: 'stored'): Promise<OpenedStoryboard>
  /** Another tab edits the open storyboard from now on. */
  onLost(): void
  /** Called with the id of every storyboard that is opened. */
  onOpened(id: string): void
}

/** Makes the one place through which the open storyboard changes. */
export function createOpening(ports: OpeningPorts): Opening {
  const { store, session, lock, clock } = ports
  const current = () => session.live.get().board
  const onLost = (id: string) => () => {
    if (current().id === id) ports.onLost()
  }

  // Edits are possible until the very moment of the change: those of the wait for the lock must reach the disk, too.
  const change = async (board: Storyboard, held: boolean): Promise<'held' | 'busy'> => {
    const former = current()
    if (former.id === board.id) return held ? 'held' : changeInPlace(board.id)
    await session.saveAll()
    lock.release()
    const answer = await lock.acquire(board.id, onLost(board.id))
    try {
      await session.saveAll()
    } catch (thrown) {
      lock.release()
      await lock.acquire(former.id, onLost(former.id))
      throw thrown
    }
    return answer
  }
  const changeInPlace = async (id: string): Promise<'held' | 'busy'> => {
    lock.release()
    return lock.acquire(id, onLost(id))
  }

  // Another text takes the place of the open one; an edit that came meanwhile is not thrown away.
  const keepEdits = async (id: string): Promise<void> => {
    let kept: Storyboard | undefined
    for (;;) {
      const { board, save, readOnly } = session.live.get()
      if (board.id !== id || board === kept || save.state === 'saved' || readOnly !== undefined) return
      kept = board
      await store.keepRevision(id, writeStoryboardText(board), 'before-replace', clock.now())
    }
  }

  const show: Opening['show'] = async (board, { issues, createdAt, newer, unsaved, held = false }) => {
    await session.prepare(board)
    const right = await change(board, held)
    await keepEdits(board.id)
    const readOnly = newer ? 'newer-file' : right === 'busy' ? 'other-tab' : undefined
    session.open({ board, issues, createdAt, unsaved, ...(readOnly ? { readOnly } : {}) })
    ports.onOpened(board.id)
  }

  const openStored = async (id: string, createdAt: number | undefined, held: boolean): Promise<void> => {
    const text = await loadText(store, id)
    const opened = await ports.openText(text, 'stored')
    const migrated = opened.migrated.length > 0
    if (migrated) await store.keepRevision(id, text, 'before-migration', clock.now())
    await show(opened.board, {
      issues: opened.issues,
      createdAt: createdAt ?? clock.now(),
      newer: opened.newerThanApp === true,
      unsaved: migrated,
      held,
    })
  }

  return {
    show,
    async open(id, createdAt) {
      // First of all: the text of the open storyboard is read only when it is whole.
      await session.saveAll()
      const { board, readOnly } = session.live.get()
      if (board.id !== id || readOnly !== undefined) await openStored(id, createdAt, false)
    },
    async follow() {
      const { board, readOnly } = session.live.get()
      if (readOnly !== 'other-tab') return
      const opened = await ports.openText(await loadText(store, board.id), 'stored')
      session.follow(opened.board, opened.issues)
    },
    async takeOver(createdAt) {
      const { id } = current()
      await lock.takeOver(id, onLost(id))
      try {
        // Until the other tab's last save is read, what stands here is old: it stays read-only.
        await openStored(id, createdAt, true)
      } catch (thrown) {
        lock.release()
        throw thrown
      }
    },
  }
}

/** Text of a storyboard on disk; a failure when there is none. */
export async function loadText(store: Pick<StoryboardStore, 'load'>, id: string): Promise<string> {
  const text = await store.load(id)
  if (text === undefined) throw studioFailures.error('studio/no-storyboard')
  return text
}
