import type { Job, Plan, Run } from '../../src/jobs/index.ts'
import { createKeyed, createSignal, type Signal } from '../../src/kernel/index.ts'
import type { Notice } from '../../src/notices/index.ts'
import type { Recipe } from '../../src/recipes/index.ts'
import type { QueueState, ServerState } from '../../src/scheduler/index.ts'
import type { Catalog, Storyboard } from '../../src/storyboard/index.ts'
import type { DocumentState, Operation, Project, QueuePosition, RunPage, Studio } from '../../src/studio/index.ts'
import type { Timeline } from '../../src/timeline/index.ts'
import { createFakeStudio, type FakeStudio } from './fake-studio.ts'

/** What tests of the window may set and read beyond the canvas' studio. */
type WindowParts = {
  readonly projects: Signal<readonly Project[]>
  readonly runs: Signal<readonly Run[]>
  readonly paused: Signal<boolean>
  readonly operations: Signal<readonly Operation[]>
  readonly servers: Signal<readonly ServerState[]>
  readonly recipes: Signal<readonly Recipe[]>
  readonly notices: Signal<readonly Notice[]>
  readonly timeline: Signal<Timeline | undefined>
  /** Calls of everything that answers with a promise, in order: name and arguments. */
  readonly calls: [name: string, ...values: unknown[]][]
  /** What a call answers, or does; by name. */
  readonly answers: Record<string, (...values: never[]) => unknown>
  setSave(save: DocumentState['save']): void
  setPlan(plan: Plan): void
  open(): void
}

/** A studio in memory for the whole window. */
export type WindowStudio = Omit<FakeStudio, keyof WindowParts> & WindowParts

const CALLS = [
  'saveNow',
  'takeOver',
  'createProject',
  'openProject',
  'renameProject',
  'duplicateProject',
  'trashProject',
  'restoreProject',
  'deleteProject',
  'importFile',
  'resolveConflict',
  'openRevision',
  'removeServer',
  'updateServer',
  'reorder',
  'clearEnded',
  'run',
  'cancel',
  'retry',
  'restart',
  'setWaitingLimit',
  'pause',
  'resume',
  'exportCut',
  'checkServer',
] as const

/** Makes the studio; everything that can be asked of it answers at once unless a test says otherwise. */
export function createWindowStudio(
  board: Storyboard,
  catalog: Catalog,
  options: { ready?: boolean } = {},
): WindowStudio {
  const base = createFakeStudio(board, catalog)
  const calls: WindowParts['calls'] = []
  const notices = createSignal<readonly Notice[]>([])
  const saved = createSignal<DocumentState['save']>({ state: 'saved', at: Date.now() })
  const document = createSignal<DocumentState>({ ...base.document.get(), save: saved.get() })
  let label: string | undefined
  const follow = () => {
    const state = base.document.get()
    const labels = label !== undefined && state.canUndo ? { undoLabel: label } : {}
    document.set({ ...state, ...labels, save: saved.get() })
  }
  base.document.subscribe(follow)
  saved.subscribe(follow)
  let plan: Plan = { jobs: [], fresh: [], blocked: [] }
  let open = () => {}
  const ready = new Promise<void>((resolve) => {
    open = resolve
  })
  if (options.ready !== false) open()
  let counter = 0

  const answers: WindowParts['answers'] = {
    run: () => ({ runId: 'run-1' }),
    cancel: () => ({ cancelled: 2 }),
    createProject: () => 'storyboard-new',
    importFile: () => ({ became: 'nodes', nodeIds: [] }),
    resolveConflict: () => 'storyboard-new',
    renameProject: (_id: string, title: string) => void base.edit([{ type: 'rename', title }]),
  }
  const asked = Object.fromEntries(
    CALLS.map((name) => [
      name,
      async (...values: unknown[]) => {
        calls.push([name, ...values])
        return answers[name]?.(...(values as never[]))
      },
    ]),
  )
  const own: Partial<Studio> & Record<string, unknown> = {
    ...asked,
    document,
    notices,
    ready,
    calls,
    answers,
    projects: createSignal<readonly Project[]>([]),
    runs: createSignal<readonly Run[]>([]),
    paused: createSignal(false),
    queue: {
      state: createSignal<QueueState | undefined>(undefined),
      positions: createKeyed<QueuePosition>(),
      set: async (change) => void calls.push(['queue.set', change]),
      stopAll: async () => ({ cancelled: 0 }),
      async prioritise(jobIds, priority) {
        calls.push(['prioritise', jobIds, priority])
        return { changed: jobIds.length }
      },
      runs: async (after) => (answers.pastRuns?.(after as never) ?? { runs: [] }) as RunPage,
      report: async () => '{}',
    },
    operations: createSignal<readonly Operation[]>([]),
    waitingLimit: async () => 10_000,
    servers: createSignal<readonly ServerState[]>([]),
    recipes: createSignal<readonly Recipe[]>([]),
    timeline: createSignal<Timeline | undefined>(undefined),
    role: createSignal<'leader'>('leader'),
    edit(commands, options) {
      label = options?.label
      return base.edit(commands, options)
    },
    plan: () => plan,
    fileText: () => '{}',
    asset: async () => undefined,
    assetBlob: async () => undefined,
    allAssets: async () => [],
    watchAssets: (listener) => {
      listener([])
      return () => {}
    },
    revisions: async () => (answers.revisions?.() ?? []) as never,
    importMedia: async () => {
      throw { code: 'studio/unreadable', message: 'Nothing of this kind.', retry: 'never' }
    },
    jobEvents: async () => [],
    notify(notice) {
      const added: Notice = { actions: [], ...notice, id: `notice-${counter++}`, at: Date.now(), count: 1, read: false }
      notices.set([added, ...notices.get().filter((one) => one.topic !== notice.topic)])
    },
    readNotices: () => notices.set(notices.get().map((one) => ({ ...one, read: true }))),
    dismissNotice: (id) => notices.set(notices.get().filter((one) => one.id !== id)),
    setSave: (save: DocumentState['save']) => saved.set(save),
    setPlan: (next: Plan) => {
      plan = next
    },
    open: () => open(),
  }
  return new Proxy(own, {
    get: (target, name) => (name in target ? Reflect.get(target, name) : Reflect.get(base, name)),
  }) as unknown as WindowStudio
}

/** A job with only what tests look at. */
export function aJob(facts: Partial<Job> & Pick<Job, 'id' | 'nodeId' | 'state'>): Job {
  return {
    runId: 'run-1',
    storyboardId: 'board-2-2',
    title: facts.nodeId,
    make: { kind: 'keyframe', makes: 'image', purpose: 'text-to-image', values: {}, seedVaries: true, media: [] },
    engine: 'animatic',
    servers: [],
    draft: true,
    reason: 'never-made',
    because: '',
    dependsOn: [],
    order: 1,
    priority: 0,
    cancelRequested: false,
    suspect: false,
    createdAt: Date.now(),
    attempts: 1,
    revision: 1,
    ...facts,
  }
}
