import type { Rate } from '../../kernel/index.ts'
import type { Clip } from '../../timeline/index.ts'
import type { FactsById } from '../media-facts.ts'
import type { Stretch } from './flatten.ts'

type Span = { readonly start: number; readonly length: number; readonly labels?: Clip['labels'] }

/** A picture, a film or an animated picture. `in` counts frames of the film's rate; `rate` is the media's own. */
export type MediaPart = Span & {
  readonly show: 'still' | 'movie' | 'animation'
  readonly assetId: string
  readonly name: string
  readonly in: number
  readonly rate?: Rate
}

/** A stretch of the film that is drawn and encoded. */
export type DrawPart = Span &
  ({ readonly show: 'black' } | MediaPart | { readonly show: 'card'; readonly title: string; readonly reason: string })

/** What to draw for each stretch. */
export function planDrawing(stretches: readonly Stretch[], facts: FactsById): readonly DrawPart[] {
  return stretches.map((stretch) => {
    const { start, length, clip } = stretch
    if (!clip) return { start, length, show: 'black' }
    const span = { start, length, labels: clip.labels }
    if (clip.media.state === 'missing')
      return { ...span, show: 'card', title: clip.labels.shot ?? clip.name, reason: clip.media.reason }
    const { assetId, rate } = clip.media
    const media = facts.get(assetId)
    if (media === undefined || media.kind === 'gone')
      return { ...span, show: 'card', title: clip.labels.shot ?? clip.name, reason: 'The media file is gone.' }
    const show = media.kind === 'still' || media.kind === 'animation' ? media.kind : 'movie'
    return { ...span, show, assetId, name: clip.name, in: stretch.in, ...(rate ? { rate } : {}) }
  })
}
