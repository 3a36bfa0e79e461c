import { z } from 'zod'
import type { Take } from '../assets/index.ts'
import type { Job, JobState, Plan, RunSummary, Target } from '../jobs/index.ts'
import { JOB_STATES } from '../jobs/index.ts'
import { FailureError, type Issue } from '../kernel/index.ts'
import type { Converted } from '../recipes/index.ts'
import { type EditCommand, type EditResult, zEditCommand } from '../storyboard/index.ts'
import type { NodeProgress, Studio } from './contract.ts'
import { studioFailures } from './failures.ts'
import { studioWords } from './issues.ts'

const zTarget = z.union([
  z.literal('stale'),
  z.literal('all'),
  z.strictObject({ node: z.string() }),
  z.strictObject({ from: z.string() }),
  z.strictObject({ nodes: z.array(z.string()) }),
  z.strictObject({ frame: z.string() }),
])
const zRunOptions = z.strictObject({
  seeds: z.enum(['keep', 'new']).optional(),
  takes: z.int().min(1).max(100).optional(),
})
const zCancel = z.union([
  z.strictObject({ jobId: z.string() }),
  z.strictObject({ nodeId: z.string() }),
  z.strictObject({ runId: z.string() }),
  z.strictObject({ all: z.literal(true) }),
])
const zJobFilter = z.strictObject({
  runId: z.string().optional(),
  nodeId: z.string().optional(),
  state: z.enum(JOB_STATES).optional(),
})
const zServerOptions = z.strictObject({
  url: z.string().min(1),
  name: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  concurrency: z.int().min(1).max(16).optional(),
})
const zExport = z.strictObject({ format: z.enum(['mp4', 'webm']).optional() })
const zPlain = z.record(z.string(), z.unknown())
const zSource = z.union([z.string(), z.instanceof(Blob), z.record(z.string(), z.unknown())])

/** A job as scripts see it. */
export type JobInfo = Pick<Job, 'nodeId' | 'runId' | 'state' | 'engine' | 'serverId' | 'attempts' | 'failure'> & {
  readonly jobId: string
  readonly ticket?: string
  readonly progress?: Pick<NodeProgress, 'value' | 'max' | 'label'>
}

/** A take as scripts see it. */
export type TakeInfo = {
  readonly takeId: string
  readonly nodeId: string
  readonly assetId: string
  readonly picked: boolean
  readonly draft: boolean
  readonly seed?: string
  readonly mime: string
  readonly bytes: number
  readonly width?: number
  readonly height?: number
  readonly frames?: number
  readonly contentKey: string
  readonly provenance: Take['provenance']
}

type Listener = (data: object) => void

const zListener = z.custom<Listener>((value) => typeof value === 'function', 'A listener is a function')

/** `globalThis.framewright`: the public surface of the page. Arguments are parsed like any foreign input; nothing here has logic of its own. */
export type Framewright = ReturnType<typeof createFramewright>

/** What arrives after the first screen: readers of foreign workflows. */
export type FramewrightTools = { readonly convertWorkflow: (workflow: unknown, objectInfo: unknown) => Converted }

/** Makes the surface over the studio; `tools` are there when `ready` has resolved. */
export function createFramewright(
  studio: Studio,
  version: string,
  tools: () => FramewrightTools | undefined = () => undefined,
) {
  return {
    version,
    ready: studio.ready,
    async open(source: unknown): Promise<{ storyboardId: string; issues: readonly Issue[] }> {
      const result = await studio.importFile(parse(zSource, source))
      if (result.became === 'storyboard') return { storyboardId: result.storyboardId, issues: result.issues }
      // A script that opens a file means that file: what stood under its id before is kept as a revision.
      if (result.became === 'conflict')
        return { storyboardId: await studio.resolveConflict(result, 'replace'), issues: result.issues }
      throw studioFailures.error('studio/bad-argument', {
        facts: { problem: studioWords.say('studio/open-takes-storyboard') },
      })
    },
    storyboard: (): object => JSON.parse(studio.fileText()) as object,
    edit: (commands: unknown): EditResult =>
      studio.edit(parse(z.array(zEditCommand).max(100_000), commands) as EditCommand[]),
    undo: (): boolean => studio.undo(),
    redo: (): boolean => studio.redo(),
    servers: {
      list: () => studio.servers.get().map(({ server }) => withoutHeaders(server)),
      add: async (options: unknown) => withoutHeaders(await studio.addServer(compact(parse(zServerOptions, options)))),
      remove: async (id: unknown): Promise<void> => studio.removeServer(parse(z.string(), id)),
      check: async (id: unknown) => studio.checkServer(parse(z.string(), id)),
    },
    plan: async (target: unknown = 'stale'): Promise<Plan> => studio.plan(parse(zTarget, target) as Target),
    run: async (target: unknown = 'stale', options: unknown = {}): Promise<{ runId: string }> =>
      studio.run(parse(zTarget, target) as Target, compact(parse(zRunOptions, options))),
    wait: async (runId: unknown): Promise<RunSummary> => studio.wait(parse(z.string(), runId)),
    jobs: async (filter: unknown = {}): Promise<JobInfo[]> => {
      const wanted = parse(zJobFilter, filter)
      return studio.jobs
        .get()
        .filter((job) => matches(job, compact(wanted)))
        .map((job) => jobInfo(job, studio.progress.get(job.nodeId)))
    },
    cancel: async (what: unknown): Promise<{ cancelled: number }> => studio.cancel(parse(zCancel, what)),
    takes: async (nodeId: unknown): Promise<TakeInfo[]> => {
      const id = parse(z.string(), nodeId)
      const chosen = studio.assessments.get().get(id)?.takeId
      return Promise.all((studio.takes.get().get(id) ?? []).map((take) => takeInfo(studio, take, chosen)))
    },
    pick: async (nodeId: unknown, takeId: unknown): Promise<void> => {
      const [node, take] = [parse(z.string(), nodeId), parse(z.string(), takeId)]
      if (!(studio.takes.get().get(node) ?? []).some((one) => one.id === take))
        throw studioFailures.error('studio/no-such-take', { facts: { take } })
      const result = studio.edit([{ type: 'setPick', node, take }])
      if (!result.ok)
        throw new FailureError(result.failures[0] ?? studioFailures.make('studio/no-such-node', { facts: { node } }))
    },
    asset: async (assetId: unknown): Promise<Blob> => {
      const id = parse(z.string(), assetId)
      const bytes = await studio.assetBlob(id)
      if (!bytes) throw studioFailures.error('studio/no-such-asset', { facts: { asset: id } })
      return bytes
    },
    recipes: {
      list: () =>
        studio.recipes.get().map(({ id, title, purpose, description, manual }) => ({
          recipeId: id,
          title,
          purpose,
          description,
          manual: manual === true,
        })),
      import: async (source: unknown) => studio.importRecipe(parse(zSource, source)),
      convert: (workflow: unknown, objectInfo: unknown): { prompt: object; issues: readonly Issue[] } => {
        const given = [parse(zPlain, workflow), parse(zPlain, objectInfo)] as const
        const { convertWorkflow } = tools() ?? {}
        if (convertWorkflow) return convertWorkflow(...given)
        throw studioFailures.error('studio/not-ready')
      },
    },
    export: async (nodeId: unknown, options: unknown = {}) =>
      studio.exportCut(parse(z.string(), nodeId), compact(parse(zExport, options))),
    on: (event: unknown, listener: Listener): (() => void) =>
      listen(studio, parse(z.enum(['job', 'run', 'notice', 'saved']), event), parse(zListener, listener)),
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = readSafely(schema, value)
  if (result.success) return result.data
  throw studioFailures.error('studio/bad-argument', { facts: { problem: z.prettifyError(result.error) } })
}

// Getters and proxies of a script may throw while they are read.
function readSafely<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> {
  try {
    return schema.safeParse(value)
  } catch (thrown) {
    throw studioFailures.error('studio/bad-argument', { facts: { problem: String(thrown) }, cause: thrown })
  }
}

// exactOptionalPropertyTypes: an absent option is absent, not undefined.
function compact<T extends object>(options: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>
  }
}

// Headers may hold keys; they leave only towards their server.
function withoutHeaders<T extends { headers?: unknown }>(server: T): Omit<T, 'headers'> {
  const { headers: _secret, ...rest } = server
  return rest
}

function matches(job: Job, filter: { runId?: string; nodeId?: string; state?: JobState }): boolean {
  return (
    (filter.runId === undefined || job.runId === filter.runId) &&
    (filter.nodeId === undefined || job.nodeId === filter.nodeId) &&
    (filter.state === undefined || job.state === filter.state)
  )
}

function jobInfo(job: Job, progress: NodeProgress | undefined): JobInfo {
  const { id, nodeId, runId, state, engine, serverId, attempts, failure } = job
  const live =
    progress?.jobId === id ? { progress: { value: progress.value, max: progress.max, label: progress.label } } : {}
  return {
    jobId: id,
    nodeId,
    runId,
    state,
    engine,
    attempts,
    ...(serverId ? { serverId } : {}),
    ...(failure ? { failure } : {}),
    ...live,
  }
}

async function takeInfo(studio: Studio, take: Take, chosen: string | undefined): Promise<TakeInfo> {
  const asset = await studio.asset(take.assetId)
  const { id, nodeId, assetId, draft, mime, contentKey, provenance } = take
  return {
    takeId: id,
    nodeId,
    assetId,
    picked: id === chosen,
    draft,
    mime,
    bytes: asset?.bytes ?? 0,
    contentKey,
    provenance,
    ...(provenance.seed === undefined ? {} : { seed: provenance.seed }),
    ...(asset?.width === undefined ? {} : { width: asset.width }),
    ...(asset?.height === undefined ? {} : { height: asset.height }),
    ...(asset?.frames === undefined ? {} : { frames: asset.frames }),
  }
}

function listen(studio: Studio, event: 'job' | 'run' | 'notice' | 'saved', listener: Listener): () => void {
  if (event === 'saved') {
    return studio.onSaved((saved) => listener(saved))
  }
  if (event === 'notice') {
    let known = new Set(studio.notices.get().map((notice) => notice.id))
    return studio.notices.subscribe(() => {
      const notices = studio.notices.get()
      // Newest first in the list; told in the order in which they came. Reading or dismissing one is no news.
      const fresh = notices.filter((notice) => !known.has(notice.id)).reverse()
      known = new Set(notices.map((notice) => notice.id))
      for (const notice of fresh) listener(notice)
    })
  }
  if (event === 'run') {
    let known = new Map(studio.runs.get().map((run) => [run.id, run]))
    return studio.runs.subscribe(() => {
      const now = new Map(studio.runs.get().map((run) => [run.id, run]))
      for (const run of now.values())
        if (known.get(run.id)?.endedAt !== run.endedAt || !known.has(run.id)) listener(run)
      known = now
    })
  }
  let revisions = new Map(studio.jobs.get().map((job) => [job.id, job.revision]))
  return studio.jobs.subscribe(() => {
    const jobs = studio.jobs.get()
    for (const job of jobs)
      if (revisions.get(job.id) !== job.revision) listener(jobInfo(job, studio.progress.get(job.nodeId)))
    revisions = new Map(jobs.map((job) => [job.id, job.revision]))
  })
}
