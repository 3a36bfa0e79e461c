import type { Job } from '../../jobs/index.ts'
import type { ServerState } from '../../scheduler/index.ts'

/** Why a server does not work on a job. */
export const ELSEWHERE = ['cannot', 'off', 'paused', 'locked', 'down', 'checking', 'resting', 'busy', 'free'] as const
/** One of them. */
export type WhyNot = (typeof ELSEWHERE)[number]

/** Of each server that a job is not on: why not. */
export function whyNotThere(
  job: Job,
  servers: readonly ServerState[],
): readonly { readonly name: string; readonly why: WhyNot }[] {
  if (job.servers.length === 0) return []
  return servers
    .filter(({ server }) => server.id !== job.serverId || job.state === 'waiting')
    .map((state) => ({ name: state.server.name, why: whyNot(job, state) }))
}

function whyNot(job: Job, { server, health, hold, breaker, running, queued }: ServerState): WhyNot {
  if (!job.servers.includes(server.id)) return 'cannot'
  if (!server.enabled) return 'off'
  if (server.intake) return 'paused'
  if (hold) return 'locked'
  if (health === 'down') return 'down'
  if (health !== 'ok') return 'checking'
  if (breaker?.state === 'open') return 'resting'
  return running + (queued ?? 0) > 0 ? 'busy' : 'free'
}
