import { z } from 'zod'
import { copyJson, type Fact } from '../kernel/index.ts'
import type { Storyboard } from './document.ts'
import { edgesByNode } from './graph.ts'
import { type FileLimits, STORYBOARD_LIMITS } from './limits.ts'
import { compareIds } from './reading-order.ts'
import { scanJson } from './scan-json.ts'
import { type Edge, type Frame, type StoryboardNode, zEdge, zFrame, zNode } from './schema.ts'
import { sniffJson, sniffText } from './sniff.ts'
import { insteadSentence, placeFact, storyboardWords } from './words.ts'
import { arrangeEdge, arrangeFrame, arrangeNode, arrangeRecords } from './write.ts'

/** `format` of copied nodes. */
export const FRAGMENT_FORMAT = 'framewright/fragment'

/** Nodes with the wires among them, as they travel on the clipboard. */
export const zFragment = z.looseObject({
  format: z.literal(FRAGMENT_FORMAT),
  version: z.literal(1).default(1),
  /** Storyboard that they were copied from: only there do picks mean anything. */
  storyboard: z.string().optional(),
  nodes: z.record(z.string(), zNode),
  edges: z.record(z.string(), zEdge).default({}),
  frames: z.record(z.string(), zFrame).default({}),
})

/** Nodes with the wires among them. */
export type Fragment = z.infer<typeof zFragment>

/** Copies nodes, the wires among them, and frames of which all nodes are copied. Ids that are not there are skipped. */
export function makeFragment(board: Storyboard, nodeIds: readonly string[]): Fragment {
  const chosen = new Set(nodeIds.filter((id) => board.nodes.has(id)))
  const frames = wholeFrames(board, chosen)
  const nodes: Record<string, StoryboardNode> = {}
  const edges: Record<string, Edge> = {}
  const index = edgesByNode(board.edges)
  for (const id of [...chosen].sort(compareIds)) {
    const node = board.nodes.get(id)
    if (!node) continue
    const { frame, ...rest } = node
    nodes[id] = frame !== undefined && frames[frame] ? node : (rest as StoryboardNode)
    for (const edgeId of index.get(id) ?? []) {
      const edge = board.edges.get(edgeId)
      if (edge && chosen.has(edge.from.node) && chosen.has(edge.to.node)) edges[edgeId] = edge
    }
  }
  return { format: FRAGMENT_FORMAT, version: 1, storyboard: board.id, nodes, edges, frames }
}

/** A fragment as clipboard text. */
export function writeFragmentText(fragment: Fragment): string {
  const { format, version, storyboard, nodes, edges, frames } = fragment
  const file = {
    format,
    version,
    storyboard,
    nodes: arrangeRecords(nodes, arrangeNode),
    edges: arrangeRecords(edges, arrangeEdge),
    frames: arrangeRecords(frames, arrangeFrame),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** Reads a fragment out of clipboard text or an object; `reason` says why it is none, to follow "cannot be pasted:". */
export function readFragment(
  source: unknown,
  limits: FileLimits = STORYBOARD_LIMITS,
): { readonly ok: true; readonly fragment: Fragment } | { readonly ok: false; readonly reason: Fact } {
  const value = typeof source === 'string' ? fromText(source, limits) : copyJson(source)
  if (!value.ok) return value
  const look = sniffJson(value.value)
  if (look !== 'fragment') return { ok: false, reason: insteadSentence(look) }
  const parsed = zFragment.safeParse(value.value)
  if (!parsed.success) {
    const first = parsed.error.issues[0]
    return {
      ok: false,
      reason: `${first?.path.map(String).join('.') ?? ''}: ${first?.message ?? 'it has another shape'}`,
    }
  }
  for (const what of ['nodes', 'edges'] as const)
    if (Object.keys(parsed.data[what]).length > limits[what])
      return { ok: false, reason: storyboardWords.say(`storyboard/more-than-${what}`, { limit: limits[what] }) }
  return { ok: true, fragment: parsed.data }
}

/** True for clipboard text that holds copied nodes; cheap enough to ask at every paste. */
export function isFragmentText(text: string): boolean {
  return text.slice(0, 2000).includes(`"${FRAGMENT_FORMAT}"`) && sniffText(text) === 'fragment'
}

function fromText(text: string, limits: FileLimits): { ok: true; value: unknown } | { ok: false; reason: Fact } {
  if (text.length > limits.bytes)
    return {
      ok: false,
      reason: storyboardWords.say('storyboard/larger-than', { size: Math.round(limits.bytes / (1024 * 1024)) }),
    }
  const flaw = scanJson(text, limits)
  if (!flaw) return { ok: true, value: JSON.parse(text) }
  const look = sniffText(text.slice(0, 4096))
  if (look !== 'broken-json' && look !== 'json') return { ok: false, reason: insteadSentence(look) }
  const { said, line, column } = flaw
  return {
    ok: false,
    reason: storyboardWords.say('storyboard/reason-at', { reason: said, place: placeFact({ line, column }) }),
  }
}

function wholeFrames(board: Storyboard, chosen: ReadonlySet<string>): Record<string, Frame> {
  const whole = new Set<string>()
  for (const id of chosen) {
    const frame = board.nodes.get(id)?.frame
    if (frame !== undefined) whole.add(frame)
  }
  for (const [id, node] of board.nodes) if (node.frame !== undefined && !chosen.has(id)) whole.delete(node.frame)
  return Object.fromEntries(
    [...whole].sort(compareIds).flatMap((id) => {
      const frame = board.frames.get(id)
      return frame ? [[id, frame] as const] : []
    }),
  )
}
