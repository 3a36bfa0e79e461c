import type { ServerQueue } from '../port.ts'
import type { ComfyClient } from './client.ts'
import type { HistoryEntry } from './history.ts'
import type { Offers } from './offers.ts'
import type { QueueIds } from './queue-read.ts'

/** Place in the queue: jobs of others before it, how many of those run now, and everything before it. */
export type Place = { readonly before: number; readonly running: number; readonly ahead: number }

/** Where a submission is on the server. `idle` = it waits although nothing runs. */
export type PromptState =
  | { readonly state: 'pending'; readonly idle: boolean; readonly place: Place }
  | { readonly state: 'running' }
  | { readonly state: 'ended'; readonly entry: HistoryEntry }
  | { readonly state: 'absent' }

/**
 * Reads the server’s truth. The queue first, then the history: prompts move that way, so none can slip through between.
 */
export async function readState(
  client: ComfyClient,
  offers: Offers,
  promptId: string,
  signal: AbortSignal,
): Promise<PromptState> {
  const queue = await readQueue(client, offers, signal)
  const copies = [...queue.running, ...queue.pending].filter((id) => id === promptId).length
  // Something on the way sent it twice: a removal takes out exactly one of those that wait.
  for (let extra = 1; extra < copies; extra++) await client.removePending(promptId, signal)
  if (queue.running.includes(promptId)) return { state: 'running' }
  const index = queue.pending.indexOf(promptId)
  if (index >= 0) {
    const before = [...queue.running, ...queue.pending.slice(0, index)]
    const place = {
      before: before.filter((id) => !client.own.has(id)).length,
      running: queue.running.filter((id) => !client.own.has(id)).length,
      ahead: before.length,
    }
    return { state: 'pending', idle: queue.running.length === 0, place }
  }
  const entry = await client.history(promptId, signal)
  return entry ? { state: 'ended', entry } : { state: 'absent' }
}

/** The same for a prompt whose end was told: the history mostly has it, and what it has is the truth. */
export async function readEnd(
  client: ComfyClient,
  offers: Offers,
  promptId: string,
  signal: AbortSignal,
): Promise<PromptState> {
  const entry = await client.history(promptId, signal)
  return entry ? { state: 'ended', entry } : readState(client, offers, promptId, signal)
}

/** What is in the queue, by the short list where there is one: the whole queue holds everybody's graphs. */
async function readQueue(client: ComfyClient, offers: Offers, signal: AbortSignal): Promise<QueueIds> {
  const { jobs } = await offers.of(client, signal)
  const short = jobs ? await client.activeJobs(signal) : undefined
  if (jobs && !short) offers.lacks(client, 'jobs')
  return short ?? client.queue(signal)
}

/** What waits and runs on a server, of ours and of others. */
export async function countQueue(client: ComfyClient, offers: Offers, signal: AbortSignal): Promise<ServerQueue> {
  const { running, pending } = await readQueue(client, offers, signal)
  const foreign = (ids: readonly string[]) => ids.filter((id) => !client.own.has(id)).length
  return {
    running: running.length,
    waiting: pending.length,
    foreign: { running: foreign(running), waiting: foreign(pending) },
  }
}
