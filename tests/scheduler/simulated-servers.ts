import type { Job } from '../../src/jobs/index.ts'
import { type Costs, fillRooms, modelsOf, notePassed, type Turns } from '../../src/scheduler/order.ts'

/** A waiting job with only what its order depends on. */
export function aWaitingJob({
  recipe,
  ...facts
}: Partial<Job> & { readonly id: string; readonly recipe?: string | undefined }): Job {
  return {
    runId: 'run-1',
    storyboardId: 'board-1',
    nodeId: `node-${facts.id}`,
    title: facts.id,
    make: {
      kind: 'keyframe',
      makes: 'image',
      purpose: 'text-to-image',
      values: {},
      seedVaries: false,
      media: [],
      ...(recipe === undefined ? {} : { recipe: { id: recipe, title: recipe, hash: `hash of ${recipe}` } }),
    },
    engine: 'comfyui',
    servers: ['gpu-1'],
    draft: false,
    reason: 'never-made',
    because: '',
    dependsOn: [],
    order: 1,
    priority: 0,
    state: 'waiting',
    cancelRequested: false,
    suspect: false,
    createdAt: 0,
    attempts: 0,
    revision: 1,
    ...facts,
  }
}

type Times = { readonly servers: readonly string[]; readonly run: number; readonly load: number }
type Sent = { readonly job: Job; readonly ends: number }

/** Lets servers work, one job running and one behind it each, and tells when each job began and how often models were loaded. */
export function simulate(
  arriving: readonly { readonly job: Job; readonly at: number }[],
  { servers, run, load }: Times,
) {
  const began = new Map<string, number>()
  const memory = new Map<string, string>()
  const queues = new Map<string, Sent[]>(servers.map((id) => [id, []]))
  const servedAt = new Map<string, number>()
  let passed: Turns['passed'] = new Map()
  let waiting: Job[] = []
  let loads = 0
  let turn = 0
  const queueOf = (id: string) => queues.get(id) as Sent[]
  const send = (job: Job, serverId: string, now: number) => {
    const queue = queueOf(serverId)
    const isCold = modelsOf(job) !== '' && memory.get(serverId) !== modelsOf(job)
    if (isCold) loads += 1
    if (modelsOf(job) !== '') memory.set(serverId, modelsOf(job))
    const begins = Math.max(now, queue.at(-1)?.ends ?? 0)
    began.set(job.id, begins)
    queue.push({ job, ends: begins + (isCold ? load : 0) + run })
  }
  const fill = (now: number) => {
    const costs: Costs = {
      finish: (_models, id, cold, ahead) =>
        Math.max(0, (queueOf(id).at(-1)?.ends ?? now) - now) + (cold ? load : 0) + (ahead + 1) * run,
      may: () => true,
    }
    const atWork = new Map<string, number>()
    for (const { job } of [...queues.values()].flat())
      atWork.set(job.storyboardId, (atWork.get(job.storyboardId) ?? 0) + 1)
    const rooms = servers.map((id) => ({ serverId: id, free: 2 - queueOf(id).length, holds: memory.get(id) }))
    for (const { job, serverId } of fillRooms(waiting, rooms, { atWork, servedAt, passed }, costs).picks) {
      waiting = waiting.filter((one) => one !== job)
      servedAt.set(job.storyboardId, ++turn)
      passed = notePassed(passed, job, waiting)
      send(job, serverId, now)
    }
  }
  const coming = [...arriving].sort((a, b) => a.at - b.at)
  let end = 0
  for (let now: number | undefined = 0; now !== undefined; ) {
    while ((coming[0]?.at ?? Number.POSITIVE_INFINITY) <= now) waiting.push((coming.shift() as { job: Job }).job)
    for (const [id, queue] of queues)
      queues.set(
        id,
        queue.filter(({ ends }) => ends > (now as number)),
      )
    fill(now)
    end = now
    const next = [...[...queues.values()].flat().map(({ ends }) => ends), ...coming.slice(0, 1).map(({ at }) => at)]
    now = next.length === 0 ? undefined : Math.min(...next)
  }
  return { began, loads, end }
}
