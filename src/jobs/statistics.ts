import { isTerminal, type Job } from './job.ts'
import { quantile, timesOf } from './times.ts'

/** Half, nineteen of twenty, and ninety-nine of a hundred were not longer than this, in ms. */
export type Spread = { readonly p50: number; readonly p95: number; readonly p99: number }

/** What jobs of one recipe on one server came to. */
export type StatisticsRow = {
  readonly recipeId: string | undefined
  readonly recipe: string
  readonly engine: string
  readonly serverId: string | undefined
  readonly done: number
  readonly failed: number
  readonly cancelled: number
  /** Of those that a server was asked for and nobody stopped, 0–1; undefined = there were none. */
  readonly success?: number
  readonly wait?: Spread
  readonly run?: Spread
  /** Made per hour of work. */
  readonly perHour?: number
}

/** Gathers ended jobs, page by page. */
export type Statistics = {
  /** The same job twice counts once. */
  add(jobs: readonly Job[]): void
  rows(): readonly StatisticsRow[]
  /** All of them together. */
  total(): Omit<StatisticsRow, 'recipeId' | 'recipe' | 'engine' | 'serverId'>
}

/** Begins with nothing. */
export function createStatistics(): Statistics {
  const ended = new Map<string, Job>()
  const group = () => {
    const groups = new Map<string, Job[]>()
    for (const job of ended.values()) {
      const key = `${job.engine}\n${job.make.recipe?.id ?? job.make.kind}\n${job.serverId ?? ''}`
      const own = groups.get(key)
      if (own) own.push(job)
      else groups.set(key, [job])
    }
    return [...groups.values()]
  }
  return {
    add(jobs) {
      // What was reused cost nothing and proves nothing.
      for (const job of jobs) if (isTerminal(job.state) && !job.reused) ended.set(job.id, job)
    },
    rows() {
      const times = timesOf([...ended.values()])
      return group()
        .map((jobs) => rowOf(jobs, times))
        .sort((a, b) => b.done + b.failed - (a.done + a.failed) || a.recipe.localeCompare(b.recipe))
    },
    total: () => figuresOf([...ended.values()], timesOf([...ended.values()])),
  }
}

function rowOf(jobs: readonly Job[], times: ReturnType<typeof timesOf>): StatisticsRow {
  const [first] = jobs as readonly [Job, ...Job[]]
  const { make, engine, serverId } = first
  return {
    recipeId: make.recipe?.id,
    recipe: make.recipe?.title ?? make.kind,
    engine,
    serverId,
    ...figuresOf(jobs, times),
  }
}

function figuresOf(jobs: readonly Job[], times: ReturnType<typeof timesOf>) {
  const count = (state: Job['state']) => jobs.filter((job) => job.state === state).length
  const made = jobs.flatMap((job) => (job.state === 'done' ? (times.get(job.id) ?? []) : []))
  const [done, failed, cancelled] = [count('done'), count('failed'), count('cancelled')]
  const wait = spreadOf(made.map((one) => one.wait))
  const run = spreadOf(made.map((one) => one.run))
  const worked = made.reduce((sum, one) => sum + one.run, 0)
  return {
    ...{ done, failed, cancelled },
    ...(done + failed === 0 ? {} : { success: done / (done + failed) }),
    ...(wait ? { wait } : {}),
    ...(run ? { run } : {}),
    ...(worked === 0 ? {} : { perHour: (made.length * 3_600_000) / worked }),
  }
}

function spreadOf(numbers: readonly number[]): Spread | undefined {
  const [p50, p95, p99] = [quantile(numbers, 0.5), quantile(numbers, 0.95), quantile(numbers, 0.99)]
  return p50 === undefined || p95 === undefined || p99 === undefined ? undefined : { p50, p95, p99 }
}
