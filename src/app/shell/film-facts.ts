import type { Assessment } from '../../jobs/index.ts'
import type { DocumentState } from '../../studio/index.ts'
import type { Clip, Timeline } from '../../timeline/index.ts'
import { cutOf, givesCut } from '../state/cut-nodes.ts'

/** What is known of a film before it is written. */
export type FilmFacts = {
  /** The node that holds the cut. */
  readonly cutId: string | undefined
  readonly timeline: Timeline | undefined
  readonly missing: readonly Clip[]
  readonly drafts: number
  /** Nodes of the film that are out of date and could be made. */
  readonly stale: readonly string[]
}

/** Reads the facts; the timeline is known for the film's first cut only. */
export function filmFacts(
  nodeId: string,
  document: DocumentState,
  timeline: Timeline | undefined,
  assessments: ReadonlyMap<string, Assessment>,
): FilmFacts {
  const cutId = cutOf(nodeId, document)
  const first = document.evaluation.order.find((id) => givesCut(id, document))
  const known = cutId !== undefined && cutId === first ? timeline : undefined
  const clips = (known?.tracks ?? []).flatMap(({ items }) => items.filter((item): item is Clip => item.item === 'clip'))
  const outdated = (id: string) => {
    const one = assessments.get(id)
    return one !== undefined && one.knowledge !== 'fresh' && one.knowledge !== 'draft' && !one.blocked
  }
  return {
    cutId,
    timeline: known,
    missing: clips.filter(({ media }) => media.state === 'missing'),
    drafts: clips.filter(({ media }) => media.state === 'take' && media.draft).length,
    stale: [...new Set(clips.map((clip) => clip.nodeId))].filter(outdated),
  }
}
