import type { NodeOutput } from './messages.ts'

/** How many prompts are kept in mind. */
const LIMIT = 64

/** Outputs that sockets told of, for the case that the server forgets them before they are collected. */
export type Seen = {
  add(promptId: string, node: string, output: NodeOutput): void
  has(promptId: string): boolean
  of(promptId: string): Readonly<Record<string, NodeOutput>>
  forget(promptId: string): void
}

/** Makes an empty memory of outputs. */
export function createSeen(): Seen {
  const prompts = new Map<string, Record<string, NodeOutput>>()
  return {
    add(promptId, node, output) {
      const outputs = prompts.get(promptId) ?? {}
      prompts.delete(promptId)
      prompts.set(promptId, { ...outputs, [node]: output })
      const oldest = prompts.keys().next().value
      if (prompts.size > LIMIT && oldest !== undefined) prompts.delete(oldest)
    },
    has: (promptId) => prompts.has(promptId),
    of: (promptId) => prompts.get(promptId) ?? {},
    forget: (promptId) => void prompts.delete(promptId),
  }
}
