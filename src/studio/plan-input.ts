import type { MakeSpec, Take, Values } from '../assets/index.ts'
import type { EngineChoice, Job, PlanInput, PlanNode } from '../jobs/index.ts'
import { type Issue, sameJson } from '../kernel/index.ts'
import type { NodeEvaluation } from '../storyboard/index.ts'
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
    choices.set(nodeId, sameChoice(seen, choice))
    nodes.push(
      samePlanNode(seen, {
        nodeId,
        kind: node.kind,
        title: seen.card.title,
        spec: withValues(seen.spec, adds),
        upstream: seen.upstream,
        issues: errorsOf(seen),
        takes: sources.takes.get(nodeId) ?? NO_TAKES,
        ...(node.pick === undefined ? {} : { pick: node.pick }),
        ...(node.pinned ? { pinned: true } : {}),
        ...(failed.has(nodeId) ? { failed: true } : {}),
        ...(node.frame === undefined ? {} : { frame: node.frame }),
      }),
    )
  }
  const none: EngineChoice = { blocked: [studioIssues.make('studio/unknown-node')] }
  return { nodes, choose: (node) => choices.get(node.nodeId) ?? none }
}

const NO_TAKES: readonly Take[] = []
const errors = new WeakMap<NodeEvaluation, readonly Issue[]>()
const planned = new WeakMap<NodeEvaluation, PlanNode>()
const chosen = new WeakMap<NodeEvaluation, EngineChoice>()

function errorsOf(seen: NodeEvaluation): readonly Issue[] {
  const known = errors.get(seen)
  if (known) return known
  const found = seen.issues.filter((one) => one.severity === 'error')
  errors.set(seen, found)
  return found
}

// The same object as long as nothing in it is another one: what follows from a node is worked out anew when it is.
function samePlanNode(seen: NodeEvaluation, node: PlanNode): PlanNode {
  const last = planned.get(seen)
  if (last && sameMembers(last, node)) return last
  planned.set(seen, node)
  return node
}

function sameChoice(seen: NodeEvaluation, choice: EngineChoice): EngineChoice {
  const last = chosen.get(seen)
  if (last && isSameChoice(last, choice)) return last
  chosen.set(seen, choice)
  return choice
}

function isSameChoice(a: EngineChoice, b: EngineChoice): boolean {
  if (a === b) return true
  if ('blocked' in a || 'blocked' in b) return sameJson(a, b)
  // Compared by hand: this is asked of every node whenever a server counts its jobs anew.
  return (
    a.engine === b.engine &&
    a.reads === b.reads &&
    a.draft === b.draft &&
    a.recipe?.hash === b.recipe?.hash &&
    a.recipe?.id === b.recipe?.id &&
    a.recipe?.title === b.recipe?.title &&
    a.servers.length === b.servers.length &&
    a.servers.every((id, place) => id === b.servers[place])
  )
}

function sameMembers(a: PlanNode, b: PlanNode): boolean {
  const names = Object.keys(b) as (keyof PlanNode)[]
  return Object.keys(a).length === names.length && names.every((name) => a[name] === b[name])
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
