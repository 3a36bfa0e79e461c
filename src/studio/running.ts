import type { Asset, TakeStore } from '../assets/index.ts'
import { assessNodes, freezeJobs, makePlan, type Plan, type RunSummary, type Target } from '../jobs/index.ts'
import { type Clock, FailureError, type Live, type Random } from '../kernel/index.ts'
import type { Say } from '../notices/index.ts'
import { type Recipe, type RecipeStore, recipeHash } from '../recipes/index.ts'
import type { CancelTarget, Scheduler } from '../scheduler/index.ts'
import { chooseEngine } from './choose-engine.ts'
import type { DocumentState } from './contract.ts'
import { studioFailures } from './failures.ts'
import type { FilmState } from './film-state.ts'

/** Use cases around Run. */
export type Running = {
  plan(target: Target, options?: RunOptions): Plan
  run(target: Target, options?: RunOptions): Promise<{ runId: string }>
  wait(runId: string): Promise<RunSummary>
  cancel(what: CancelTarget): Promise<{ cancelled: number }>
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
  clock: Clock
  saveNow: () => Promise<void>
  say: Say
}

/** Storyboard id under which a server's test card is kept. */
export const SERVER_TESTS = 'server-tests'

/** Makes the use cases. */
export function createRunning(ports: RunPorts): Running {
  const { document, film, scheduler, random } = ports

  const plan = (target: Target, options: RunOptions = {}): Plan => {
    checkTarget(target, document.get())
    const input = film.input({ draftHere: options.draftHere === true })
    return makePlan(input, assessNodes(input), target, { seeds: options.seeds ?? 'keep' })
  }

  const keepRecipes = async (hashes: readonly (string | undefined)[]): Promise<void> => {
    const wanted = new Set(hashes.filter((hash) => hash !== undefined))
    for (const recipe of ports.recipes.get()) {
      const hash = recipeHash(recipe)
      if (wanted.has(hash)) await ports.recipeStore.keep(hash, recipe)
    }
  }

  const run = async (target: Target, options: RunOptions = {}): Promise<{ runId: string }> => {
    const made = plan(target, options)
    if (made.jobs.length === 0) throw nothingToRun(made)
    const board = document.get().board
    const input = film.input({ draftHere: options.draftHere === true })
    const takes = Math.max(1, Math.min(100, Math.trunc(options.takes ?? 1)))
    const jobs = freezeJobs(made, input, assessNodes(input), { seeds: options.seeds ?? 'keep', takes, random })
    // What runs must be on disk as it was asked for: recipe contents and the document itself.
    await Promise.all([keepRecipes(jobs.map((job) => job.make.recipe?.hash)), ports.saveNow()])
    return scheduler.run({ storyboardId: board.id, title: runTitle(target, made, document.get(), ports.say), jobs })
  }

  // Duplicated storyboards share node ids; a node means the one that is open.
  const cancel = async (what: CancelTarget): Promise<{ cancelled: number }> => {
    if (!('nodeId' in what)) return scheduler.cancel(what)
    const own = film.jobs
      .get()
      .filter(
        (job) =>
          job.nodeId === what.nodeId && job.storyboardId === document.get().board.id && job.endedAt === undefined,
      )
    const counts = await Promise.all(own.map((job) => scheduler.cancel({ jobId: job.id })))
    return { cancelled: counts.reduce((sum, { cancelled }) => sum + cancelled, 0) }
  }

  const tryServer = async (serverId: string): Promise<Asset> => {
    const recipe = ports.recipes.get().find((one) => one.id === 'test-card')
    if (!recipe)
      throw studioFailures.error('studio/bad-argument', { facts: { problem: 'the test card recipe is missing.' } })
    const colour = [...random.bytes(3)].reduce((sum, byte) => sum * 256 + byte, 0)
    const spec = {
      makes: 'image',
      purpose: recipe.purpose,
      recipe: recipe.id,
      generate: { width: 640, height: 360 },
      panel: {},
      media: [],
    } as const
    const servers = (await scheduler.servers()).filter((one) => one.server.id === serverId)
    const { choice } = chooseEngine('test-card', spec, {
      servers,
      recipes: [recipe],
      settings: document.get().board.header.settings,
    })
    if ('blocked' in choice)
      throw studioFailures.error('studio/all-blocked', { facts: { reason: choice.blocked[0]?.message ?? '' } })
    await keepRecipes([choice.recipe?.hash])
    const { runId } = await scheduler.run({
      storyboardId: SERVER_TESTS,
      title: `${servers[0]?.server.name ?? ''}: ${recipe.title}`,
      jobs: [
        {
          nodeId: serverId,
          title: recipe.title,
          engine: choice.engine,
          servers: [serverId],
          draft: false,
          reason: 'asked',
          because: '',
          after: [],
          priority: 10,
          make: {
            kind: 'test-card',
            makes: 'image',
            purpose: recipe.purpose,
            values: spec.generate,
            seed: String(colour),
            seedVaries: true,
            media: [],
            ...(choice.recipe ? { recipe: choice.recipe } : {}),
          },
        },
      ],
    })
    return firstAsset(await scheduler.wait(runId), serverId, ports.takeStore)
  }

  // Whoever waited goes on with what was made: the takes must be known here, too.
  const wait = async (runId: string): Promise<RunSummary> => {
    const summary = await scheduler.wait(runId)
    await film.catchUp()
    return summary
  }

  return { plan, run, wait, cancel, tryServer }
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
  const reason = made.blocked[0]?.issues[0]?.message
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
