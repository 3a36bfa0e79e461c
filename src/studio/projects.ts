import { type Clock, createId, createSignal, type Issue, type Live, type Random } from '../kernel/index.ts'
import {
  type Catalog,
  createStoryboard,
  duplicateBoard,
  evaluateBoard,
  type OpenedStoryboard,
  type Storyboard,
  type StoryboardStore,
  toFile,
  writeStoryboardText,
} from '../storyboard/index.ts'
import type { ImportResult, Project } from './contract.ts'
import { type DocumentSession, entryOf } from './document-session.ts'
import { studioFailures } from './failures.ts'
import type { EditingLock } from './ports.ts'

type ProjectPorts = {
  store: StoryboardStore
  session: DocumentSession
  lock: EditingLock
  clock: Clock
  random: Random
  catalog: Catalog
  openText: (text: string) => Promise<OpenedStoryboard>
  sample: () => Promise<string>
  memory: { get(key: string): string | undefined; set(key: string, value: string): void }
  /** Called with the id of every storyboard that is opened; resolves when its takes and jobs are known. */
  follow: (storyboardId: string) => Promise<void>
}

/** The list of storyboards, and which of them is open. */
export type Projects = {
  readonly live: Live<readonly Project[]>
  start(): Promise<void>
  create(title: string): Promise<string>
  open(id: string): Promise<void>
  rename(id: string, title: string): Promise<void>
  duplicate(id: string): Promise<string>
  trash(id: string): Promise<void>
  restore(id: string): Promise<void>
  remove(id: string): Promise<void>
  /** Takes a storyboard that came from a file; asks when one with its id and other content is here already. */
  take(opened: OpenedStoryboard): Promise<ImportResult>
  resolve(file: object, answer: 'replace' | 'copy'): Promise<string>
  takeOver(): Promise<void>
}

const LAST_OPEN = 'last-storyboard'

/** Makes the use cases of the Projects screen. */
export function createProjects(ports: ProjectPorts): Projects {
  const { store, session, clock } = ports
  const live = createSignal<readonly Project[]>([])
  const newId = () => createId('storyboard', ports.random, new Set(live.get().map((project) => project.id)))
  const current = () => session.live.get().board

  const show = async (
    board: Storyboard,
    facts: { issues: readonly Issue[]; createdAt: number; newer: boolean; unsaved: boolean },
  ): Promise<void> => {
    await session.saveNow()
    ports.lock.release()
    const held = await ports.lock.acquire(board.id, () => session.setReadOnly('other-tab'))
    const readOnly = facts.newer ? 'newer-file' : held === 'busy' ? 'other-tab' : undefined
    session.open({
      board,
      issues: facts.issues,
      createdAt: facts.createdAt,
      unsaved: facts.unsaved,
      ...(readOnly ? { readOnly } : {}),
    })
    ports.memory.set(LAST_OPEN, board.id)
    await ports.follow(board.id)
  }

  const write = async (board: Storyboard): Promise<void> => {
    const now = clock.now()
    await store.save(
      entryOf(board, evaluateBoard(board, ports.catalog), { createdAt: now, changedAt: now, cover: undefined }),
      writeStoryboardText(board),
    )
  }

  const open = async (id: string): Promise<void> => {
    const text = await store.load(id)
    if (text === undefined) throw studioFailures.error('studio/no-storyboard')
    const opened = await ports.openText(text)
    const entry = live.get().find((project) => project.id === id)
    const migrated = opened.migrated.length > 0
    if (migrated) await store.keepRevision(id, text, 'before-migration', clock.now())
    await show(opened.board, {
      issues: opened.issues,
      createdAt: entry?.createdAt ?? clock.now(),
      newer: opened.newerThanApp === true,
      unsaved: migrated,
    })
  }

  const addAndOpen = async (board: Storyboard): Promise<string> => {
    await write(board)
    await open(board.id)
    return board.id
  }

  const openSomething = async (): Promise<void> => {
    const alive = live.get().filter((project) => project.trashedAt === undefined)
    const last = ports.memory.get(LAST_OPEN)
    const next = alive.find((project) => project.id === last) ?? [...alive].sort((a, b) => b.changedAt - a.changedAt)[0]
    if (next) return open(next.id)
    const sample = await ports.openText(await ports.sample())
    await addAndOpen(duplicateBoard(sample.board, newId(), sample.board.header.title))
  }

  return {
    live,
    async start() {
      live.set(await store.list())
      store.watch((entries) => live.set(entries))
      await openSomething()
    },
    create: (title) => addAndOpen(createStoryboard(newId(), title)),
    open,
    async rename(id, title) {
      if (current().id === id) {
        session.edit([{ type: 'rename', title }])
        return session.saveNow()
      }
      const text = await store.load(id)
      if (text === undefined) throw studioFailures.error('studio/no-storyboard')
      const { board } = await ports.openText(text)
      const entry = live.get().find((project) => project.id === id)
      const renamed = { ...board, header: { ...board.header, title } }
      await store.save(
        entryOf(renamed, evaluateBoard(renamed, ports.catalog), {
          createdAt: entry?.createdAt ?? clock.now(),
          changedAt: clock.now(),
          cover: entry?.cover,
        }),
        writeStoryboardText(renamed),
      )
    },
    async duplicate(id) {
      await session.saveNow()
      const text = await store.load(id)
      if (text === undefined) throw studioFailures.error('studio/no-storyboard')
      const { board } = await ports.openText(text)
      const copy = duplicateBoard(board, newId(), `${board.header.title} 2`)
      await write(copy)
      return copy.id
    },
    async trash(id) {
      await session.saveNow()
      await store.setEntry(id, { trashedAt: clock.now() })
      live.set(await store.list())
      if (current().id === id) await openSomething()
    },
    async restore(id) {
      const entry = live.get().find((project) => project.id === id)
      if (!entry) throw studioFailures.error('studio/no-storyboard')
      const text = await store.load(id)
      if (text === undefined) throw studioFailures.error('studio/no-storyboard')
      const { trashedAt: _trashed, ...alive } = entry
      await store.save(alive, text)
    },
    remove: (id) => store.delete(id),
    async take(opened) {
      const { board, issues } = opened
      const text = await store.load(board.id)
      if (text === undefined) {
        if (opened.newerThanApp !== true) await write(board)
        await show(board, { issues, createdAt: clock.now(), newer: opened.newerThanApp === true, unsaved: false })
        return { became: 'storyboard', storyboardId: board.id, issues }
      }
      if (text === writeStoryboardText(board)) {
        await open(board.id)
        return { became: 'storyboard', storyboardId: board.id, issues }
      }
      return { became: 'conflict', storyboardId: board.id, title: board.header.title, file: toFile(board), issues }
    },
    async resolve(file, answer) {
      const { board } = await ports.openText(JSON.stringify(file))
      if (answer === 'copy') return addAndOpen(duplicateBoard(board, newId(), board.header.title))
      const present = await store.load(board.id)
      if (present !== undefined) await store.keepRevision(board.id, present, 'before-replace', clock.now())
      return addAndOpen(board)
    },
    async takeOver() {
      const { board } = current().id === 'empty' ? { board: undefined } : { board: current() }
      if (!board) return
      await ports.lock.takeOver(board.id, () => session.setReadOnly('other-tab'))
      session.setReadOnly(undefined)
      await open(board.id)
    },
  }
}
