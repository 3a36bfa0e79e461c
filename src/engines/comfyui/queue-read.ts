import { z } from 'zod'
import type { Identities } from './identities.ts'

/** Ids of what is in a server's queue; those that wait in the order in which they will run. */
export type QueueIds = { readonly running: readonly string[]; readonly pending: readonly string[] }

/** Key of `extra_data` under which servers that give ids of their own carry ours. */
export const OWN_ID = 'framewright_attempt'

const zExtra = z.looseObject({ [OWN_ID]: z.string().min(8) })
const zItem = z.tuple([z.unknown(), z.string()], z.unknown())
type Item = z.infer<typeof zItem>

/** The answer of `/queue`. */
export const zQueue = z.looseObject({ queue_running: z.array(zItem), queue_pending: z.array(zItem) })

/** The answer of the jobs list. */
export const zJobs = z.looseObject({
  jobs: z.array(
    z.looseObject({ id: z.string(), status: z.string(), priority: z.number().optional().catch(undefined) }),
  ),
})

/** Reads `/queue`. What waits comes as a heap, in which only the first stands in its place. */
export function readQueueIds(queue: z.infer<typeof zQueue>, identities: Identities, learns: boolean): QueueIds {
  const idOf = (item: Item): string => {
    const own = learns ? zExtra.safeParse(item[3]).data?.[OWN_ID] : undefined
    if (typeof own === 'string') identities.learn(own, item[1])
    return identities.ownId(item[1])
  }
  const waiting = inOrder(queue.queue_pending.map((item) => ({ item, id: item[1], number: Number(item[0]) })))
  return { running: queue.queue_running.map(idOf), pending: waiting.map(({ item }) => idOf(item)) }
}

/** Reads the jobs list. */
export function readJobIds({ jobs }: z.infer<typeof zJobs>): QueueIds {
  const waiting = jobs.filter(({ status }) => status === 'pending')
  return {
    running: jobs.filter(({ status }) => status === 'in_progress').map(({ id }) => id),
    pending: inOrder(waiting.map(({ id, priority }) => ({ id, number: priority ?? 0 }))).map(({ id }) => id),
  }
}

/** Our id among what a server keeps of a prompt: its `prompt` entry is the item of the queue. */
export function ownIdOf(entry: unknown): string | undefined {
  const item = z.looseObject({ prompt: z.array(z.unknown()) }).safeParse(entry).data?.prompt
  const own = zExtra.safeParse(item?.[3]).data?.[OWN_ID]
  return typeof own === 'string' ? own : undefined
}

// The server's own order: by number, then by id.
function inOrder<T extends { readonly id: string; readonly number: number }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}
