import type { ComfyClient, QueueIds } from './client.ts'
import type { HistoryEntry } from './history.ts'
import { isSince, SINCE } from './version.ts'

/** Where a submission is on the server. `idle` = it waits although nothing runs. */
export type PromptState =
  | { readonly state: 'pending'; readonly idle: boolean }
  | { readonly state: 'running' }
  | { readonly state: 'ended'; readonly entry: HistoryEntry }
  | { readonly state: 'absent' }

/**
 * Reads the server’s truth. The queue first, then the history: prompts move that way, so none can slip through between.
 */
export async function readState(client: ComfyClient, promptId: string, signal: AbortSignal): Promise<PromptState> {
  const queue = await readQueue(client, signal)
  if (queue.running.includes(promptId)) return { state: 'running' }

  if (queue.pending.includes(promptId)) return { state: 'pending', idle: queue.running.length === 0 }
  const entry = await client.history(promptId, signal)
  return entry ? { state: 'ended', entry } : { state: 'absent' }
}

/** What is in the queue, by the short list where there is one: the whole queue holds everybody's graphs. */
async function readQueue(client: ComfyClient, signal: AbortSignal): Promise<QueueIds> {
  const { version } = await client.facts(signal)
  const short = isSince(version, SINCE.jobs) ? await client.activeJobs(signal) : undefined
  return short ?? client.queue(signal)
}
