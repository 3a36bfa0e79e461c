import type { Executor, ExecutorContext } from './executor.ts'
import type { ReceivedRequest, Submission } from './types.ts'

/** What the routes work on; a restart makes a new one. */
export type ServerContext = ExecutorContext & {
  executor: Executor
  models: Record<string, string[]>
  embeddings: string[]
  port: number
  corsHeader: string | undefined
  maxUploadBytes: number
  /** The number that the next prompt gets. */
  counter: { next: number }
  received: ReceivedRequest[]
  submissions: Submission[]
  /** Exceptions of the stand-in itself, which a client sees as 500: should stay empty. */
  mishaps: unknown[]
}
