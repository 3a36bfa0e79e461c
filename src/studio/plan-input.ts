import type { Take } from '../assets/index.ts'
import type { EngineChoice, Job, PlanInput, PlanNode } from '../jobs/index.ts'
import { type Issue, issue } from '../kernel/index.ts'
import { type Choosing, chooseEngine } from './choose-engine.ts'
import type { DocumentState } from './contract.ts'

/** What a plan is made from, beside the document. */
export type PlanSources = {
  readonly takes: ReadonlyMap<string, readonly Take[]>
  readonly jobs: readonly Job[]
} & Omit<Choosing, 'settings'>

/** Turns the evaluated document into the plan's own words: every node that makes something, in flow order. */
export function planInput(
  { board, evaluation }: Pick<DocumentState, 'board' | 'evaluation'>,
  sources: PlanSources,
): PlanInput {
  const choosing: Choosing = { ...sources, settings: board.header.settings }
  const choices = new Map<string, EngineChoice>()
  const failed = failedNodes(sources.jobs, board.id)
  const nodes: PlanNode[] = []
  for (const nodeId of evaluation.order) {
    const seen = evaluation.nodes.get(nodeId)
    const node = board.nodes.get(nodeId)
    if (!seen?.spec || !node || node.mode) continue
    const { choice, adds } = chooseEngine(nodeId, seen.spec, choosing)
    choices.set(nodeId, choice)
    nodes.push({
      nodeId,
      kind: node.kind,
      title: seen.card.title,
      spec: Object.keys(adds).length > 0 ? { ...seen.spec, generate: { ...seen.spec.generate, ...adds } } : seen.spec,
      upstream: seen.upstream,
      issues: [
        ...seen.issues.filter((one) => one.severity === 'error'),
        ...mutedSources(evaluation.nodes.get(nodeId)?.upstream ?? [], board, nodeId),
      ],
      takes: sources.takes.get(nodeId) ?? [],
      ...(node.pick === undefined ? {} : { pick: node.pick }),
      ...(node.pinned ? { pinned: true } : {}),
      ...(failed.has(nodeId) ? { failed: true } : {}),
      ...(node.frame === undefined ? {} : { frame: node.frame }),
    })
  }
  const none: EngineChoice = { blocked: [issue('studio/unknown-node', 'This node is not part of the plan.', {})] }
  return { nodes, choose: (node) => choices.get(node.nodeId) ?? none }
}

function mutedSources(upstream: readonly string[], board: DocumentState['board'], nodeId: string): Issue[] {
  return upstream.flatMap((source) =>
    board.nodes.get(source)?.mode === 'muted'
      ? [issue('studio/muted-source', `It needs ${source}, which is muted.`, { nodeId })]
      : [],
  )
}

/** Nodes whose newest ended job failed and that have no newer take. */
function failedNodes(jobs: readonly Job[], storyboardId: string): Set<string> {
  const newest = new Map<string, Job>()
  for (const job of jobs) {
    if (job.storyboardId !== storyboardId || (job.state !== 'failed' && job.state !== 'done')) continue
    const known = newest.get(job.nodeId)
    if (!known || (job.endedAt ?? 0) >= (known.endedAt ?? 0)) newest.set(job.nodeId, job)
  }
  return new Set([...newest.values()].filter((job) => job.state === 'failed').map((job) => job.nodeId))
}
