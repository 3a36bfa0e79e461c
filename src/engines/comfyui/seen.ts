import type { NodeOutput } from './messages.ts'

/** How many prompts are kept in mind. */
const LIMIT = 64

type Outputs = Readonly<Record<string, NodeOutput>>
type Prompt = { outputs: Outputs; ended: boolean }

/** Outputs that sockets and history told of: collecting need not ask again, nor fail when the server forgets them before. */
export type Seen = {
  add(promptId: string, node: string, output: NodeOutput): void
  /** The history has the prompt, with these outputs. */
  end(promptId: string, outputs: Outputs): void
  has(promptId: string): boolean
  /** True when the history told all of it. */
  isWhole(promptId: string): boolean
  of(promptId: string): Outputs
  /** What was told is not believed to be all any more. */
  doubt(promptId: string): void
  forget(promptId: string): void
}

/** Makes an empty memory of outputs. */
export function createSeen(): Seen {
  const prompts = new Map<string, Prompt>()
  const put = (promptId: string, outputs: Outputs, ended: boolean) => {
    const known = prompts.get(promptId)
    prompts.delete(promptId)
    prompts.set(promptId, { outputs: { ...known?.outputs, ...outputs }, ended: ended || known?.ended === true })
    const oldest = prompts.keys().next().value
    if (prompts.size > LIMIT && oldest !== undefined) prompts.delete(oldest)
  }
  return {
    add: (promptId, node, output) => put(promptId, { [node]: output }, false),
    end: (promptId, outputs) => put(promptId, outputs, true),
    has: (promptId) => prompts.has(promptId),
    isWhole: (promptId) => prompts.get(promptId)?.ended === true,
    of: (promptId) => prompts.get(promptId)?.outputs ?? {},
    doubt(promptId) {
      const known = prompts.get(promptId)
      if (known) known.ended = false
    },
    forget: (promptId) => void prompts.delete(promptId),
  }
}
