import { contentKey, freshKey, type KeyFacts, type Take, type TakeStore } from '../assets/index.ts'
import type { Order } from '../engines/index.ts'
import { type Job, jobFailures } from '../jobs/index.ts'
import type { HostPorts } from './ports.ts'

type Frozen = Required<Pick<Job, 'inputs' | 'contentKey' | 'freshKey'>>

/**
 * Fixes the bytes a ready job is made from: the newest take of the jobs it waited for, else the take that the plan
 * chose, else the imported file. Throws `jobs/input-gone` when one of them no longer exists.
 */
export async function freezeInputs(job: Job, dependencies: readonly Job[], takes: TakeStore): Promise<Frozen> {
  const inputs: { name: string; hash: string; nodeId: string }[] = []
  for (const { name, source } of job.make.media) {
    const hash =
      source.from === 'file' ? source.ref.hash : (await sourceTake(job, dependencies, source.nodeId, takes))?.assetId
    if (hash === undefined)
      throw jobFailures.error('jobs/input-gone', { facts: { name }, at: { jobId: job.id, nodeId: job.nodeId } })
    inputs.push({ name, hash, nodeId: source.nodeId })
  }
  const facts = keyFacts(job, inputs)
  return { inputs, contentKey: contentKey(facts), freshKey: freshKey(facts, job.make.seedVaries) }
}

async function sourceTake(
  job: Job,
  dependencies: readonly Job[],
  nodeId: string,
  takes: TakeStore,
): Promise<Take | undefined> {
  const made = new Set(dependencies.filter((one) => one.nodeId === nodeId).map((one) => one.takeId))
  const wanted = made.size > 0 ? made : new Set([job.make.uses?.[nodeId]])
  const candidates = (await takes.byNode(job.storyboardId, nodeId)).filter((take) => wanted.has(take.id))
  return candidates.reduce<Take | undefined>(
    (best, take) => (best && best.number >= take.number ? best : take),
    undefined,
  )
}

function keyFacts({ make, engine }: Job, inputs: KeyFacts['inputs']): KeyFacts {
  return {
    kind: make.kind,
    engine,
    values: make.values,
    inputs,
    ...(make.recipe ? { recipeHash: make.recipe.hash } : {}),
    ...(make.seed === undefined ? {} : { seed: make.seed }),
  }
}

/** Everything an engine needs to write a ticket; rejects with a Failure when recipe or input are gone. */
export async function placeOrder(
  job: Job,
  attemptId: string,
  { takes, recipes, clientId }: Pick<HostPorts, 'takes' | 'recipes' | 'clientId'>,
): Promise<Order> {
  const { make } = job
  const at = { jobId: job.id, nodeId: job.nodeId }
  const recipe = make.recipe && (await recipes.byHash(make.recipe.hash))
  if (make.recipe && !recipe) throw jobFailures.error('jobs/recipe-gone', { facts: { title: make.recipe.title }, at })
  const inputs: Order['inputs'][number][] = []
  for (const [place, { name, hash, nodeId }] of (job.inputs ?? []).entries()) {
    const media = make.media[place]
    const mime = media?.source.from === 'file' ? media.source.ref.mime : (await takes.asset(hash))?.mime
    if (mime === undefined) throw jobFailures.error('jobs/input-gone', { facts: { name }, at })
    inputs.push({ name, hash, mime, nodeId, ...(media?.label === undefined ? {} : { label: media.label }) })
  }
  return { job, attemptId, clientId, values: make.values, inputs, ...(recipe ? { recipe } : {}) }
}
