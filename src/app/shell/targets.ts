import type { Assessment, Job, Target } from '../../jobs/index.ts'
import { isTerminal } from '../../jobs/index.ts'
import type { Sentence } from '../../kernel/index.ts'
import { downstreamOf } from '../../storyboard/index.ts'
import type { DocumentState } from '../../studio/index.ts'

type Assessments = ReadonlyMap<string, Assessment>

/** What the Run button says and does now. */
export type RunState = {
  /** Nodes that Run would make. */
  readonly stale: number
  /** Those of them that were never made yet. */
  readonly never: number
  /** Nodes that are out of date and cannot run; the first reason is named. */
  readonly blocked: number
  readonly reason: Sentence | undefined
  /** Nodes that make something at all. */
  readonly makers: number
  /** Nodes whose job waits or runs. */
  readonly queued: number
  /** Nothing has been made in this storyboard yet. */
  readonly first: boolean
}

/** Counts what is out of date, can run, and does not wait or run already. */
export function runState(assessments: Assessments, open: ReadonlySet<string>): RunState {
  let [stale, never, blocked, queued, made] = [0, 0, 0, 0, 0]
  let reason: Sentence | undefined
  for (const one of assessments.values()) {
    if (one.takeId !== undefined) made += 1
    if (open.has(one.nodeId)) queued += 1
    else if (isBlocked(one)) {
      blocked += 1
      reason ??= one.blocked?.[0]
    } else if (isOutdated(one)) {
      stale += 1
      if (one.knowledge === 'never-made') never += 1
    }
  }
  return { stale, never, blocked, reason, makers: assessments.size, queued, first: made === 0 }
}

function isOutdated({ knowledge }: Assessment): boolean {
  return knowledge === 'never-made' || knowledge === 'stale'
}

function isBlocked(one: Assessment): boolean {
  return isOutdated(one) && (one.blocked?.length ?? 0) > 0
}

/** Nodes of a storyboard whose job has not ended. */
export function openNodes(jobs: readonly Job[], storyboardId: string): ReadonlySet<string> {
  const open = jobs.filter((job) => job.storyboardId === storyboardId && !isTerminal(job.state))
  return new Set(open.map((job) => job.nodeId))
}

/** The selected nodes that make something. */
export function selectedMakers(selection: Iterable<string>, assessments: Assessments): readonly string[] {
  return [...selection].filter((id) => assessments.has(id))
}

/** Everything that is made from these nodes, they themselves included; undefined when that is nothing. */
export function fromTarget(
  nodeIds: readonly string[],
  { board }: DocumentState,
  assessments: Assessments,
): Target | undefined {
  const reached = new Set(nodeIds.flatMap((id) => [id, ...downstreamOf(board, [id])]))
  const nodes = [...assessments.keys()].filter((id) => reached.has(id))
  return nodes.length > 0 ? { nodes } : undefined
}

/** The frame that is selected, or the one that all selected nodes lie in. */
export function frameInView(
  selectedFrame: string | undefined,
  selection: Iterable<string>,
  { board }: DocumentState,
): { readonly id: string; readonly title: string } | undefined {
  const frames = new Set(
    selectedFrame === undefined ? [...selection].map((id) => board.nodes.get(id)?.frame) : [selectedFrame],
  )
  const [id] = frames
  const frame = frames.size === 1 && id !== undefined ? board.frames.get(id) : undefined
  return frame && id !== undefined ? { id, title: frame.title } : undefined
}
