import type { EngineEvent } from '../port.ts'
import type { NodeProgress, ServerMessage } from './messages.ts'
import { titleOf } from './validation.ts'

type Graph = Readonly<
  Record<string, { class_type: string; inputs: Readonly<Record<string, unknown>>; _meta?: unknown }>
>

/** Turns what a server tells of one prompt into one fraction that never goes back, with words for where it is. */
export type ProgressMeter = { read(message: ServerMessage): EngineEvent | undefined }

/** Makes the meter of one graph. */
export function createProgressMeter(graph: Graph): ProgressMeter {
  const weights = new Map(Object.entries(graph).map(([id, node]) => [id, weightOf(node.inputs)]))
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1
  const shares = new Map<string, number>()
  let highest = 0
  let label = ''

  const set = (node: string, share: number) => {
    const own = ownerOf(node, weights)
    if (own !== undefined) shares.set(own, Math.max(shares.get(own) ?? 0, Math.min(1, share)))
  }
  const at = (node: string, value: number, max: number) => {
    const title = titleOf(graph, node)
    label = max > 1 ? `${title} · step ${value} of ${max}` : title
    // Nodes made while running belong to one of ours, of which they are a part of unknown size.
    if (weights.has(node)) set(node, max > 0 ? value / max : 0)
  }
  const tell = (): EngineEvent => {
    const done = [...shares].reduce((sum, [id, share]) => sum + share * (weights.get(id) ?? 0), 0)
    highest = Math.max(highest, Math.min(1, done / total))
    return { event: 'progress', value: Math.round(highest * 10_000) / 10_000, max: 1, label }
  }
  const snapshot = (nodes: Readonly<Record<string, NodeProgress>>) => {
    for (const [id, { value, max, state, displayNode }] of Object.entries(nodes)) {
      if (state === 'finished') {
        if (weights.has(id)) set(id, 1)
      } else
        at(
          displayNode ?? id,
          displayNode === undefined || displayNode === id ? value : 0,
          displayNode === undefined || displayNode === id ? max : 0,
        )
    }
  }
  return {
    read(message) {
      if (message.type === 'started') return { event: 'started' }
      if (message.type === 'cached') for (const id of message.nodes) set(id, 1)
      else if (message.type === 'executing' && message.node !== null) at(message.node, 0, 0)
      else if (message.type === 'progress') at(message.node, message.value, message.max)
      else if (message.type === 'snapshot') snapshot(message.nodes)
      else if (message.type === 'executed') set(message.node, 1)
      else return undefined
      return tell()
    },
  }
}

// Samplers take nearly all of the time, and say beforehand in how many steps.
function weightOf(inputs: Readonly<Record<string, unknown>>): number {
  const { steps } = inputs
  return typeof steps === 'number' && steps >= 1 && steps <= 10_000 ? steps : 1
}

function ownerOf(node: string, weights: ReadonlyMap<string, number>): string | undefined {
  if (weights.has(node)) return node
  const outer = node.split('.')[0] ?? ''
  return weights.has(outer) ? outer : undefined
}
