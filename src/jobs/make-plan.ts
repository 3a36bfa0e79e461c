import type { Sentence } from '../kernel/index.ts'
import { isCurrent } from './assess-nodes.ts'
import { because } from './because.ts'
import { isChosen, seedOf } from './freshness.ts'
import type { JobReason } from './job.ts'
import type { Assessment, Plan, PlanInput, PlanNode, PlannedJob, Target } from './plan.ts'

/** How seeds that vary are treated: kept as stored, or drawn anew (a new take). */
export type PlanOptions = { readonly seeds: 'keep' | 'new' }

type Wish = { readonly reason: JobReason; readonly why: Sentence }
type Context = {
  readonly nodes: ReadonlyMap<string, PlanNode>
  readonly assessments: ReadonlyMap<string, Assessment>
}

/** What would run for a target, in which order, and why; what is up to date; what cannot run. Touches nothing. */
export function makePlan(
  input: PlanInput,
  assessments: ReadonlyMap<string, Assessment>,
  target: Target,
  options: PlanOptions,
): Plan {
  const context = { nodes: new Map(input.nodes.map((node) => [node.nodeId, node])), assessments }
  const wanted = targetNodes(input, target)
  const wishes = wishList(input, context, wanted, options.seeds === 'new' && target !== 'stale')
  const runs = new Map([...wishes].filter(([nodeId]) => !assessments.get(nodeId)?.blocked))
  const order = depthFirst(input.nodes, runs, context.nodes)
  return {
    jobs: order.flatMap((node) => plannedJob(node, runs, context)),
    fresh: [...wanted].filter((nodeId) => !wishes.has(nodeId)),
    blocked: input.nodes.flatMap(({ nodeId }) => {
      const issues = wishes.has(nodeId) ? assessments.get(nodeId)?.blocked : undefined
      return issues ? [{ nodeId, issues }] : []
    }),
  }
}

/** The nodes that a target names, in flow order. */
function targetNodes(input: PlanInput, target: Target): ReadonlySet<string> {
  if (target === 'stale' || target === 'all') return new Set(input.nodes.map((node) => node.nodeId))
  if ('from' in target) return downstream(input.nodes, target.from)
  const named = (node: PlanNode) => {
    if ('node' in target) return node.nodeId === target.node
    return 'frame' in target ? node.frame === target.frame : target.nodes.includes(node.nodeId)
  }
  return new Set(input.nodes.filter(named).map((node) => node.nodeId))
}

function downstream(nodes: readonly PlanNode[], start: string): ReadonlySet<string> {
  const reached = new Set<string>()
  for (const node of nodes) {
    if (node.nodeId === start || node.upstream.some((id) => reached.has(id))) reached.add(node.nodeId)
  }
  return reached
}

/** Everything that has to be made for the wanted nodes, runnable or not. */
function wishList(input: PlanInput, context: Context, wanted: ReadonlySet<string>, anew: boolean): Map<string, Wish> {
  const wishes = new Map<string, Wish>()
  for (const node of input.nodes) {
    const wish = wanted.has(node.nodeId) ? wishFor(node, context, wishes, anew) : undefined
    if (wish) wishes.set(node.nodeId, wish)
  }
  // What the wanted nodes need and does not exist, or is not what it would be today.
  const open = [...wishes.keys()]
  for (let nodeId = open.pop(); nodeId !== undefined; nodeId = open.pop()) {
    for (const id of context.nodes.get(nodeId)?.upstream ?? []) {
      const assessment = context.assessments.get(id)
      if (!assessment || isCurrent(assessment) || wishes.has(id)) continue
      wishes.set(id, ownWish(assessment))
      open.push(id)
    }
  }
  return wishes
}

function wishFor(node: PlanNode, context: Context, wishes: ReadonlyMap<string, Wish>, anew: boolean): Wish | undefined {
  const assessment = context.assessments.get(node.nodeId)
  if (!assessment) return undefined
  const { choice } = assessment
  if (!isCurrent(assessment)) return ownWish(assessment)
  const pinned = node.pinned === true && assessment.takeId === node.pick
  // A draft although servers are configured: the person must hear why no server makes it.
  if (assessment.knowledge === 'draft' && !pinned && choice && !isChosen(choice))
    return { reason: 'draft', why: because('draft') }
  if (
    anew &&
    (choice && isChosen(choice) ? seedOf(node.spec, choice.reads).seedVaries : node.spec.seed?.mode === 'vary')
  )
    return { reason: 'asked', why: because('asked') }
  const renewed = pinned
    ? undefined
    : node.upstream.find((id) => willRun(id, context, wishes) && !keepsTake(id, context))
  if (renewed === undefined) return undefined
  return {
    reason: 'upstream',
    why: because('upstream', { upstream: context.nodes.get(renewed)?.title ?? renewed }),
  }
}

function willRun(nodeId: string, { assessments }: Context, wishes: ReadonlyMap<string, Wish>): boolean {
  return wishes.has(nodeId) && !assessments.get(nodeId)?.blocked
}

function ownWish({ reason = 'never-made', why }: Assessment): Wish {
  return { reason, why: why ?? because(reason) }
}

/** True when a node goes on to stand for its present take after another one lands: its pick is up to date, or pinned. */
function keepsTake(nodeId: string, { nodes, assessments }: Context): boolean {
  const pick = nodes.get(nodeId)?.pick
  const assessment = assessments.get(nodeId)
  return pick !== undefined && assessment !== undefined && assessment.takeId === pick && isCurrent(assessment)
}

/** From each last node backwards, so that everything of one shot is made before the next shot begins. */
function depthFirst(
  nodes: readonly PlanNode[],
  runs: ReadonlyMap<string, Wish>,
  byId: ReadonlyMap<string, PlanNode>,
): readonly PlanNode[] {
  const used = new Set<string>()
  for (const node of nodes) if (runs.has(node.nodeId)) for (const id of node.upstream) used.add(id)
  const order: PlanNode[] = []
  const seen = new Set<string>()
  for (const last of nodes) {
    if (!runs.has(last.nodeId) || used.has(last.nodeId)) continue
    const stack: { node: PlanNode; next: number }[] = [{ node: last, next: 0 }]
    seen.add(last.nodeId)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const id = top.node.upstream[top.next++]
      if (id === undefined) {
        order.push(top.node)
        stack.pop()
        continue
      }
      const upstream = runs.has(id) && !seen.has(id) ? byId.get(id) : undefined
      if (upstream) {
        seen.add(id)
        stack.push({ node: upstream, next: 0 })
      }
    }
  }
  return order
}

function plannedJob(node: PlanNode, runs: ReadonlyMap<string, Wish>, context: Context): readonly PlannedJob[] {
  const wish = runs.get(node.nodeId)
  const choice = context.assessments.get(node.nodeId)?.choice
  if (!wish || !choice || !isChosen(choice)) return []
  const [server] = choice.servers
  return [
    {
      nodeId: node.nodeId,
      kind: node.kind,
      title: node.title,
      engine: choice.engine,
      ...(choice.recipe ? { recipe: choice.recipe } : {}),
      reason: wish.reason,
      because: wish.why.message,
      why: wish.why,
      ...(server === undefined ? {} : { server }),
      servers: choice.servers,
      draft: choice.draft,
      reads: choice.reads,
      after: [...new Set(node.upstream.filter((id) => runs.has(id) && !keepsTake(id, context)))],
    },
  ]
}
