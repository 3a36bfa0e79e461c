import { z } from 'zod'
import { parseTolerant } from './tolerant-json.ts'

/** What a node put on show: lists by key, some of them with files. */
export const zNodeOutput = z.record(z.string(), z.unknown())
export type NodeOutput = z.infer<typeof zNodeOutput>

/** The server's account of an error while running. */
export const zExecutionError = z.looseObject({
  node_id: z.string().optional().catch(undefined),
  node_type: z.string().optional().catch(undefined),
  exception_type: z.string().catch(''),
  exception_message: z.string().catch(''),
  traceback: z.array(z.string()).catch([]),
})
export type ExecutionError = z.infer<typeof zExecutionError>

/** Progress of one node in a snapshot. */
export type NodeProgress = {
  readonly value: number
  readonly max: number
  readonly state: string
  readonly displayNode?: string
}

/** A message of the socket, as far as it concerns us; everything else is `other`. */
export type ServerMessage =
  | { readonly type: 'status'; readonly remaining: number | undefined }
  | { readonly type: 'started' | 'succeeded' | 'interrupted'; readonly promptId: string }
  | { readonly type: 'cached'; readonly promptId: string; readonly nodes: readonly string[] }
  | { readonly type: 'executing'; readonly promptId: string | undefined; readonly node: string | null }
  | {
      readonly type: 'progress'
      readonly promptId: string
      readonly node: string
      readonly value: number
      readonly max: number
    }
  | { readonly type: 'snapshot'; readonly promptId: string; readonly nodes: Readonly<Record<string, NodeProgress>> }
  | { readonly type: 'executed'; readonly promptId: string; readonly node: string; readonly output: NodeOutput }
  /** `blocked` errors are told while the prompt goes on. */
  | { readonly type: 'error' | 'blocked'; readonly promptId: string; readonly error: ExecutionError }
  | { readonly type: 'flags'; readonly previewMetadata: boolean }
  | { readonly type: 'other'; readonly name: string }

const zEnvelope = z.looseObject({ type: z.string(), data: z.unknown().optional() })
const zOfPrompt = z.looseObject({ prompt_id: z.string() })
const number = z.number().catch(0)
const zNodes = z.record(
  z.string(),
  z.looseObject({
    value: number,
    max: number,
    state: z.string().catch(''),
    display_node_id: z.string().optional().catch(undefined),
  }),
)

type Reader = (data: unknown) => ServerMessage | undefined

const readers: Readonly<Record<string, Reader>> = {
  status: (data) => {
    const status = z
      .looseObject({ status: z.looseObject({ exec_info: z.looseObject({ queue_remaining: z.number() }) }) })
      .safeParse(data)
    return { type: 'status', remaining: status.data?.status.exec_info.queue_remaining }
  },
  execution_start: ofPrompt('started'),
  execution_success: ofPrompt('succeeded'),
  execution_interrupted: ofPrompt('interrupted'),
  execution_cached: (data) => {
    const parsed = zOfPrompt.extend({ nodes: z.array(z.string()).catch([]) }).safeParse(data).data
    return parsed && { type: 'cached', promptId: parsed.prompt_id, nodes: parsed.nodes }
  },
  executing: (data) => {
    const zExecuting = z.looseObject({
      prompt_id: z.string().optional(),
      node: z.string().nullable(),
      display_node: z.string().nullish(),
    })
    const parsed = zExecuting.safeParse(data).data
    return parsed && { type: 'executing', promptId: parsed.prompt_id, node: parsed.display_node ?? parsed.node }
  },
  progress: (data) => {
    const parsed = zOfPrompt.extend({ node: z.string(), value: number, max: number }).safeParse(data).data
    return (
      parsed && {
        type: 'progress',
        promptId: parsed.prompt_id,
        node: parsed.node,
        value: parsed.value,
        max: parsed.max,
      }
    )
  },
  progress_state: (data) => {
    const parsed = zOfPrompt.extend({ nodes: zNodes }).safeParse(data).data
    return parsed && { type: 'snapshot', promptId: parsed.prompt_id, nodes: readNodes(parsed.nodes) }
  },
  executed: (data) => {
    const parsed = zOfPrompt.extend({ node: z.string(), output: zNodeOutput.nullish() }).safeParse(data).data
    return parsed && { type: 'executed', promptId: parsed.prompt_id, node: parsed.node, output: parsed.output ?? {} }
  },
  execution_error: (data) => {
    const id = zOfPrompt.safeParse(data).data?.prompt_id
    const error = zExecutionError.safeParse(data).data
    if (id === undefined || !error) return undefined
    return { type: error.exception_type === 'ExecutionBlocked' ? 'blocked' : 'error', promptId: id, error }
  },
  feature_flags: (data) => {
    const flags = z.looseObject({ supports_preview_metadata: z.boolean() }).safeParse(data)
    return { type: 'flags', previewMetadata: flags.data?.supports_preview_metadata === true }
  },
}

function ofPrompt(type: 'started' | 'succeeded' | 'interrupted'): Reader {
  return (data) => {
    const parsed = zOfPrompt.safeParse(data).data
    return parsed && { type, promptId: parsed.prompt_id }
  }
}

function readNodes(nodes: z.infer<typeof zNodes>): Record<string, NodeProgress> {
  return Object.fromEntries(
    Object.entries(nodes).map(([id, { value, max, state, display_node_id }]) => [
      id,
      { value, max, state, ...(display_node_id === undefined ? {} : { displayNode: display_node_id }) },
    ]),
  )
}

/** Reads a text frame. Never throws: what cannot be understood is `other`. */
export function readMessage(text: string): ServerMessage {
  let envelope: z.infer<typeof zEnvelope> | undefined
  try {
    envelope = zEnvelope.safeParse(parseTolerant(text)).data
  } catch {
    return { type: 'other', name: 'not-json' }
  }
  if (!envelope) return { type: 'other', name: 'no-type' }
  const reader = Object.hasOwn(readers, envelope.type) ? readers[envelope.type] : undefined
  return reader?.(envelope.data) ?? { type: 'other', name: envelope.type }
}

/** The prompt that a message is about; undefined for messages to everybody. */
export function promptOf(message: ServerMessage): string | undefined {
  return 'promptId' in message ? message.promptId : undefined
}
