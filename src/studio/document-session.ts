import {
  type Clock,
  createSignal,
  EMPTY_HISTORY,
  type History,
  type Issue,
  type Live,
  type Random,
  recordEntry,
  redoEntry,
  toFailure,
  undoEntry,
} from '../kernel/index.ts'
import {
  applyCommands,
  applyDiff,
  type Catalog,
  createEvaluator,
  createStoryboard,
  type EditCommand,
  type EditResult,
  type Evaluation,
  type Storyboard,
  type StoryboardEntry,
  type StoryboardStore,
  writeStoryboardText,
} from '../storyboard/index.ts'
import type { DocumentState, EditOptions, SaveState } from './contract.ts'
import { studioFailures } from './failures.ts'
import { createSaver, saveAll } from './saving.ts'

/** What opening a document hands over. */
export type Opening = {
  readonly board: Storyboard
  readonly issues: readonly Issue[]
  readonly readOnly?: 'other-tab' | 'newer-file'
  readonly createdAt: number
  readonly unsaved?: boolean
}

/** The open document: edits, history, and its way to disk. */
export type DocumentSession = {
  readonly live: Live<DocumentState>
  /** Works a large storyboard through in slices, so that opening it afterwards costs nothing and the page goes on answering. */
  prepare(board: Storyboard): Promise<void>
  open(opening: Opening): void
  /** Shows what the tab that edits it has saved; does nothing once this tab may edit it itself, or shows another one. */
  follow(board: Storyboard, issues: readonly Issue[]): void
  edit(commands: readonly EditCommand[], options?: EditOptions): EditResult
  undo(): boolean
  redo(): boolean
  /** Saves what is not on disk; a failure becomes the state of the document. */
  saveNow(): Promise<void>
  /** Resolves when every edit is on disk; rejects with the reason when that cannot be. */
  saveAll(): Promise<void>
  /** Another tab edits it now: nothing is written over it any more, and what was not saved is kept as a revision. Answers whether there was such an edit. */
  loseLock(): Promise<boolean>
  /** Calls back after every save. */
  onSaved(listener: (entry: StoryboardEntry) => void): () => void
}

type SessionPorts = {
  catalog: Catalog
  clock: Clock
  random: Random
  store: Pick<StoryboardStore, 'save' | 'keepRevision'>
  cover: (board: Storyboard) => string | undefined
}

/** Nodes beyond which a storyboard is worked through in slices: below, the whole takes less than a frame or two. */
const LARGE = 1500

function nextTask(clock: Clock): Promise<void> {
  return new Promise((resolve) => void clock.after(0, resolve))
}

/** Makes the session around an empty document that is never saved. */
export function createDocumentSession(ports: SessionPorts): DocumentSession {
  const { clock, store } = ports
  const evaluate = createEvaluator(ports.catalog)
  const live = createSignal<DocumentState>(emptyState(evaluate))
  const saved = new Set<(entry: StoryboardEntry) => void>()
  let createdAt = 0

  const setSave = (save: SaveState) => live.set({ ...live.get(), save })
  const saver = createSaver({
    clock,
    document: live,
    setSave,
    async write({ board, evaluation }) {
      const entry = entryOf(board, evaluation, { createdAt, changedAt: clock.now(), cover: ports.cover(board) })
      await store.save(entry, writeStoryboardText(board))
      return entry
    },
    onSaved: (entry) => tellAll(saved, entry),
  })
  const edits = createEdits(ports, live, (board, history) => {
    live.set({ ...withoutLabels(live.get()), ...historyFacts(history), board, evaluation: evaluate(board) })
    saver.schedule()
  })

  return {
    live,
    ...edits,
    async prepare(board) {
      if (board.nodes.size > LARGE) await evaluate.inSlices(board, () => nextTask(clock))
    },
    open({ board, issues, readOnly, createdAt: created, unsaved }) {
      saver.forget()
      edits.forget()
      createdAt = created
      live.set({
        board,
        evaluation: evaluate(board),
        save: { state: 'saved', at: clock.now() },
        canUndo: false,
        canRedo: false,
        opening: issues,
        ...(readOnly ? { readOnly } : {}),
      })
      if (unsaved && !readOnly) saver.schedule()
    },
    follow(board, issues) {
      const { board: shown, readOnly, save } = live.get()
      // An edit that could not be kept anywhere stands only here.
      if (readOnly !== 'other-tab' || shown.id !== board.id || save.state !== 'saved') return
      live.set({ ...live.get(), board, evaluation: evaluate(board), opening: issues })
    },
    saveNow: saver.saveNow,
    saveAll: () => saveAll(saver, live),
    async loseLock() {
      saver.forget()
      const { board, save } = live.get()
      live.set({ ...live.get(), readOnly: 'other-tab' })
      if (save.state === 'saved') return false
      try {
        await store.keepRevision(board.id, writeStoryboardText(board), 'lost-lock', clock.now())
      } catch (thrown) {
        if (live.get().board === board) setSave({ state: 'failed', failure: toFailure(thrown) })
        throw thrown
      }
      if (live.get().board === board) setSave({ state: 'saved', at: clock.now() })
      return true
    },
    onSaved(listener) {
      saved.add(listener)
      return () => void saved.delete(listener)
    },
  }
}

type Edits = Pick<DocumentSession, 'edit' | 'undo' | 'redo'> & { forget(): void }

/** Edits and their history; `change` is told what the document has become. */
function createEdits(
  ports: Pick<SessionPorts, 'catalog' | 'random'>,
  live: Live<DocumentState>,
  change: (board: Storyboard, history: History) => void,
): Edits {
  let history: History = EMPTY_HISTORY
  const step = (take: typeof undoEntry): boolean => {
    const found = live.get().readOnly ? undefined : take(history)
    if (!found) return false
    history = found.history
    change(applyDiff(live.get().board, found.diff), history)
    return true
  }
  return {
    forget() {
      history = EMPTY_HISTORY
    },
    edit(commands, { label = labelOf(commands), group } = {}) {
      const { board, readOnly } = live.get()
      if (readOnly) return refused(readOnly)
      const result = applyCommands(board, commands, ports)
      if (!result.ok || result.diff.length === 0) return result
      history = recordEntry(history, { label, diff: result.diff, ...(group === undefined ? {} : { group }) })
      change(applyDiff(board, result.diff), history)
      return result
    },
    undo: () => step(undoEntry),
    redo: () => step(redoEntry),
  }
}

function refused(readOnly: NonNullable<DocumentState['readOnly']>): EditResult {
  const code = readOnly === 'other-tab' ? 'studio/read-only-tab' : 'studio/read-only-newer'
  return { ok: false, failures: [studioFailures.make(code)], issues: [] }
}

function emptyState(evaluate: (board: Storyboard) => Evaluation): DocumentState {
  const empty = createStoryboard('empty', '')
  return {
    board: empty,
    evaluation: evaluate(empty),
    save: { state: 'saved', at: 0 },
    canUndo: false,
    canRedo: false,
    readOnly: 'other-tab',
    opening: [],
  }
}

function withoutLabels({ undoLabel: _undo, redoLabel: _redo, ...rest }: DocumentState) {
  return rest
}

function historyFacts({ past, future }: History) {
  const undo = past.at(-1)
  const redo = future.at(-1)
  return {
    canUndo: undo !== undefined,
    canRedo: redo !== undefined,
    ...(undo ? { undoLabel: undo.label } : {}),
    ...(redo ? { redoLabel: redo.label } : {}),
  }
}

// The document is on disk, whatever a listener makes of it.
function tellAll(listeners: ReadonlySet<(entry: StoryboardEntry) => void>, entry: StoryboardEntry): void {
  for (const listener of [...listeners]) {
    try {
      listener(entry)
    } catch {
      // A listener's mistake is its own; the next one is told all the same.
    }
  }
}

/** The list row of a storyboard. */
export function entryOf(
  board: Storyboard,
  evaluation: Evaluation,
  facts: { createdAt: number; changedAt: number; cover: string | undefined },
): StoryboardEntry {
  return {
    id: board.id,
    title: board.header.title,
    createdAt: facts.createdAt,
    changedAt: facts.changedAt,
    nodes: board.nodes.size,
    shots: evaluation.story.reduce((sum, { shotIds }) => sum + shotIds.length, 0),
    ...(facts.cover ? { cover: facts.cover } : {}),
  }
}

// The first command names the action; screens that know better give a label of their own.
function labelOf(commands: readonly EditCommand[]): string {
  return commands[0]?.type ?? 'edit'
}
