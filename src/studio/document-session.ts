import {
  type Clock,
  createSignal,
  EMPTY_HISTORY,
  type Failure,
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
import type { EditingLock } from './ports.ts'

/** Time without an edit after which the document is saved, and the longest that an edit waits (ms). */
export const AUTOSAVE = { quiet: 350, atMost: 900 } as const

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
  open(opening: Opening): void
  edit(commands: readonly EditCommand[], options?: EditOptions): EditResult
  undo(): boolean
  redo(): boolean
  saveNow(): Promise<void>
  setReadOnly(reason: DocumentState['readOnly']): void
  /** Calls back after every save. */
  onSaved(listener: (entry: StoryboardEntry) => void): () => void
}

type SessionPorts = {
  catalog: Catalog
  clock: Clock
  random: Random
  store: StoryboardStore
  lock: EditingLock
  cover: (board: Storyboard) => string | undefined
}

/** Makes the session around an empty document that is never saved. */
export function createDocumentSession(ports: SessionPorts): DocumentSession {
  const { catalog, clock, random, store } = ports
  const evaluate = createEvaluator(catalog)
  const empty = createStoryboard('empty', '')
  const live = createSignal<DocumentState>({
    board: empty,
    evaluation: evaluate(empty),
    save: { state: 'saved', at: 0 },
    canUndo: false,
    canRedo: false,
    readOnly: 'other-tab',
    opening: [],
  })
  const saved = new Set<(entry: StoryboardEntry) => void>()
  let history: History = EMPTY_HISTORY
  let createdAt = 0
  let cancelTimer: (() => void) | undefined
  let firstUnsaved: number | undefined
  let saving: Promise<void> | undefined

  const set = (change: Partial<DocumentState>) => live.set({ ...live.get(), ...change })
  const setSave = (save: SaveState) => set({ save })
  const historyFacts = () => {
    const { undoLabel: _u, redoLabel: _r, ...rest } = live.get()
    const undo = history.past.at(-1)
    const redo = history.future.at(-1)
    return {
      rest,
      facts: {
        canUndo: undo !== undefined,
        canRedo: redo !== undefined,
        ...(undo ? { undoLabel: undo.label } : {}),
        ...(redo ? { redoLabel: redo.label } : {}),
      },
    }
  }
  const show = (board: Storyboard) => {
    const { rest, facts } = historyFacts()
    live.set({ ...rest, ...facts, board, evaluation: evaluate(board) })
  }

  const schedule = () => {
    const now = clock.monotonic()
    firstUnsaved ??= now
    cancelTimer?.()
    if (live.get().save.state !== 'failed') setSave({ state: 'unsaved' })
    cancelTimer = clock.after(
      Math.max(0, Math.min(AUTOSAVE.quiet, firstUnsaved + AUTOSAVE.atMost - now)),
      () => void saveNow(),
    )
  }

  const writeOnce = async (): Promise<void> => {
    const { board, evaluation } = live.get()
    firstUnsaved = undefined
    setSave({ state: 'saving' })
    const entry = entryOf(board, evaluation, { createdAt, changedAt: clock.now(), cover: ports.cover(board) })
    try {
      await store.save(entry, writeStoryboardText(board))
      if (live.get().board === board) setSave({ state: 'saved', at: clock.now() })
      for (const listener of saved) listener(entry)
    } catch (thrown) {
      // The edit stays in memory; the person is told and offered the download.
      const failure: Failure = toFailure(thrown)
      firstUnsaved ??= clock.monotonic()
      setSave({ state: 'failed', failure })
    }
  }

  const saveNow = async (): Promise<void> => {
    cancelTimer?.()
    cancelTimer = undefined
    if (live.get().readOnly !== undefined) return
    while (saving !== undefined) await saving
    if (live.get().save.state === 'saved') return
    saving = writeOnce().finally(() => {
      saving = undefined
    })
    await saving
    if (live.get().save.state === 'saving') schedule()
  }

  const change = (board: Storyboard): void => {
    show(board)
    schedule()
  }

  return {
    live,
    open({ board, issues, readOnly, createdAt: created, unsaved }) {
      cancelTimer?.()
      firstUnsaved = undefined
      history = EMPTY_HISTORY
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
      if (unsaved && !readOnly) schedule()
    },
    edit(commands, options = {}) {
      const { board, readOnly } = live.get()
      if (readOnly)
        return {
          ok: false,
          failures: [studioFailures.make(readOnly === 'other-tab' ? 'studio/read-only-tab' : 'studio/read-only-newer')],
          issues: [],
        }
      const result = applyCommands(board, commands, { catalog, random })
      if (!result.ok || result.diff.length === 0) return result
      const group = options.group
      history = recordEntry(history, {
        label: options.label ?? labelOf(commands),
        diff: result.diff,
        ...(group === undefined ? {} : { group }),
      })
      change(applyDiff(board, result.diff))
      return result
    },
    undo() {
      const step = live.get().readOnly ? undefined : undoEntry(history)
      if (!step) return false
      history = step.history
      change(applyDiff(live.get().board, step.diff))
      return true
    },
    redo() {
      const step = live.get().readOnly ? undefined : redoEntry(history)
      if (!step) return false
      history = step.history
      change(applyDiff(live.get().board, step.diff))
      return true
    },
    saveNow,
    setReadOnly(reason) {
      const { readOnly: _old, ...rest } = live.get()
      live.set(reason ? { ...rest, readOnly: reason } : rest)
    },
    onSaved(listener) {
      saved.add(listener)
      return () => void saved.delete(listener)
    },
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
