import type { Engine } from '../engines/index.ts'
import { type Job, jobFailures } from '../jobs/index.ts'
import type { Failure } from '../kernel/index.ts'
import type { Runner } from './runner.ts'
import type { ServerBoard } from './server-board.ts'

/** Jobs of an engine without servers that are worked on at a time: one draws while the other is written out. */
const SERVERLESS_ROOM = 2

/** Where a ready job goes now. `wait` carries the reason, when it is not just the job's turn. */
export type Placement =
  | { readonly go: true; readonly engine: Engine; readonly serverId?: string }
  | { readonly go: false; readonly waiting?: NonNullable<Job['waiting']> }
  | { readonly never: Failure }

/** Finds room for a job: the least loaded of its servers that is up. Pure in what it is given. */
export function placeJob(
  job: Job,
  engines: readonly Engine[],
  board: Pick<ServerBoard, 'get'>,
  runners: readonly Pick<Runner, 'serverId' | 'engine' | 'occupies' | 'contentKey'>[],
): Placement {
  const engine = engines.find((one) => one.id === job.engine)
  const at = { jobId: job.id, nodeId: job.nodeId }
  if (!engine) return { never: jobFailures.make('jobs/engine-gone', { facts: { engine: job.engine }, at }) }
  // The same content is being made: its take will do for this job, too.
  if (runners.some((one) => one.contentKey !== undefined && one.contentKey === job.contentKey))
    return { go: false, waiting: { code: 'jobs/same-content' } }
  const busy = (wanted: (runner: Pick<Runner, 'serverId' | 'engine'>) => boolean) =>
    runners.filter((one) => one.occupies() && wanted(one)).length
  if (engine.serverless)
    return busy((one) => one.engine === engine.id) < SERVERLESS_ROOM ? { go: true, engine } : { go: false }
  return placeOnServer(job, engine, board, (serverId) => busy((one) => one.serverId === serverId))
}

function placeOnServer(
  job: Job,
  engine: Engine,
  board: Pick<ServerBoard, 'get'>,
  load: (serverId: string) => number,
): Placement {
  const known = job.servers.flatMap((id) => board.get(id) ?? [])
  const [first] = known
  if (!first) return { never: jobFailures.make('jobs/server-removed', { at: { jobId: job.id, nodeId: job.nodeId } }) }
  const up = known.filter((one) => one.server.enabled && one.health === 'ok')
  if (up.length === 0) return { go: false, waiting: whyNot(known) }
  // One runs and one stands ready behind it; the rest stays here, where order and cancel are ours.
  const free = up.filter(({ server }) => load(server.id) < server.concurrency + 1)
  const share = ({ server }: (typeof free)[number]) => load(server.id) / server.concurrency
  const best = free.reduce<(typeof free)[number] | undefined>((a, b) => (a && share(a) <= share(b) ? a : b), undefined)
  return best ? { go: true, engine, serverId: best.server.id } : { go: false }
}

function whyNot(known: readonly NonNullable<ReturnType<ServerBoard['get']>>[]): NonNullable<Job['waiting']> {
  const enabled = known.filter((one) => one.server.enabled)
  const facts = { server: (enabled[0] ?? known[0])?.server.name ?? '' }
  if (enabled.length === 0) return { code: 'jobs/server-off', facts }
  return { code: enabled.some((one) => one.health !== 'down') ? 'jobs/server-checking' : 'jobs/server-down', facts }
}
