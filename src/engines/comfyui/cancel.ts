import { type Clock, sleep } from '../../kernel/index.ts'
import type { ComfyClient } from './client.ts'
import { endOf } from './history.ts'
import type { Offers } from './offers.ts'
import { type PromptState, readState } from './state.ts'

/** Looks after the request, in ms from one to the next: stopping takes until the next interruption point. */
const LOOKS = [100, 300, 600, 1000]
/** After this look a request that seems to have been lost is made once more: servers forget those that come too early. */
const REPEAT = 2

type Outcome = 'stopped' | 'stopping' | 'absent' | 'ended'
type Parts = { readonly client: ComfyClient; readonly offers: Offers; readonly clock: Clock }

/**
 * Stops exactly this prompt: what waits is taken out of the queue, what runs is interrupted by its id, and what a server
 * cannot stop without risk to others is waited for. Never interrupts without an id and never clears the queue.
 */
export async function cancelPrompt(promptId: string, parts: Parts, signal: AbortSignal): Promise<Outcome> {
  const { client, offers, clock } = parts
  let state = await readState(client, offers, promptId, signal)
  const wasThere = state.state === 'pending' || state.state === 'running'
  if (!wasThere) return outcomeOf(state, false) ?? 'absent'
  await ask(promptId, state, parts, signal)
  for (const [look, rest] of LOOKS.entries()) {
    await sleep(clock, rest, signal)
    const before = state
    state = await readState(client, offers, promptId, signal)
    const outcome = outcomeOf(state, true)
    if (outcome) return outcome
    // It began to run before it could be taken out.
    const slipped = before.state === 'pending' && state.state === 'running'
    if (slipped || look === REPEAT) await ask(promptId, state, parts, signal)
  }
  return 'stopping'
}

function outcomeOf(state: PromptState, wasThere: boolean): Outcome | undefined {
  if (state.state === 'absent') return wasThere ? 'stopped' : 'absent'
  if (state.state !== 'ended') return undefined
  return endOf(state.entry).end === 'interrupted' ? 'stopped' : 'ended'
}

async function ask(
  promptId: string,
  { state }: PromptState,
  { client, offers }: Parts,
  signal: AbortSignal,
): Promise<void> {
  const { cancelJob, interruptJob } = await offers.of(client, signal)
  // The server itself checks under its lock that it stops the right one.
  if (cancelJob && (await client.cancelJob(promptId, signal))) return
  if (cancelJob) offers.lacks(client, 'cancelJob')
  if (state === 'pending') return client.removePending(promptId, signal)
  // Older servers ignore the id and would stop whatever runs, of anybody.
  if (!interruptJob) return
  const now = await client.queue(signal)
  if (now.running.includes(promptId)) await client.interrupt(promptId, signal)
}
