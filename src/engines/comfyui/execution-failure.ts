import type { Failure, FailurePlace } from '../../kernel/index.ts'
import { comfyFailures } from './failures.ts'
import type { ExecutionError } from './messages.ts'
import { modelInputs } from './model-inputs.ts'
import { titleOf } from './validation.ts'

type Graph = Readonly<Record<string, { class_type: string; _meta?: unknown }>>

const MEMORY_TYPES = /(^|\.)(OutOfMemoryError|MemoryError|OOM_EXCEPTION)$/
const FILE_TYPES =
  /(^|\.)(FileNotFoundError|IsADirectoryError|NotADirectoryError|PermissionError|UnidentifiedImageError)$/
const WEIGHT_TYPES = /(^|\.)(SafetensorError|UnpicklingError|HeaderTooLarge)$/

type ExecutionCode =
  | 'comfyui/out-of-memory'
  | 'comfyui/disk-full'
  | 'comfyui/model-file'
  | 'comfyui/input-file'
  | 'comfyui/node-failed'

/**
 * Names what stopped a prompt by the type of the server's exception and the class of the node. Allocators raise plain
 * RuntimeErrors, so for those, and for a full disk, a machine code inside the message counts as structure.
 */
export function explainExecutionError(error: ExecutionError, graph: Graph, at: FailurePlace): Failure {
  const node = error.node_id === undefined ? (error.node_type ?? 'A node') : titleOf(graph, error.node_id)
  return comfyFailures.make(codeOf(error), { facts: { node }, detail: ownWords(error), at })
}

function codeOf({ exception_type: type, exception_message: message, node_type }: ExecutionError): ExecutionCode {
  if (MEMORY_TYPES.test(type)) return 'comfyui/out-of-memory'
  if (/\b(DefaultCPUAllocator|CUDA out of memory|HIP out of memory|MPS backend out of memory)\b/.test(message))
    return 'comfyui/out-of-memory'
  if (/\[Errno 28\]/.test(message)) return 'comfyui/disk-full'
  const loadsModel = modelInputs(node_type ?? '').length > 0
  if (WEIGHT_TYPES.test(type) || (loadsModel && FILE_TYPES.test(type))) return 'comfyui/model-file'
  if (FILE_TYPES.test(type)) return 'comfyui/input-file'
  return 'comfyui/node-failed'
}

function ownWords({ node_id, node_type, exception_type, exception_message, traceback }: ExecutionError): string {
  return [`Node ${node_id ?? '?'} ${node_type ?? ''}`, `${exception_type}: ${exception_message}`, traceback.join('')]
    .join('\n')
    .slice(0, 20_000)
}
