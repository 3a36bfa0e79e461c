import type { Asset, MediaSource, Take } from '../assets/index.ts'
import type { Assessment } from '../jobs/index.ts'
import type { Issue } from '../kernel/index.ts'
import type { ClipFacts, CutFacts, Evaluation } from '../storyboard/index.ts'
import { assembleTimeline, type CutClip, type FoundMedia, type Timeline } from '../timeline/index.ts'
import type { DocumentState } from './contract.ts'
import { studioWords } from './issues.ts'

/** What is known of media when a cut becomes a timeline. */
export type CutSources = {
  readonly takes: ReadonlyMap<string, readonly Take[]>
  readonly assessments: ReadonlyMap<string, Assessment>
  readonly assets: ReadonlyMap<string, Asset>
}

/** The cut that the player shows: the first edit node's, in flow order. */
export function firstCut(evaluation: Evaluation): CutFacts | undefined {
  for (const nodeId of evaluation.order) {
    const cut = cutOf(evaluation, nodeId)
    if (cut) return cut
  }
  return undefined
}

/** The cut that a node offers, or that arrives at it (an export node). */
export function cutOf(evaluation: Evaluation, nodeId: string): CutFacts | undefined {
  for (const value of evaluation.nodes.get(nodeId)?.offers.values() ?? []) if (value.type === 'cut') return value.cut
  return undefined
}

/** The timeline of a cut with today's effective takes. */
export function cutTimeline(
  cut: CutFacts,
  { board }: Pick<DocumentState, 'board'>,
  sources: CutSources,
): { timeline: Timeline; issues: readonly Issue[] } {
  const { settings, title } = board.header
  return assembleTimeline({
    name: title,
    rate: settings.rate,
    size: settings.size,
    startTimecode: settings.startTimecode,
    clips: cut.clips.map(toCutClip),
    audio: cut.audio.map(toCutClip),
    find: (source) => findMedia(source, sources),
  })
}

function findMedia(source: MediaSource, { takes, assessments, assets }: CutSources): FoundMedia {
  if (source.from === 'file') {
    const asset = assets.get(source.ref.hash)
    return asset ? { asset } : { missing: studioWords.say('studio/file-not-here', { name: source.ref.name }) }
  }
  const chosen = assessments.get(source.nodeId)?.takeId
  const take = (takes.get(source.nodeId) ?? []).find((one) => one.id === chosen)
  const asset = take && assets.get(take.assetId)
  return take && asset ? { asset, take } : { missing: studioWords.say('studio/run-it-first') }
}

function toCutClip(clip: ClipFacts): CutClip {
  const { shot } = clip
  return {
    edgeId: clip.edgeId,
    nodeId: clip.nodeId,
    makes: clip.makes,
    source: clip.source,
    title: clip.title,
    in: clip.in,
    ...(clip.out === undefined ? {} : { out: clip.out }),
    gapBefore: clip.gapBefore,
    plannedFrames: clip.plannedFrames,
    labels: shot
      ? {
          ...(shot.scene ? { scene: shot.scene.number } : {}),
          shot: shot.name || shot.number,
          action: shot.action,
          dialogue: shot.dialogue,
        }
      : {},
  }
}
