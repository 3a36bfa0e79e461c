import type { Random } from '../kernel/index.ts'
import { seedOf } from './freshness.ts'
import type { FrozenMake, Job } from './job.ts'
import type { Assessment, Plan, PlanInput, PlanNode, PlannedJob } from './plan.ts'

/** A job as a run is asked for: without id, its dependencies as places in the same list. */
export type FrozenJob = Pick<
  Job,
  'nodeId' | 'title' | 'make' | 'engine' | 'servers' | 'draft' | 'reason' | 'because'
> & {
  readonly after: readonly number[]
  readonly priority?: number
}

/** Most takes of one node that one run makes. */
const MOST_TAKES = 100

/** How jobs are frozen: `takes` makes that many takes of each node whose seed varies, each with a seed of its own. */
export type FreezeOptions = {
  readonly seeds: 'keep' | 'new'
  readonly random: Random
  readonly takes?: number
  readonly priority?: number
}

/** Turns a plan into jobs: texts, numbers, recipe and seed are fixed now, input bytes when each job becomes ready. */
export function freezeJobs(
  plan: Plan,
  input: PlanInput,
  assessments: ReadonlyMap<string, Assessment>,
  options: FreezeOptions,
): readonly FrozenJob[] {
  const nodes = new Map(input.nodes.map((node) => [node.nodeId, node]))
  const places = new Map<string, number[]>()
  const jobs: FrozenJob[] = []
  for (const planned of plan.jobs) {
    const node = nodes.get(planned.nodeId)
    if (!node) continue
    const after = planned.after.flatMap((id) => places.get(id) ?? [])
    const { seedVaries } = seedOf(node.spec, planned.reads)
    const copies = seedVaries ? Math.max(1, Math.min(MOST_TAKES, Math.floor(options.takes ?? 1))) : 1
    for (let copy = 0; copy < copies; copy++) {
      places.set(planned.nodeId, [...(places.get(planned.nodeId) ?? []), jobs.length])
      const draw = options.seeds === 'new' || copy > 0
      jobs.push({
        ...frozenJob(planned, node, assessments, draw ? options.random : undefined),
        after,
        ...priorityOf(options),
      })
    }
  }
  return jobs
}

function priorityOf({ priority }: FreezeOptions): { priority?: number } {
  return priority === undefined ? {} : { priority }
}

function frozenJob(
  planned: PlannedJob,
  node: PlanNode,
  assessments: ReadonlyMap<string, Assessment>,
  random: Random | undefined,
): Omit<FrozenJob, 'after'> {
  const { nodeId, title, engine, servers, draft, reason, because } = planned
  return {
    nodeId,
    title,
    engine,
    servers,
    draft,
    reason,
    because,
    make: frozenMake(planned, node, assessments, random),
  }
}

function frozenMake(
  planned: PlannedJob,
  { spec, kind }: PlanNode,
  assessments: ReadonlyMap<string, Assessment>,
  random: Random | undefined,
): FrozenMake {
  const { seed, seedVaries } = seedOf(spec, planned.reads)
  const frozenSeed = seedVaries && random ? drawSeed(random) : seed
  // What this run does not make is taken as it stands now; a later pick belongs to a later run.
  const uses = spec.media.flatMap(({ source }) => {
    const takeId = source.from === 'take' ? assessments.get(source.nodeId)?.takeId : undefined
    return takeId === undefined || planned.after.includes(source.nodeId) ? [] : [[source.nodeId, takeId] as const]
  })
  return {
    kind,
    makes: spec.makes,
    purpose: spec.purpose,
    values: spec[planned.reads],
    seedVaries,
    media: spec.media,
    ...(frozenSeed === undefined ? {} : { seed: frozenSeed }),
    ...(planned.recipe ? { recipe: planned.recipe } : {}),
    ...(uses.length > 0 ? { uses: Object.fromEntries(uses) } : {}),
  }
}

/** 48 random bits as a decimal text: enough never to meet twice, and still readable. */
export function drawSeed(random: Random): string {
  return random
    .bytes(6)
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
    .toString()
}
