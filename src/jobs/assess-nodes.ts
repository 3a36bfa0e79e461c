import { effectiveTake, type Take } from '../assets/index.ts'
import { hasErrors, type Issue, type Sentence, wordFact } from '../kernel/index.ts'
import { because } from './because.ts'
import { changedNames, freshTest, isChosen, type ResolvedInput } from './freshness.ts'
import { jobIssues } from './issues.ts'
import type { JobReason } from './job.ts'
import type { Assessment, EngineChoice, PlanInput, PlanNode } from './plan.ts'

type Known = { readonly node: PlanNode; readonly assessment: Assessment; readonly take: Take | undefined }
type Why = {
  readonly reason: JobReason
  readonly because: string
  readonly why: Sentence
  readonly changed?: readonly string[]
}

/** What is known of every node that makes something, in one pass in flow order. */
export function assessNodes(input: PlanInput): ReadonlyMap<string, Assessment> {
  const ids = new Set(input.nodes.map((node) => node.nodeId))
  const known = new Map<string, Known>()
  const assessments = new Map<string, Assessment>()
  for (const node of input.nodes) {
    const one = assess(node, input.choose(node), known, ids)
    known.set(node.nodeId, one)
    assessments.set(node.nodeId, one.assessment)
  }
  return assessments
}

/** True when nothing has to be made: what is there is what would be made today, or was pinned. */
export function isCurrent(assessment: Assessment): boolean {
  return assessment.knowledge === 'fresh' || assessment.knowledge === 'draft'
}

function assess(
  node: PlanNode,
  choice: EngineChoice,
  known: ReadonlyMap<string, Known>,
  ids: ReadonlySet<string>,
): Known {
  const inputs = resolveInputs(node, known)
  const isFresh = freshTest(node, choice, inputs)
  const take = effectiveTake(node.takes, node, isFresh)
  const upstream = node.upstream.flatMap((id) => known.get(id) ?? [])
  const blocked = blockers(node, choice, upstream, known, ids)
  const rest = {
    nodeId: node.nodeId,
    choice,
    ...(take ? { takeId: take.id } : {}),
    ...(blocked.length > 0 ? { blocked } : {}),
  }
  const pinned = node.pinned === true && take !== undefined && take.id === node.pick
  const outdated = upstream.find((one) => !isCurrent(one.assessment))
  if (take && (pinned || (!outdated && isFresh(take))))
    return { node, take, assessment: { ...rest, knowledge: take.draft ? 'draft' : 'fresh' } }
  const why = explain(node, choice, take, inputs, outdated)
  return { node, take, assessment: { ...rest, knowledge: take ? 'stale' : 'never-made', ...why } }
}

function explain(
  node: PlanNode,
  choice: EngineChoice,
  take: Take | undefined,
  inputs: readonly ResolvedInput[] | undefined,
  outdated: Known | undefined,
): Why {
  const changed = take ? changedNames(node, choice, take, inputs) : []
  const facts = { changed, ...(outdated ? { upstream: outdated.node.title } : {}) }
  const named = (reason: JobReason): Why => {
    const why = because(reason, facts)
    return { reason, because: why.message, why, ...(changed.length > 0 ? { changed } : {}) }
  }
  if (node.failed) return named('failed')
  if (!take) return named('never-made')
  if (take.draft && isChosen(choice) && !choice.draft) return named('draft')
  return named(outdated && changed.length === 0 ? 'upstream' : 'changed')
}

/** Hashes of the media inputs today; undefined while one of them has no bytes yet. */
function resolveInputs(node: PlanNode, known: ReadonlyMap<string, Known>): readonly ResolvedInput[] | undefined {
  const inputs: ResolvedInput[] = []
  for (const { name, source } of node.spec.media) {
    const hash = source.from === 'file' ? source.ref.hash : known.get(source.nodeId)?.take?.assetId
    if (hash === undefined) return undefined
    inputs.push({ name, hash, nodeId: source.nodeId })
  }
  return inputs
}

function blockers(
  node: PlanNode,
  choice: EngineChoice,
  upstream: readonly Known[],
  known: ReadonlyMap<string, Known>,
  ids: ReadonlySet<string>,
): readonly Issue[] {
  const at = { nodeId: node.nodeId }
  const waits = upstream
    .filter((one) => one.assessment.blocked && !isCurrent(one.assessment))
    .map((one) => jobIssues.make('jobs/upstream-blocked', { at, facts: { title: one.node.title } }))
  // A source that is no maker, or that comes later in the flow (a cycle), will never give bytes.
  const unknown = node.spec.media
    .filter(({ source }) => source.from === 'take' && !known.has(source.nodeId))
    .map(({ name, source }) =>
      jobIssues.make(ids.has(source.nodeId) ? 'jobs/input-from-behind' : 'jobs/unknown-input', {
        at: { ...at, field: name },
        facts: { port: wordFact('ports', name) },
      }),
    )
  return [
    ...(hasErrors(node.issues) ? node.issues.filter((one) => one.severity === 'error') : []),
    ...(isChosen(choice) ? [] : choice.blocked),
    ...unknown,
    ...waits,
  ]
}
