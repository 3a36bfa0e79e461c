import type { MakeSpec, Take, Values } from '../assets/index.ts'
import type { EngineChoice, Job, PlanInput, PlanNode } from '../jobs/index.ts'
import { type Choosing, chooseEngine } from './choose-engine.ts'
import type { DocumentState } from './contract.ts'
import { studioIssues } from './issues.ts'

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
      spec: withValues(seen.spec, adds),
      upstream: seen.upstream,
      issues: seen.issues.filter((one) => one.severity === 'error'),
      takes: sources.takes.get(nodeId) ?? [],
      ...(node.pick === undefined ? {} : { pick: node.pick }),
      ...(node.pinned ? { pinned: true } : {}),
      ...(failed.has(nodeId) ? { failed: true } : {}),
      ...(node.frame === undefined ? {} : { frame: node.frame }),
    })
  }
  const none: EngineChoice = { blocked: [studioIssues.make('studio/unknown-node')] }
  return { nodes, choose: (node) => choices.get(node.nodeId) ?? none }
}

// The same object as long as the same is added: keys are remembered by it.
const completed = new WeakMap<MakeSpec, { readonly adds: Values; readonly spec: MakeSpec }>()

function withValues(spec: MakeSpec, adds: Values): MakeSpec {
  const names = Object.keys(adds)
  if (names.length === 0) return spec
  const last = completed.get(spec)
  if (last && Object.keys(last.adds).length === names.length && names.every((name) => last.adds[name] === adds[name]))
    return last.spec
  const whole = { ...spec, generate: { ...spec.generate, ...adds } }
  completed.set(spec, { adds, spec: whole })
  return whole
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
