import type { Asset, Take, TakeStore } from '../assets/index.ts'
import { type Assessment, assessNodes, type Job, type JobStore, type PlanInput, type Run } from '../jobs/index.ts'
import { createSignal, type Issue, type Live, type Signal } from '../kernel/index.ts'
import type { Recipe } from '../recipes/index.ts'
import type { ServerState } from '../scheduler/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { DocumentState } from './contract.ts'
import { cutTimeline, firstCut } from './cut-timeline.ts'
import { planInput } from './plan-input.ts'

/** Everything that follows from document, takes, jobs and servers together; worked out anew when one of them changes. */
export type FilmState = {
  readonly takes: Live<ReadonlyMap<string, readonly Take[]>>
  readonly jobs: Live<readonly Job[]>
  readonly runs: Live<readonly Run[]>
  readonly assessments: Live<ReadonlyMap<string, Assessment>>
  readonly timeline: Live<Timeline | undefined>
  readonly cutIssues: Live<readonly Issue[]>
  /** What a plan would be made from now. */
  input(options?: { draftHere?: boolean }): PlanInput
  /** Takes of a node, oldest first. */
  takesOf(nodeId: string): readonly Take[]
  asset(id: string): Promise<Asset | undefined>
  /** Resolves when takes and jobs of the open storyboard were read for the first time. */
  follow(storyboardId: string): Promise<void>
  /** Reads takes and jobs of the open storyboard now: whoever waited for a run must find what it made. */
  catchUp(): Promise<void>
}

type FilmPorts = {
  document: Live<DocumentState>
  takeStore: TakeStore
  jobStore: JobStore
  servers: Live<readonly ServerState[]>
  recipes: Live<readonly Recipe[]>
}

const NO_TAKES: ReadonlyMap<string, readonly Take[]> = new Map()

/** Makes the film state and keeps it up to date. */
export function createFilmState(ports: FilmPorts): FilmState {
  const takes = createSignal<ReadonlyMap<string, readonly Take[]>>(NO_TAKES)
  const jobs = createSignal<readonly Job[]>([])
  const runs = createSignal<readonly Run[]>([])
  const assessments = createSignal<ReadonlyMap<string, Assessment>>(new Map())
  const timeline = createSignal<Timeline | undefined>(undefined)
  const cutIssues = createSignal<readonly Issue[]>([])
  const assets = new Map<string, Asset>()
  let stop: (() => void)[] = []
  let followed: string | undefined

  const input = (options: { draftHere?: boolean } = {}) =>
    planInput(ports.document.get(), {
      takes: takes.get(),
      jobs: jobs.get(),
      servers: ports.servers.get(),
      recipes: ports.recipes.get(),
      ...options,
    })

  const recompute = () => {
    assessments.set(assessNodes(input()))
    const document = ports.document.get()
    const cut = firstCut(document.evaluation)
    const made = cut && cutTimeline(cut, document, { takes: takes.get(), assessments: assessments.get(), assets })
    timeline.set(made?.timeline)
    cutIssues.set(made?.issues ?? [])
  }
  const changed = coalesce(recompute)

  const learnAssets = async (list: readonly Take[]): Promise<void> => {
    const unknown = [...new Set(list.map((take) => take.assetId))].filter((id) => !assets.has(id))
    for (const asset of unknown.length > 0 ? await ports.takeStore.assets(unknown) : []) assets.set(asset.id, asset)
  }
  const learnFiles = async (): Promise<void> => {
    const cut = firstCut(ports.document.get().evaluation)
    const refs = [...(cut?.clips ?? []), ...(cut?.audio ?? [])].flatMap((clip) =>
      clip.source.from === 'file' ? [clip.source.ref.hash] : [],
    )
    const unknown = refs.filter((id) => !assets.has(id))
    const found = unknown.length > 0 ? await ports.takeStore.assets(unknown) : []
    for (const asset of found) assets.set(asset.id, asset)
    if (found.length > 0) changed()
  }

  ports.document.subscribe(() => {
    changed()
    void learnFiles()
  })
  ports.servers.subscribe(changed)
  ports.recipes.subscribe(changed)

  return {
    takes,
    jobs,
    runs,
    assessments,
    timeline,
    cutIssues,
    input,
    takesOf: (nodeId) => takes.get().get(nodeId) ?? [],
    asset: async (id) => assets.get(id) ?? ports.takeStore.asset(id),
    follow(storyboardId) {
      for (const end of stop) end()
      followed = storyboardId
      takes.set(NO_TAKES)
      const first = [deferred(), deferred()] as const
      stop = [
        ports.takeStore.watch(storyboardId, (list) => {
          void learnAssets(list).then(() => {
            takes.set(byNode(list))
            changed()
            first[0].resolve()
          })
        }),
        // Jobs of every storyboard that are still open, and whatever the open storyboard had.
        watchJobs(ports.jobStore, storyboardId, jobs, () => {
          changed()
          first[1].resolve()
        }),
        ports.jobStore.watchRuns(undefined, (list) => runs.set(list)),
      ]
      return Promise.all(first.map((one) => one.promise)).then(recompute)
    },
    async catchUp() {
      if (followed === undefined) return
      const storyboardId = followed
      const [made, own, open] = await Promise.all([
        ports.takeStore.byStoryboard(storyboardId),
        ports.jobStore.list({ storyboardId }),
        ports.jobStore.list({ open: true }),
      ])
      await learnAssets(made)
      // Another storyboard may have been opened meanwhile.
      if (followed !== storyboardId) return
      takes.set(byNode(made))
      jobs.set(joinJobs(storyboardId, own, open))
      recompute()
    },
  }
}

function watchJobs(
  store: JobStore,
  storyboardId: string,
  out: Signal<readonly Job[]>,
  changed: () => void,
): () => void {
  let own: readonly Job[] = []
  let open: readonly Job[] = []
  const publish = () => {
    out.set(joinJobs(storyboardId, own, open))
    changed()
  }
  const ends = [
    store.watch({ storyboardId }, (list) => {
      own = list
      publish()
    }),
    store.watch({ open: true }, (list) => {
      open = list
      publish()
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}

function joinJobs(storyboardId: string, own: readonly Job[], open: readonly Job[]): readonly Job[] {
  const others = open.filter((job) => job.storyboardId !== storyboardId)
  return [...others, ...own].sort((a, b) => a.order - b.order)
}

function byNode(takes: readonly Take[]): ReadonlyMap<string, readonly Take[]> {
  const map = new Map<string, Take[]>()
  for (const take of [...takes].sort((a, b) => a.number - b.number)) {
    const list = map.get(take.nodeId)
    if (list) list.push(take)
    else map.set(take.nodeId, [take])
  }
  return map
}

/** Runs `work` once per turn of the event loop, however often it is asked for. */
function coalesce(work: () => void): () => void {
  let asked = false
  return () => {
    if (asked) return
    asked = true
    queueTurn(() => {
      asked = false
      work()
    })
  }
}

function queueTurn(work: () => void): void {
  void Promise.resolve().then(work)
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
