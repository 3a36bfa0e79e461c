import type { Take } from '../../src/assets/index.ts'
import type { Assessment, Job } from '../../src/jobs/index.ts'
import {
  createKeyed,
  createSeededRandom,
  createSignal,
  EMPTY_HISTORY,
  type History,
  recordEntry,
  redoEntry,
  undoEntry,
} from '../../src/kernel/index.ts'
import {
  applyCommands,
  applyDiff,
  type Catalog,
  createEvaluator,
  type EditCommand,
  type EditResult,
  makeFragment,
  type Storyboard,
  writeFragmentText,
} from '../../src/storyboard/index.ts'
import type { DocumentState, EditOptions, ImportResult, NodeProgress, Studio } from '../../src/studio/index.ts'

/** What was asked of the studio beyond edits, in order. */
export type Asked = { readonly what: string; readonly value: unknown }

/** A studio in memory: real edits, real history, real evaluation; no storage, no engines. What it cannot do, it refuses. */
export type FakeStudio = Studio & {
  readonly asked: readonly Asked[]
  setAssessments(all: ReadonlyMap<string, Assessment>): void
  setTakes(all: ReadonlyMap<string, readonly Take[]>): void
  setJobs(all: readonly Job[]): void
  setPicture(assetId: string, url: string): void
  setReadOnly(why: DocumentState['readOnly']): void
  /** How many actions can be taken back. */
  undoDepth(): number
}

/** Makes a studio around a storyboard. */
export function createFakeStudio(board: Storyboard, catalog: Catalog): FakeStudio {
  const evaluate = createEvaluator(catalog)
  const random = createSeededRandom(7)
  const asked: Asked[] = []
  const pictures = new Map<string, string>()
  let history: History = EMPTY_HISTORY
  let readOnly: DocumentState['readOnly']

  const stateOf = (now: Storyboard): DocumentState => ({
    board: now,
    evaluation: evaluate(now),
    save: { state: 'saved', at: 0 },
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    ...(readOnly ? { readOnly } : {}),
    opening: [],
  })
  const document = createSignal<DocumentState>(stateOf(board))
  const takes = createSignal<ReadonlyMap<string, readonly Take[]>>(new Map())
  const assessments = createSignal<ReadonlyMap<string, Assessment>>(new Map())
  const jobs = createSignal<readonly Job[]>([])

  const edit = (commands: readonly EditCommand[], options: EditOptions = {}): EditResult => {
    const result = applyCommands(document.get().board, commands, { catalog, random })
    if (!result.ok) return result
    const { label = '', group } = options
    history = recordEntry(history, { label, diff: result.diff, ...(group === undefined ? {} : { group }) })
    document.set(stateOf(applyDiff(document.get().board, result.diff)))
    return result
  }
  const step = (take: typeof undoEntry) => {
    const found = take(history)
    if (!found) return false
    history = found.history
    document.set(stateOf(applyDiff(document.get().board, found.diff)))
    return true
  }
  const known: Partial<FakeStudio> = {
    catalog,
    document,
    takes,
    assessments,
    jobs,
    recipes: createSignal([]),
    progress: createKeyed<NodeProgress>(),
    previews: createKeyed<Blob>(),
    asked,
    edit,
    undo: () => step(undoEntry),
    redo: () => step(redoEntry),
    copyFragment: (ids) => writeFragmentText(makeFragment(document.get().board, ids)),
    run: async (target) => {
      asked.push({ what: 'run', value: target })
      return { runId: 'run-1' }
    },
    importFile: async (source, name, at): Promise<ImportResult> => {
      asked.push({ what: 'import', value: { name, at, size: source instanceof Blob ? source.size : undefined } })
      return { became: 'nodes', nodeIds: [] }
    },
    acquireUrl: (assetId) => ({ url: createSignal(pictures.get(assetId)), release: () => undefined }),
    notify: (notice) => void asked.push({ what: 'notify', value: notice.title }),
    setAssessments: (all) => assessments.set(all),
    setTakes: (all) => takes.set(all),
    setJobs: (all) => jobs.set(all),
    setPicture: (assetId, url) => void pictures.set(assetId, url),
    setReadOnly(why) {
      readOnly = why
      document.set(stateOf(document.get().board))
    },
    undoDepth: () => history.past.length,
  }
  return new Proxy(known, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name)
      throw new Error(`The studio of the canvas tests has no ${String(name)}.`)
    },
  }) as FakeStudio
}
