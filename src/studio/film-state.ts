import type { Asset, MediaSource, Take, TakeStore } from '../assets/index.ts'
import type { Assessment, Job, JobStore, PlanInput, Run } from '../jobs/index.ts'
import type { Issue, Live } from '../kernel/index.ts'
import type { Recipe } from '../recipes/index.ts'
import type { ServerState } from '../scheduler/index.ts'
import type { CutFacts } from '../storyboard/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { createAssessing } from './assessing.ts'
import type { DocumentState } from './contract.ts'
import { type CutSources, cutTimeline, firstCut } from './cut-timeline.ts'
import { createKnownAssets } from './film-arrivals.ts'
import { createFollowing, createRows, type Following } from './film-following.ts'
import { joinJobs, sameRows, takesByNode } from './film-rows.ts'
import { planInput } from './plan-input.ts'
import { createPublication } from './publication.ts'

/** Everything that follows from document, takes, jobs and servers together; worked out anew when one of them changes. */
export type FilmState = Following & {
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

type Film = {
  readonly takes: ReadonlyMap<string, readonly Take[]>
  readonly jobs: readonly Job[]
  readonly runs: readonly Run[]
  readonly assessments: ReadonlyMap<string, Assessment>
  readonly timeline: Timeline | undefined
  readonly cutIssues: readonly Issue[]
}

const NOTHING: Film = {
  takes: NO_TAKES,
  jobs: [],
  runs: [],
  assessments: new Map(),
  timeline: undefined,
  cutIssues: [],
}

/** Makes the film state and keeps it up to date. */
export function createFilmState(ports: FilmPorts): FilmState {
  const { live, publish } = createPublication(NOTHING)
  const assets = createKnownAssets(ports.takeStore)
  const rows = createRows()
  const inputOf = ({ takes, jobs }: Pick<Film, 'takes' | 'jobs'>, options: { draftHere?: boolean } = {}) =>
    planInput(ports.document.get(), {
      ...{ takes, jobs },
      servers: ports.servers.get(),
      recipes: ports.recipes.get(),
      ...options,
    })
  const assess = createAssessing()
  const cut = createCutting(assets.known)
  // All that follows is worked out before anything is told: whoever is woken finds it complete.
  const recompute = () => {
    const takes = takesByNode(rows.takes, live.takes.get())
    // Half of the jobs would look like the other half had gone.
    const jobs = rows.jobsKnown ? joinJobs(rows.storyboardId, rows, live.jobs.get()) : live.jobs.get()
    const assessments = assess(inputOf({ takes, jobs }))
    const made = cut(ports.document.get(), { takes, assessments })
    publish({ takes, jobs, runs: rows.runs, assessments, ...made })
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
    ...live,
    input: (options) => inputOf({ takes: live.takes.get(), jobs: live.jobs.get() }, options),
    takesOf: (nodeId) => live.takes.get().get(nodeId) ?? [],
    asset: async (id) => assets.known.get(id) ?? ports.takeStore.asset(id),
    ...createFollowing(ports, rows, {
      assets,
      changed,
      recompute,
      leaveTakes: () => publish({ takes: NO_TAKES }),
    }),
  }
}

type Cut = Pick<Film, 'timeline' | 'cutIssues'>
const NO_CUT: Cut = { timeline: undefined, cutIssues: [] }

/** The first cut as a timeline, made anew when the document or one of the files that it shows is another. */
function createCutting(
  known: ReadonlyMap<string, Asset>,
): (document: DocumentState, film: Pick<Film, 'takes' | 'assessments'>) => Cut {
  let last: { readonly from: readonly unknown[]; readonly made: Cut } | undefined
  return (document, film) => {
    const cut = firstCut(document.evaluation)
    if (!cut) return NO_CUT
    const sources = { ...film, assets: known }
    const media = [...cut.clips, ...cut.audio].flatMap(({ source }) => shownBy(source, sources))
    const from = [cut, document.board, ...media]
    if (last && sameRows(from, last.from) === last.from) return last.made
    const { timeline, issues } = cutTimeline(cut, document, sources)
    last = { from, made: { timeline, cutIssues: issues } }
    return last.made
  }
}

/** The take and the file that a source stands for today. */
function shownBy(source: MediaSource, { takes, assessments, assets }: CutSources): readonly unknown[] {
  if (source.from === 'file') return [undefined, assets.get(source.ref.hash)]
  const chosen = assessments.get(source.nodeId)?.takeId
  const take = takes.get(source.nodeId)?.find((one) => one.id === chosen)
  return [take, take && assets.get(take.assetId)]
}

/** Files that a cut uses beside takes. */
function filesOf(cut: CutFacts | undefined): readonly string[] {
  return [...(cut?.clips ?? []), ...(cut?.audio ?? [])].flatMap(({ source }) =>
    source.from === 'file' ? [source.ref.hash] : [],
  )
}

/** Runs `work` once per turn of the event loop, however often it is asked for. */
function coalesce(work: () => void): () => void {
  let asked = false
  return () => {
    if (asked) return
    asked = true
    void Promise.resolve().then(() => {
      asked = false
      work()
    })
  }
}
