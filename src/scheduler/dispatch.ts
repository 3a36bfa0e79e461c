import type { Engine } from '../engines/index.ts'
import { type Job, jobFailures } from '../jobs/index.ts'
import type { Failure } from '../kernel/index.ts'
import type { Runner } from './runner.ts'
import type { Refusal, ServerBoard } from './server-board.ts'

/** Jobs of an engine without servers that are worked on at a time: one draws while the other is written out. */
const SERVERLESS_ROOM = 2

/**
 * Where a ready job goes now. `waiting` carries the reason, when it is not just the job's turn. Until somebody leaves,
 * `full` holds for every job of the same engine and servers.
 */
export type Placement =
  | { readonly go: true; readonly engine: Engine; readonly serverId?: string }
  | { readonly go: false; readonly full: boolean; readonly waiting?: NonNullable<Job['waiting']> }
  | { readonly never: Failure }

/** Finds room for a job: the least loaded of its servers that is up. Pure in what it is given. */
export function placeJob(
  job: Job,
  engines: readonly Engine[],
  board: Pick<ServerBoard, 'get' | 'refusal' | 'room'>,
  runners: readonly Pick<Runner, 'serverId' | 'engine' | 'occupies' | 'contentKey'>[],
): Placement {
  const engine = engines.find((one) => one.id === job.engine)
  const at = { jobId: job.id, nodeId: job.nodeId }
  if (!engine) return { never: jobFailures.make('jobs/engine-gone', { facts: { engine: job.engine }, at }) }
  // The same content is being made: its take will do for this job, too.
  if (isBeingMade(job, runners)) return { go: false, full: false, waiting: { code: 'jobs/same-content' } }
  const busy = (wanted: (runner: Pick<Runner, 'serverId' | 'engine'>) => boolean) =>
    runners.filter((one) => one.occupies() && wanted(one)).length
  if (engine.serverless)
    return busy((one) => one.engine === engine.id) < SERVERLESS_ROOM ? { go: true, engine } : { go: false, full: true }
  return placeOnServer(job, engine, board, (serverId) => busy((one) => one.serverId === serverId))
}

/** True while a job with the same content is being worked on. */
export function isBeingMade(job: Job, runners: Iterable<Pick<Runner, 'contentKey'>>): boolean {
  if (job.contentKey === undefined) return false
  for (const one of runners) if (one.contentKey === job.contentKey) return true
  return false
}

function placeOnServer(
  job: Job,
  engine: Engine,
  board: Pick<ServerBoard, 'get' | 'refusal' | 'room'>,
  load: (serverId: string) => number,
): Placement {
  const known = job.servers.flatMap((id) => board.get(id) ?? [])
  const [first] = known
  if (!first) return { never: jobFailures.make('jobs/server-removed', { at: { jobId: job.id, nodeId: job.nodeId } }) }
  const up = known.filter(({ server }) => board.refusal(server.id) === undefined)
  if (up.length === 0) return { go: false, full: true, ...whyNot(job.servers, board) }
  // One runs and one stands ready behind it; the rest stays here, where order and cancel are ours.
  const free = up.filter(({ server }) => load(server.id) < board.room(server.id))
  const share = ({ server }: (typeof free)[number]) => load(server.id) / (server.concurrency * (server.weight ?? 1))
  const best = free.reduce<(typeof free)[number] | undefined>((a, b) => (a && share(a) <= share(b) ? a : b), undefined)
  return best ? { go: true, engine, serverId: best.server.id } : { go: false, full: true }
}

// Of several that cannot, the one that is likely to be the first to be able again.
const NEAREST = ['server-busy', 'server-checking', 'server-resting', 'server-down', 'server-locked', 'server-paused']

function whyNot(servers: readonly string[], board: Pick<ServerBoard, 'get' | 'refusal'>): { waiting?: Refusal } {
  const refusals = servers.flatMap((id) => (board.get(id) ? (board.refusal(id) ?? []) : []))
  const place = ({ code }: Refusal) => NEAREST.indexOf(code.slice(5)) + 1 || NEAREST.length + 1
  const [nearest] = [...refusals].sort((a, b) => place(a) - place(b))
  return nearest ? { waiting: nearest } : {}
}
