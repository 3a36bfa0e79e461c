import { z } from 'zod'
import { type FileRef, zFileRef } from './file-ref.ts'
import { type ExecutionError, type NodeOutput, zExecutionError, zNodeOutput } from './messages.ts'

/** What the server keeps of an ended prompt. */
export const zHistoryEntry = z.looseObject({
  outputs: z.record(z.string(), zNodeOutput).catch({}),
  status: z
    .looseObject({
      status_str: z.string().catch(''),
      completed: z.boolean().catch(false),
      messages: z.array(z.unknown()).catch([]),
    })
    .nullish()
    .catch(null),
})
export type HistoryEntry = z.infer<typeof zHistoryEntry>

/** Files that a node put on show, whatever the key they stand under. */
export function filesOf(output: NodeOutput): FileRef[] {
  return Object.entries(output).flatMap(([key, list]) => {
    if (key === 'animated' || !Array.isArray(list)) return []
    return list.flatMap((item) => zFileRef.safeParse(item).data ?? [])
  })
}

/** The error that ended a prompt, the fact that it was interrupted, or neither. */
export function endOf(
  entry: HistoryEntry,
): { end: 'succeeded' } | { end: 'interrupted' } | { end: 'failed'; error: ExecutionError } {
  const zMessage = z.tuple([z.string(), z.unknown()])
  const messages = (entry.status?.messages ?? []).flatMap((message) => {
    const parsed = zMessage.safeParse(message).data
    return parsed ? [parsed] : []
  })
  if (entry.status?.status_str !== 'error') return { end: 'succeeded' }
  if (messages.some(([event]) => event === 'execution_interrupted')) return { end: 'interrupted' }
  const error = messages.findLast(([event]) => event === 'execution_error')
  return { end: 'failed', error: zExecutionError.parse(error?.[1] ?? {}) }
}
