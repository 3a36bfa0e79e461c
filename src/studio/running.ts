import type { Asset, MakeSpec, TakeStore } from '../assets/index.ts'
import {
  assessNodes,
  type EngineChoice,
  freezeJobs,
  isTerminal,
  type Job,
  makePlan,
  type Plan,
  type RunSummary,
  type Target,
} from '../jobs/index.ts'
import { FailureError, type Live, type Random } from '../kernel/index.ts'
import type { Say } from '../notices/index.ts'
import { type Recipe, type RecipeStore, recipeHash } from '../recipes/index.ts'
import type { CancelTarget, RunRequest, Scheduler } from '../scheduler/index.ts'
import { chooseEngine } from './choose-engine.ts'
import type { DocumentState } from './contract.ts'
import { studioFailures } from './failures.ts'
import type { FilmState } from './film-state.ts'
import { studioWords } from './issues.ts'

/** Use cases around Run. */
export type Running = {
  plan(target: Target, options?: RunOptions): Plan
  run(target: Target, options?: RunOptions): Promise<{ runId: string }>
  wait(runId: string): Promise<RunSummary>
  cancel(what: CancelTarget): Promise<{ cancelled: number }>
  /** Stops a job, then runs its node with the values of today. */
  restart(jobId: string): Promise<{ runId: string }>
  tryServer(serverId: string): Promise<Asset>
}

/** How a run treats seeds and takes. `draftHere` draws with the animatic what no server can make. */
export type RunOptions = { readonly seeds?: 'keep' | 'new'; readonly takes?: number; readonly draftHere?: boolean }

type RunPorts = {
  document: Live<DocumentState>
  film: FilmState
  recipes: Live<readonly Recipe[]>
  recipeStore: RecipeStore
  takeStore: TakeStore
  scheduler: Scheduler
  random: Random
  /** Rejects when the document cannot be brought to disk. */
  saveAll: () => Promise<void>
  say: Say
}

/** Storyboard id under which a server's test card is kept. */
export const SERVER_TESTS = 'server-tests'

/** Makes the use cases. */
export function createRunning(ports: RunPorts): Running {
  const { document, film, scheduler } = ports
  return {
    plan: (target, options = {}) => prepare(target, options, ports).plan,
    run: (target, options = {}) => run(target, options, ports),
    // Duplicated storyboards share node ids; a node means the one that is open.
    async cancel(what) {
      if (!('nodeId' in what)) return scheduler.cancel(what)
      const boardId = document.get().board.id
      const isMeant = (job: Job) => job.nodeId === what.nodeId && job.storyboardId === boardId && !isTerminal(job.state)
      const own = film.jobs.get().filter(isMeant)
      const counts = await Promise.all(own.map((job) => scheduler.cancel({ jobId: job.id })))
      return { cancelled: counts.reduce((sum, { cancelled }) => sum + cancelled, 0) }
    },
    restart: (jobId) => restart(jobId, ports),
    // Whoever waited goes on with what was made: the takes must be known here, too.
    async wait(runId) {
      const summary = await scheduler.wait(runId)
      await film.catchUp()
      return summary
    },
    tryServer: (serverId) => tryServer(serverId, ports),
  }
}

/** A plan with everything it was made from. */
function prepare(target: Target, options: RunOptions, { document, film }: RunPorts) {
  checkTarget(target, document.get())
  const input = film.input({ draftHere: options.draftHere === true })
  const assessments = assessNodes(input)
  const seeds = options.seeds ?? 'keep'
  return { input, assessments, seeds, plan: makePlan(input, assessments, target, { seeds }) } as const
}

async function run(target: Target, options: RunOptions, ports: RunPorts): Promise<{ runId: string }> {
  const { document, random, scheduler, say } = ports
  const { input, assessments, seeds, plan } = prepare(target, options, ports)
  if (plan.jobs.length === 0) throw nothingToRun(plan)
  const state = document.get()
  const jobs = freezeJobs(plan, input, assessments, { seeds, takes: options.takes ?? 1, random })
  // What runs must be on disk as it was asked for: recipe contents and the document itself.
  await Promise.all([keepRecipes(jobs, ports), ports.saveAll()])
  return scheduler.run({ storyboardId: state.board.id, title: runTitle(target, plan, state, say), jobs })
}

async function restart(jobId: string, ports: RunPorts): Promise<{ runId: string }> {
  const { document, film, scheduler } = ports
  const boardId = document.get().board.id
  const job = film.jobs.get().find((one) => one.id === jobId)
  if (!job) throw studioFailures.error('studio/no-such-job')
  if (job.storyboardId !== boardId) throw studioFailures.error('studio/other-storyboard')
  const { board, evaluation } = document.get()
  const nodes = [job, ...followers(job, film.jobs.get())]
    .map(({ nodeId }) => nodeId)
    .filter((id) => board.nodes.has(id))
  checkTarget({ node: job.nodeId }, document.get())
  // What cannot run as it stands today must not cost the job that runs.
  const now = prepare({ node: job.nodeId }, {}, ports).plan
  if (!now.jobs.some(({ nodeId }) => nodeId === job.nodeId)) {
    const issues = evaluation.nodes.get(job.nodeId)?.issues ?? []
    throw nothingToRun(
      now.blocked.length > 0 || issues.length === 0 ? now : { ...now, blocked: [{ nodeId: job.nodeId, issues }] },
    )
  }
  await scheduler.cancel({ jobId })
  await whenEnded(jobId, film.jobs)
  await film.catchUp()
  if (document.get().board.id !== boardId) throw studioFailures.error('studio/other-storyboard')
  return run({ nodes: [...new Set(nodes)] }, {}, ports)
}

/** Open jobs that wait for a job, all the way down: they end with it. */
function followers(job: Job, all: readonly Job[]): readonly Job[] {
  const found = new Set([job.id])
  // A job may stand before one that it waits for, so this goes on until nothing is added.
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const one of all) if (!isTerminal(one.state) && one.dependsOn.some((id) => found.has(id))) found.add(one.id)
  }
  return all.filter(({ id }) => id !== job.id && found.has(id))
}

/** Resolves when the job has ended, or is in the list no more. */
function whenEnded(jobId: string, jobs: Live<readonly Job[]>): Promise<void> {
  return new Promise((resolve) => {
    let stop = () => {}
    const look = () => {
      const job = jobs.get().find(({ id }) => id === jobId)
      if (job && !isTerminal(job.state)) return
      stop()
      resolve()
    }
    stop = jobs.subscribe(look)
    look()
  })
}

type NeedsRecipe = { readonly make: { readonly recipe?: { readonly hash: string } } }

async function keepRecipes(jobs: readonly NeedsRecipe[], { recipes, recipeStore }: RunPorts): Promise<void> {
  const wanted = new Set(jobs.flatMap(({ make }) => make.recipe?.hash ?? []))
  // Nothing to look for among all recipes when only drafts run.
  if (wanted.size === 0) return
  for (const recipe of recipes.get()) {
    const hash = recipeHash(recipe)
    if (wanted.has(hash)) await recipeStore.keep(hash, recipe)
  }
}

async function tryServer(serverId: string, ports: RunPorts): Promise<Asset> {
  const { scheduler, random } = ports
  const recipe = ports.recipes.get().find((one) => one.id === 'test-card')
  if (!recipe)
    throw studioFailures.error('studio/bad-argument', {
      facts: { problem: studioWords.say('studio/test-card-missing') },
    })
  const servers = (await scheduler.servers()).filter((one) => one.server.id === serverId)
  const { settings } = ports.document.get().board.header
  const spec = testSpec(recipe)
  const { choice } = chooseEngine('test-card', spec, { servers, recipes: [recipe], settings })
  if ('blocked' in choice)
    throw studioFailures.error('studio/all-blocked', { facts: { reason: choice.blocked[0] ?? '' } })
  const colour = [...random.bytes(3)].reduce((sum, byte) => sum * 256 + byte, 0)
  const job = testJob(serverId, recipe, spec, choice, String(colour))
  await keepRecipes([job], ports)
  const title = `${servers[0]?.server.name ?? ''}: ${recipe.title}`
  const { runId } = await scheduler.run({ storyboardId: SERVER_TESTS, title, jobs: [job] })
  return firstAsset(await scheduler.wait(runId), serverId, ports.takeStore)
}

function testSpec(recipe: Recipe): MakeSpec {
  const generate = { width: 640, height: 360 }
  return { makes: 'image', purpose: recipe.purpose, recipe: recipe.id, generate, panel: {}, media: [] }
}

function testJob(
  serverId: string,
  { title, purpose }: Recipe,
  { generate }: MakeSpec,
  { engine, recipe }: Exclude<EngineChoice, { blocked: unknown }>,
  seed: string,
): RunRequest['jobs'][number] {
  return {
    nodeId: serverId,
    title,
    engine,
    servers: [serverId],
    draft: false,
    reason: 'asked',
    because: '',
    after: [],
    priority: 10,
    make: {
      kind: 'test-card',
      makes: 'image',
      purpose,
      values: generate,
      seed,
      seedVaries: true,
      media: [],
      ...(recipe ? { recipe } : {}),
    },
  }
}

async function firstAsset(summary: RunSummary, serverId: string, takes: TakeStore): Promise<Asset> {
  const failure = summary.failures[0]
  if (failure) throw new FailureError(failure)
  const take = (await takes.byNode(SERVER_TESTS, serverId)).at(-1)
  const asset = take && (await takes.asset(take.assetId))
  if (!asset) throw studioFailures.error('studio/no-such-asset', { facts: { asset: take?.assetId ?? 'test card' } })
  return asset
}

function nothingToRun(made: Plan): FailureError {
  const reason = made.blocked[0]?.issues[0]
  return reason === undefined
    ? studioFailures.error('studio/nothing-to-run')
    : studioFailures.error('studio/all-blocked', { facts: { reason } })
}

function checkTarget(target: Target, { board }: DocumentState): void {
  if (typeof target === 'string') return
  const ids =
    'node' in target ? [target.node] : 'from' in target ? [target.from] : 'nodes' in target ? target.nodes : []
  const absent = ids.find((id) => !board.nodes.has(id))
  if (absent !== undefined) throw studioFailures.error('studio/no-such-node', { facts: { node: absent } })
  if ('frame' in target && !board.frames.has(target.frame))
    throw studioFailures.error('studio/no-such-node', { facts: { node: target.frame } })
}

function runTitle(target: Target, made: Plan, { board }: DocumentState, say: Say): string {
  if (target === 'all') return say('title-all', { title: board.header.title })
  if (target === 'stale') return say('title-stale', { title: board.header.title })
  if ('frame' in target) return board.frames.get(target.frame)?.title ?? target.frame
  return made.jobs.length === 1 ? (made.jobs[0]?.title ?? '') : `${made.jobs[0]?.title ?? ''} + ${made.jobs.length - 1}`
}
