import type { Json, JsonObject } from './python-json.ts'

type NodeState = { value: number; max: number; state: 'running' | 'finished' | 'error' }

/** The progress of one prompt: snapshots of all nodes that began, and the gap between messages of one node. */
export class ProgressBoard {
  private readonly nodes = new Map<string, NodeState>()
  private readonly sentAt = new Map<string, number>()
  private readonly promptId: string
  private readonly gapMs: number
  private readonly send: (type: string, data: Json) => void

  constructor(promptId: string, gapMs: number, send: (type: string, data: Json) => void) {
    this.promptId = promptId
    this.gapMs = gapMs
    this.send = send
  }

  start(node: string): void {
    this.nodes.set(node, { value: 0, max: 1, state: 'running' })
    this.sendState()
  }

  /** One step; messages that follow too closely are left out, the last step never is. */
  update(node: string, value: number, max: number, now: number): void {
    this.nodes.set(node, { value, max, state: 'running' })
    const last = this.sentAt.get(node)
    if (last !== undefined && now - last < this.gapMs && value < max) return
    this.sentAt.set(node, now)
    this.sendState()
    this.send('progress', { value, max, prompt_id: this.promptId, node })
  }

  finish(node: string): void {
    const max = this.nodes.get(node)?.max ?? 1
    this.nodes.set(node, { value: max, max, state: 'finished' })
    this.sendState()
  }

  private sendState(): void {
    const nodes: JsonObject = {}
    for (const [id, state] of this.nodes) {
      const ids = { node_id: id, prompt_id: this.promptId, display_node_id: id, parent_node_id: null, real_node_id: id }
      nodes[id] = { ...state, ...ids }
    }
    this.send('progress_state', { prompt_id: this.promptId, nodes })
  }
}
