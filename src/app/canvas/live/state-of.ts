import type { Assessment } from '../../../jobs/index.ts'
import type { NodeJob } from './activity.ts'

/** The state that a card shows: what is being done comes before what is known. */
export type ShownState = 'never-made' | 'fresh' | 'stale' | 'draft' | 'waiting' | 'running' | 'failed' | 'cancelled'

/** The state of a node; undefined for nodes that make nothing. */
export function stateOf(assessment: Assessment | undefined, job: NodeJob | undefined): ShownState | undefined {
  if (job?.activity === 'running' || job?.activity === 'waiting') return job.activity
  // A later success, or an edit that made the failure a thing of the past, speaks louder than an old job.
  if (job && assessment?.knowledge !== 'fresh') return job.activity
  return assessment?.knowledge
}

/** Token of a state's colour; undefined = no colour of its own. */
export const stateTokens: Readonly<Partial<Record<ShownState, `--${string}`>>> = {
  stale: '--stale',
  running: '--running',
  failed: '--failed',
  fresh: '--done',
  draft: '--text-2',
  waiting: '--text-3',
}
