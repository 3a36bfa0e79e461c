import { createHash } from 'node:crypto'
import { classOf, inputsOf, isLink } from './links.ts'
import { dumpPythonJson, type JsonObject } from './python-json.ts'

/** Decides which node runs next: outputs first, then what leads to an output soon, else the first that is ready. */
export class ExecutionOrder {
  private readonly pending = new Map<string, Set<string>>()
  private readonly prompt: JsonObject
  private readonly isOutput: (id: string) => boolean

  constructor(
    prompt: JsonObject,
    outputs: string[],
    isOutput: (id: string) => boolean,
    isCached: (id: string) => boolean,
  ) {
    this.prompt = prompt
    this.isOutput = isOutput
    for (const output of outputs) this.add(output, isCached)
  }

  /** The next node, or undefined when all is done. */
  next(): string | undefined {
    const ready = [...this.pending].filter(([, needs]) => needs.size === 0).map(([id]) => id)
    return (
      ready.find((id) => this.isOutput(id)) ??
      ready.find((id) => this.dependents(id).some((other) => this.isOutput(other))) ??
      ready.find((id) =>
        this.dependents(id).some((other) => this.dependents(other).some((third) => this.isOutput(third))),
      ) ??
      ready[0]
    )
  }

  /** Marks a node as finished. */
  complete(id: string): void {
    this.pending.delete(id)
    for (const needs of this.pending.values()) needs.delete(id)
  }

  private add(output: string, isCached: (id: string) => boolean): void {
    const stack = [output]
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (this.pending.has(id)) continue
      const needs = new Set<string>()
      this.pending.set(id, needs)
      for (const value of Object.values(inputsOf(this.prompt, id))) {
        if (!isLink(value) || isCached(value[0])) continue
        stack.push(value[0])
        needs.add(value[0])
      }
    }
  }

  private dependents(id: string): string[] {
    return [...this.pending].filter(([, needs]) => needs.has(id)).map(([other]) => other)
  }
}

/**
 * The cache key of a node: class, constants and, through the links, the keys of all ancestors; node ids are no part of
 * it. `changeOf` adds what the node itself watches (the hash of a file).
 */
export function signatureOf(
  prompt: JsonObject,
  id: string,
  changeOf: (id: string) => string,
  known = new Map<string, string>(),
): string {
  const found = known.get(id)
  if (found !== undefined) return found
  known.set(id, '') // guards against cycles in parts that no output needs
  const inputs = Object.entries(inputsOf(prompt, id)).sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = inputs.map(([name, value]) => {
    const text = isLink(value) ? `${signatureOf(prompt, value[0], changeOf, known)}:${value[1]}` : dumpPythonJson(value)
    return `${name}=${text}`
  })
  const signature = createHash('sha1')
    .update([classOf(prompt, id), changeOf(id), ...parts].join('\n'))
    .digest('hex')
  known.set(id, signature)
  return signature
}
