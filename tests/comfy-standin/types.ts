import type { Json, JsonObject } from './python-json.ts'

/** The three folders that the server serves files from. */
export type FolderType = 'output' | 'input' | 'temp'

/** How the protocol names a file. */
export type FileRef = { filename: string; subfolder: string; type: FolderType }

/** What a node shows: lists by key (`images`, `animated`, …). */
export type NodeUi = Record<string, Json[]>

/** One prompt in the queue. */
export type QueueItem = {
  number: number
  promptId: string
  prompt: JsonObject
  extraData: JsonObject
  outputs: string[]
  /** API keys that newer versions keep apart from `extraData`. */
  keys: JsonObject
}

/** Something that the server remembered of a run: event name and payload. */
export type StatusMessage = [event: string, data: JsonObject]

/** What `GET /history/{id}` shows of a finished prompt. */
export type HistoryEntry = {
  prompt: [number, string, JsonObject, JsonObject, string[]]
  outputs: Record<string, NodeUi>
  status: { status_str: 'success' | 'error'; completed: boolean; messages: StatusMessage[] }
  meta: Record<string, JsonObject>
}

/** Time as an argument: the wall clock by default, a manual one in tests. */
export type StandinClock = { now(): number; sleep(ms: number): Promise<void> }

/** How long things take; `steps` replaces the number of sampler steps that the graph asks for. */
export type Speed = { nodeMs?: number; stepMs?: number; steps?: number }

/** One request as it arrived. */
export type ReceivedRequest = { method: string; path: string; headers: Record<string, string>; body?: unknown }

/** One accepted prompt. */
export type Submission = { promptId: string; number: number; extraData: JsonObject; prompt: JsonObject }
