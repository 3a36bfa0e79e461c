import type { Issue } from '../../kernel/index.ts'
import { filmFormats } from '../formats.ts'
import type { FactsById } from '../media-facts.ts'
import type { FilmRequest } from '../request.ts'
import { type CopyPart, planCopy } from './copy.ts'
import { type DrawPart, planDrawing } from './draw.ts'
import { flattenPicture } from './flatten.ts'
import { planSound, type SoundPart, samplesAt } from './sound.ts'

/** How a film is made. `frames` and `samples` are exact lengths; no sound parts = no sound track. */
export type FilmPlan = {
  readonly size: { readonly width: number; readonly height: number }
  readonly frames: number
  readonly samples: number
  readonly sound: readonly SoundPart[]
} & (
  | { readonly way: 'copy'; readonly parts: readonly CopyPart[] }
  | { readonly way: 'encode'; readonly parts: readonly DrawPart[]; readonly why: readonly Issue[] }
)

/** Decides how a film is made: copied packets when every clip shares one configuration, else everything is drawn and encoded. */
export function planFilm(request: FilmRequest, facts: FactsById): FilmPlan {
  const { timeline } = request
  const format = filmFormats[request.format]
  const stretches = timeline.length > 0 ? flattenPicture(timeline) : []
  const copy = planCopy(request, stretches, facts, format.copies)
  const shared = {
    frames: timeline.length,
    samples: samplesAt(timeline.length, timeline.rate),
    sound: planSound(timeline, facts),
  }
  if ('parts' in copy) return { ...shared, size: timeline.size, way: 'copy', parts: copy.parts }
  const size = format.evenSize ? evenSize(timeline.size) : timeline.size
  return { ...shared, size, way: 'encode', parts: planDrawing(stretches, facts), why: copy.why }
}

function evenSize({ width, height }: { width: number; height: number }): { width: number; height: number } {
  return { width: Math.max(2, width - (width % 2)), height: Math.max(2, height - (height % 2)) }
}
