import { type Clock, createId, createSignal, type Live, type Random, type Signal, toFailure } from '../kernel/index.ts'
import type { Scheduler } from '../scheduler/index.ts'
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
import type { ImportResult, Project, RevisionInfo } from './contract.ts'
import { type DocumentSession, entryOf } from './document-session.ts'
import { endJobs } from './end-jobs.ts'
import { studioFailures } from './failures.ts'
import { type StudioNews, studioWords } from './issues.ts'
import { createOpening, loadText, type Opening } from './opening.ts'
import type { EditingLock, StudioPorts } from './ports.ts'
import { restoreCopies } from './restoring.ts'

type ProjectPorts = {
  store: StoryboardStore
  session: DocumentSession
  lock: EditingLock
  clock: Clock
  random: Random
  catalog: Catalog
  jobs: StudioPorts['jobs']
  scheduler: Pick<Scheduler, 'cancel' | 'wait'>
  openText: (text: string, stored?: 'stored') => Promise<OpenedStoryboard>
  sample: () => Promise<string>
  memory: { get(key: string): string | undefined; set(key: string, value: string): void }
  /** Called with the id of every storyboard that is opened; resolves when its takes and jobs are known. */
  follow: (storyboardId: string) => Promise<void>
  tell: (news: StudioNews) => void
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
  /** Earlier texts of the open storyboard, newest first. */
  revisions(): Promise<readonly RevisionInfo[]>
  openRevision(key: number): Promise<string>
}

const LAST_OPEN = 'last-storyboard'

/** Id of the document that stands there before any storyboard is open. */
const NOTHING = 'empty'

/** What every use case of the list works with. */
type Desk = ProjectPorts & {
  readonly live: Signal<readonly Project[]>
  readonly opening: Opening
  /** Resolves when takes and jobs of the open storyboard are known. */
  known: Promise<void>
  /** The last look at what the editing tab saved. */
  following?: Promise<void>
  current(): Storyboard
  newId(): string
  find(id: string): Project | undefined
  /** Writes a storyboard that was not here before, or over the one with its id. */
  write(board: Storyboard): Promise<void>
  openListed(id: string): Promise<void>
  addAndOpen(board: Storyboard): Promise<string>
  /** Reads the list now; other tabs are heard of by themselves. */
  look(): Promise<void>
}

/** Makes the use cases of the Projects screen. */
export function createProjects(ports: ProjectPorts): Projects {
  const desk = createDesk(ports)
  const inTurn = createTurns()
  // The next use case need not wait for takes and jobs, but whoever asked for this one goes on with them.
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    const answer = await inTurn(work)
    await desk.known
    return answer
  }
  return {
    live: desk.live,
    start: () => turn(() => start(desk)),
    create: (title) => turn(() => desk.addAndOpen(createStoryboard(desk.newId(), title))),
    open: (id) => turn(() => desk.openListed(id)),
    rename: (id, title) => rename(desk, id, title),
    duplicate: (id) => duplicate(desk, id),
    trash: (id) => turn(() => trash(desk, id)),
    restore: (id) => restore(desk, id),
    remove: (id) => turn(() => remove(desk, id)),
    take: (opened) => turn(() => take(desk, opened)),
    resolve: (file, answer) => turn(() => resolve(desk, file, answer)),
    takeOver: () =>
      turn(async () => {
        const { id } = desk.current()
        if (id !== NOTHING) await desk.opening.takeOver(desk.find(id)?.createdAt)
      }),
    revisions: () => revisions(desk),
    openRevision: (key) => turn(() => openRevision(desk, key)),
  }
}

function createDesk(ports: ProjectPorts): Desk {
  const { store, session, clock } = ports
  const live = createSignal<readonly Project[]>([])
  const find = (id: string) => live.get().find((project) => project.id === id)
  const opening = createOpening({
    ...ports,
    onLost: () => void tellLost(ports),
    onOpened(id) {
      ports.memory.set(LAST_OPEN, id)
      desk.known = ports.follow(id)
    },
  })
  const write = async (board: Storyboard): Promise<void> => {
    const now = clock.now()
    const facts = { createdAt: find(board.id)?.createdAt ?? now, changedAt: now, cover: find(board.id)?.cover }
    await store.save(entryOf(board, evaluateBoard(board, ports.catalog), facts), writeStoryboardText(board))
  }
  const openListed = (id: string) => opening.open(id, find(id)?.createdAt)
  const look = async () => live.set(await store.list())
  const desk: Desk = {
    ...ports,
    live,
    opening,
    known: Promise.resolve(),
    current: () => session.live.get().board,
    newId: () => createId('storyboard', ports.random, new Set(live.get().map((project) => project.id))),
    find,
    write,
    openListed,
    async addAndOpen(board) {
      await write(board)
      await openListed(board.id)
      return board.id
    },
    look,
  }
  return desk
}

/** Use cases that change what is open follow one another: two at a time would each save into the other's place. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
}

async function start(desk: Desk): Promise<void> {
  await desk.look()
  desk.store.watch((entries) => {
    desk.live.set(entries)
    if (desk.find(desk.current().id)) followOther(desk)
  })
  if (desk.live.get().length === 0) {
    await restoreCopies(desk)
    await desk.look()
  }
  await openSomething(desk)
}

// One after the other, so that a slow reading never puts an older text over a newer one.
function followOther(desk: Desk): void {
  desk.following = (desk.following ?? Promise.resolve())
    .then(() => desk.opening.follow())
    .catch((thrown: unknown) => {
      const reason = toFailure(thrown)
      desk.tell({
        topic: 'follow',
        level: 'warning',
        sentence: studioWords.say('studio/not-followed'),
        text: reason,
        detail: reason.detail,
      })
    })
}

/** Opens the storyboard of last time, else the newest that can be opened, else the sample. */
async function openSomething(desk: Desk, except?: string): Promise<void> {
  const last = desk.memory.get(LAST_OPEN)
  const alive = desk.live.get().filter(({ id, trashedAt }) => trashedAt === undefined && id !== except)
  const newest = [...alive].sort((a, b) => b.changedAt - a.changedAt)
  for (const { id, title } of [
    ...newest.filter((one) => one.id === last),
    ...newest.filter((one) => one.id !== last),
  ]) {
    try {
      return await desk.openListed(id)
    } catch (thrown) {
      const reason = toFailure(thrown)
      desk.tell({
        topic: `open-${id}`,
        level: 'error',
        sentence: studioWords.say('studio/not-opened', { title }),
        text: studioWords.say('studio/another-shown', { reason }),
        detail: reason.detail,
      })
    }
  }
  const sample = await desk.openText(await desk.sample())
  await desk.addAndOpen(duplicateBoard(sample.board, desk.newId(), sample.board.header.title))
}

async function tellLost({ session, tell }: ProjectPorts): Promise<void> {
  const { title } = session.live.get().board.header
  const lost = { topic: 'lock-lost', sentence: studioWords.say('studio/lock-lost', { title }) }
  try {
    if (await session.loseLock()) tell({ ...lost, level: 'warning', text: studioWords.say('studio/kept-as-revision') })
  } catch (thrown) {
    const reason = toFailure(thrown)
    tell({ ...lost, level: 'error', text: studioWords.say('studio/not-kept', { reason }), detail: reason.detail })
  }
}

async function rename(desk: Desk, id: string, title: string): Promise<void> {
  const { session, store, clock } = desk
  if (desk.current().id === id) {
    const result = session.edit([{ type: 'rename', title }])
    if (!result.ok) throw studioFailures.error(refusalOf(session))
    return session.saveNow()
  }
  const text = await loadText(store, id)
  const opened = await desk.openText(text, 'stored')
  // What a newer program wrote is shown, never written.
  if (opened.newerThanApp) throw studioFailures.error('studio/read-only-newer')
  if (opened.migrated.length > 0) await store.keepRevision(id, text, 'before-migration', clock.now())
  await desk.write({ ...opened.board, header: { ...opened.board.header, title } })
}

function refusalOf(session: DocumentSession): 'studio/read-only-newer' | 'studio/read-only-tab' {
  return session.live.get().readOnly === 'newer-file' ? 'studio/read-only-newer' : 'studio/read-only-tab'
}

async function duplicate(desk: Desk, id: string): Promise<string> {
  await desk.session.saveAll()
  const { board } = await desk.openText(await loadText(desk.store, id), 'stored')
  const copy = duplicateBoard(board, desk.newId(), `${board.header.title} 2`)
  await desk.write(copy)
  return copy.id
}

async function trash(desk: Desk, id: string): Promise<void> {
  await desk.session.saveAll()
  await desk.store.setEntry(id, { trashedAt: desk.clock.now() })
  await desk.look()
  if (desk.current().id === id) await openSomething(desk, id)
}

async function restore(desk: Desk, id: string): Promise<void> {
  const entry = desk.find(id)
  if (!entry) throw studioFailures.error('studio/no-storyboard')
  const { trashedAt: _trashed, ...alive } = entry
  await desk.store.save(alive, await loadText(desk.store, id))
}

async function remove(desk: Desk, id: string): Promise<void> {
  // What is open would be saved again.
  if (desk.current().id === id) await openSomething(desk, id)
  // Rows that an engine still works for would come back as takes of nobody.
  await endJobs(id, desk)
  await desk.store.delete(id)
  await desk.look()
}

async function take(desk: Desk, { board, issues, newerThanApp }: OpenedStoryboard): Promise<ImportResult> {
  await desk.session.saveAll()
  const text = await desk.store.load(board.id)
  const opened = { became: 'storyboard', storyboardId: board.id, issues } as const
  const newer = newerThanApp === true
  if (text === undefined) {
    if (!newer) await desk.write(board)
    await desk.opening.show(board, { issues, createdAt: desk.clock.now(), newer, unsaved: false })
    return opened
  }
  if (text === writeStoryboardText(board)) {
    await desk.openListed(board.id)
    return opened
  }
  return { became: 'conflict', storyboardId: board.id, title: board.header.title, file: toFile(board), issues }
}

async function resolve(desk: Desk, file: object, answer: 'replace' | 'copy'): Promise<string> {
  const { board, issues, newerThanApp } = await desk.openText(JSON.stringify(file))
  if (answer === 'copy') return desk.addAndOpen(duplicateBoard(board, desk.newId(), board.header.title))
  const isOpen = desk.current().id === board.id
  if (isOpen && desk.session.live.get().readOnly === 'other-tab') throw studioFailures.error('studio/read-only-tab')
  // What is open must be whole on disk before it is kept.
  await desk.session.saveAll()
  const present = await desk.store.load(board.id)
  if (present !== undefined) await desk.store.keepRevision(board.id, present, 'before-replace', desk.clock.now())
  if (!isOpen || newerThanApp) return desk.addAndOpen(board)
  // The session writes it: whatever it held before can no longer come after.
  const createdAt = desk.find(board.id)?.createdAt ?? desk.clock.now()
  await desk.opening.show(board, { issues, createdAt, newer: false, unsaved: true, held: true })
  await desk.session.saveAll()
  return board.id
}

async function revisions({ store, current }: Desk): Promise<readonly RevisionInfo[]> {
  const encoder = new TextEncoder()
  const kept = await store.revisions(current().id)
  return kept.map(({ key, at, reason, text }) => ({ key, at, reason, bytes: encoder.encode(text).length })).reverse()
}

async function openRevision(desk: Desk, key: number): Promise<string> {
  const revision = (await desk.store.revisions(desk.current().id)).find((one) => one.key === key)
  if (!revision) throw studioFailures.error('studio/no-revision')
  const { board } = await desk.openText(revision.text, 'stored')
  return desk.addAndOpen(duplicateBoard(board, desk.newId(), `${board.header.title} 2`))
}
