import type { Issue, IssuePlace } from '../../kernel/index.ts'
import { exportIssues } from '../issues.ts'
import type { FactsById, PacketGrid, PictureFacts } from '../media-facts.ts'
import type { FilmRequest } from '../request.ts'
import type { Stretch } from './flatten.ts'

/** A clip whose packets are copied: `position` and `count` in decode order. */
export type CopyPart = {
  readonly assetId: string
  readonly start: number
  readonly in: number
  readonly position: number
  readonly count: number
}

/** Either the parts to copy, or what stands in the way (first reason of each kind). */
export type CopyAnswer = { readonly parts: readonly CopyPart[] } | { readonly why: readonly Issue[] }

/** Whether the whole picture can be joined without encoding: every stretch a whole-packet run of one decoder configuration. */
export function planCopy(
  request: FilmRequest,
  stretches: readonly Stretch[],
  facts: FactsById,
  codecs: readonly string[],
): CopyAnswer {
  const why = new Map<string, Issue>()
  const parts: CopyPart[] = []
  let config: string | undefined
  if (request.join === 'encode') why.set('asked', exportIssues.make('exports/encodes-asked'))
  if (request.labels) why.set('labels', exportIssues.make('exports/encodes-labels'))
  for (const stretch of stretches) {
    const answer = copyStretch(stretch, request, facts, codecs)
    if ('code' in answer) {
      if (!why.has(answer.code)) why.set(answer.code, answer)
      continue
    }
    config ??= answer.picture.config
    if (answer.picture.config !== config)
      why.set('mixed', exportIssues.make('exports/encodes-mixed', { at: placeOf(stretch) }))
    parts.push(answer.part)
  }
  return why.size > 0 || parts.length === 0 ? { why: [...why.values()] } : { parts }
}

/** Packets that show exactly `length` frames from `first` on and need nothing before; undefined when there is no such run. */
export function packetRun(
  grid: PacketGrid,
  first: number,
  length: number,
): { position: number; count: number } | undefined {
  if (!grid.starts.includes(first)) return undefined
  const position = grid.order.indexOf(first)
  const run = grid.order.slice(position, position + length)
  const inside = run.every((frame) => frame >= first && frame < first + length)
  return run.length === length && inside && new Set(run).size === length ? { position, count: length } : undefined
}

function copyStretch(
  stretch: Stretch,
  { timeline }: FilmRequest,
  facts: FactsById,
  codecs: readonly string[],
): { part: CopyPart; picture: PictureFacts } | Issue {
  const { clip } = stretch
  if (!clip) return exportIssues.make('exports/encodes-gap')
  const at = placeOf(stretch)
  if (clip.media.state === 'missing') return exportIssues.make('exports/encodes-card', { at })
  const media = facts.get(clip.media.assetId)
  if (media?.kind !== 'movie' || !media.picture) return exportIssues.make('exports/encodes-still', { at })
  const { picture } = media
  const { width, height } = timeline.size
  if (!codecs.includes(picture.codec))
    return exportIssues.make('exports/encodes-codec', {
      at,
      facts: { clip: clip.name, codec: picture.codec.toUpperCase() },
    })
  if (!isSize(picture.stored, width, height) || !isSize(picture.shown, width, height))
    return exportIssues.make('exports/encodes-size', {
      at,
      facts: { clip: clip.name, ...picture.shown, filmWidth: width, filmHeight: height },
    })
  if (!picture.grid) return exportIssues.make('exports/encodes-rate', { at, facts: { clip: clip.name } })
  const run = packetRun(picture.grid, stretch.in, stretch.length)
  if (!run) return exportIssues.make('exports/encodes-trim', { at, facts: { clip: clip.name } })
  return { part: { assetId: clip.media.assetId, start: stretch.start, in: stretch.in, ...run }, picture }
}

function isSize(size: { width: number; height: number }, width: number, height: number): boolean {
  return size.width === width && size.height === height
}

function placeOf({ clip }: Stretch): IssuePlace {
  return clip ? { nodeId: clip.nodeId, edgeId: clip.id } : {}
}
