import type { Failure } from '../../kernel/index.ts'
import type { ServerState } from '../../scheduler/index.ts'

/** Why a server gets nothing new, or may not, as a screen says it. */
export type Condition =
  | { readonly why: 'removing' | 'off' | 'paused' }
  | { readonly why: 'draining'; readonly left: number }
  | { readonly why: 'hold'; readonly failure: Failure; readonly since: number }
  | { readonly why: 'breaker'; readonly inRow: number }
  | { readonly why: 'trial' }
  | { readonly why: 'failure'; readonly failure: Failure }

/** Everything that stands between a server and new jobs: what a person decided first, then what was found out. */
export function conditionsOf(state: ServerState): readonly Condition[] {
  const { server, hold, breaker, report } = state
  if (server.intake === 'removing') return [{ why: 'removing' }]
  const decided = decisionOf(state)
  // A server that is switched off is not looked at: what was found out before says nothing of now.
  if (decided?.why === 'off') return [decided]
  const found: Condition[] = decided ? [decided] : []
  if (hold) found.push({ why: 'hold', failure: hold.failure, since: hold.since })
  if (breaker?.state === 'open') found.push({ why: 'breaker', inRow: breaker.inRow })
  if (breaker?.state === 'half-open') found.push({ why: 'trial' })
  const failure = state.failure ?? unreadable(state)
  // The doctor's own words are better, and the closed door has been said.
  if (failure && !hold && (report?.ok ?? true)) found.push({ why: 'failure', failure })
  return found
}

function decisionOf({ server, running, queued = 0 }: ServerState): Condition | undefined {
  if (!server.enabled) return { why: 'off' }
  if (server.intake === 'paused') return { why: 'paused' }
  return server.intake === 'draining' ? { why: 'draining', left: running + queued } : undefined
}

function unreadable({ capabilities }: ServerState): Failure | undefined {
  return capabilities?.state === 'ready' ? undefined : capabilities?.failure
}
