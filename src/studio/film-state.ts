import type { Asset, Take, TakeStore } from '../assets/index.ts'
import { type Assessment, assessNodes, type Job, type JobStore, type PlanInput, type Run } from '../jobs/index.ts'
import { createSignal, type Issue, type Live, type Signal } from '../kernel/index.ts'
import type { Recipe } from '../recipes/index.ts'
import type { ServerState } from '../scheduler/index.ts'
import type { CutFacts } from '../storyboard/index.ts'
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
  /** Told when something could not be read. */
  tell: (thrown: unknown) => void
}

const NO_TAKES: ReadonlyMap<string, readonly Take[]> = new Map()

/** Makes the film state and keeps it up to date. */
export function createFilmState(ports: FilmPorts): FilmState {
  const signals = createSignals()
  const { takes, jobs, runs, assessments, timeline, cutIssues } = signals
  const assets = createKnownAssets(ports.takeStore)
  const input: FilmState['input'] = (options = {}) =>
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
    const sources = { takes: takes.get(), assessments: assessments.get(), assets: assets.known }
    const made = cut && cutTimeline(cut, document, sources)
    timeline.set(made?.timeline)
    cutIssues.set(made?.issues ?? [])
  }
  const changed = coalesce(recompute)
  const learnFiles = async (): Promise<void> => {
    if (await assets.learn(filesOf(firstCut(ports.document.get().evaluation)))) changed()
  }
  ports.document.subscribe(() => {
    changed()
    learnFiles().catch(ports.tell)
  })
  ports.servers.subscribe(changed)
  ports.recipes.subscribe(changed)

  return {
    ...{ takes, jobs, runs, assessments, timeline, cutIssues, input },
    takesOf: (nodeId) => takes.get().get(nodeId) ?? [],
    asset: async (id) => assets.known.get(id) ?? ports.takeStore.asset(id),
    ...createFollowing(ports, signals, { assets, changed, recompute }),
  }
}

function createSignals() {
  return {
    takes: createSignal<ReadonlyMap<string, readonly Take[]>>(NO_TAKES),
    jobs: createSignal<readonly Job[]>([]),
    runs: createSignal<readonly Run[]>([]),
    assessments: createSignal<ReadonlyMap<string, Assessment>>(new Map()),
    timeline: createSignal<Timeline | undefined>(undefined),
    cutIssues: createSignal<readonly Issue[]>([]),
  }
}

/** Assets that were read once: their rows never change. */
type KnownAssets = {
  readonly known: ReadonlyMap<string, Asset>
  /** Reads what is not known yet; answers whether anything was found. */
  learn(ids: readonly string[]): Promise<boolean>
}

function createKnownAssets(store: TakeStore): KnownAssets {
  const known = new Map<string, Asset>()
  return {
    known,
    async learn(ids) {
      const unknown = [...new Set(ids)].filter((id) => !known.has(id))
      const found = unknown.length > 0 ? await store.assets(unknown) : []
      for (const asset of found) known.set(asset.id, asset)
      return found.length > 0
    },
  }
}

/** Files that a cut uses beside takes. */
function filesOf(cut: CutFacts | undefined): readonly string[] {
  return [...(cut?.clips ?? []), ...(cut?.audio ?? [])].flatMap(({ source }) =>
    source.from === 'file' ? [source.ref.hash] : [],
  )
}

type Following = Pick<FilmState, 'follow' | 'catchUp'>

function createFollowing(
  { takeStore, jobStore, tell }: FilmPorts,
  { takes, jobs, runs }: ReturnType<typeof createSignals>,
  { assets, changed, recompute }: { assets: KnownAssets; changed: () => void; recompute: () => void },
): Following {
  let followed: string | undefined
  let leave = () => {}
  // Reading assets takes a while: what is told meanwhile, or of another storyboard, counts for more.
  let heard = 0

  const hearTakes = async (storyboardId: string, list: readonly Take[]): Promise<void> => {
    heard++
    const turn = heard
    const isLast = () => turn === heard && followed === storyboardId
    try {
      await assets.learn(list.map((take) => take.assetId))
    } catch (thrown) {
      // The takes are known all the same; what their files are is asked again with the next change.
      if (isLast()) tell(thrown)
    }
    if (!isLast()) return
    takes.set(byNode(list))
    changed()
  }

  return {
    follow(storyboardId) {
      leave()
      followed = storyboardId
      takes.set(NO_TAKES)
      const first = [deferred(), deferred()] as const
      const ends = [
        takeStore.watch(storyboardId, (list) => void hearTakes(storyboardId, list).then(first[0].resolve)),
        // Jobs of every storyboard that are still open, and whatever the open storyboard had.
        watchJobs(jobStore, storyboardId, jobs, () => {
          changed()
          first[1].resolve()
        }),
        jobStore.watchRuns(undefined, (list) => runs.set(list)),
      ]
      // Whoever still waits for a storyboard that is left waits no more: nothing is told of it from then on.
      leave = () => {
        for (const end of ends) end()
        for (const one of first) one.resolve()
      }
      return Promise.all(first.map((one) => one.promise)).then(recompute)
    },
    async catchUp() {
      if (followed === undefined) return
      const storyboardId = followed
      heard++
      const turn = heard
      const [made, own, open] = await Promise.all([
        takeStore.byStoryboard(storyboardId),
        jobStore.list({ storyboardId }),
        jobStore.list({ open: true }),
      ])
      await assets.learn(made.map((take) => take.assetId))
      // Another storyboard may have been opened meanwhile.
      if (followed !== storyboardId) return
      if (turn === heard || made.length > [...takes.get().values()].flat().length) takes.set(byNode(made))
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
