import { type Clock, sleep } from '../../kernel/index.ts'
import type { ComfyClient } from './client.ts'
import { endOf } from './history.ts'
import { type PromptState, readState } from './state.ts'
import { isSince, SINCE } from './version.ts'

/** Looks after the request, in ms from one to the next: stopping takes until the next interruption point. */
const LOOKS = [100, 300, 600, 1000]

type Outcome = 'stopped' | 'stopping' | 'absent' | 'ended'

/**
 * Stops exactly this prompt: what waits is taken out of the queue, what runs is interrupted by its id, and what a server
 * cannot stop without risk to others is waited for. Never interrupts without an id and never clears the queue.
 */
export async function cancelPrompt(
  client: ComfyClient,
  promptId: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Outcome> {
  let state = await readState(client, promptId, signal)
  const wasThere = state.state === 'pending' || state.state === 'running'
  if (!wasThere) return outcomeOf(state, false) ?? 'absent'
  await ask(client, promptId, state, signal)
  for (const rest of LOOKS) {
    await sleep(clock, rest, signal)
    const before = state
    state = await readState(client, promptId, signal)
    const outcome = outcomeOf(state, true)
    if (outcome) return outcome
    // It began to run before it could be taken out.
    if (before.state === 'pending' && state.state === 'running') await ask(client, promptId, state, signal)
  }
  return 'stopping'
}

function outcomeOf(state: PromptState, wasThere: boolean): Outcome | undefined {
  if (state.state === 'absent') return wasThere ? 'stopped' : 'absent'
  if (state.state !== 'ended') return undefined
  return endOf(state.entry).end === 'interrupted' ? 'stopped' : 'ended'
}

async function ask(client: ComfyClient, promptId: string, { state }: PromptState, signal: AbortSignal): Promise<void> {
  const { version } = await client.facts(signal)
  // The server itself checks under its lock that it stops the right one.
  if (isSince(version, SINCE.cancelJob) !== false && (await client.cancelJob(promptId, signal))) return
  if (state === 'pending') return client.removePending(promptId, signal)
  // Older servers ignore the id and would stop whatever runs, of anybody.
  if (!isSince(version, SINCE.targetedInterrupt)) return
  const now = await client.queue(signal)
  if (now.running.includes(promptId)) await client.interrupt(promptId, signal)
}
