import { type Issue, issue } from '../../kernel/index.ts'
import type { Clip } from '../../timeline/index.ts'
import { filmFormats } from '../formats.ts'
import type { Abilities, FactsById } from '../media-facts.ts'
import type { FilmRequest } from '../request.ts'
import { flattenPicture, soundingClips } from './flatten.ts'
import { type FilmPlan, planFilm } from './plan-film.ts'

/** Says before writing what is chosen and what will be lost. Errors mean that the film cannot be written this way. */
export function checkFilm(request: FilmRequest, facts: FactsById, abilities: Abilities): readonly Issue[] {
  const { timeline } = request
  if (timeline.length === 0) return [issue('exports/nothing-to-write', 'The cut is empty.')]
  const plan = planFilm(request, facts)
  const clips = new Map(flattenPicture(timeline).flatMap(({ clip }) => (clip ? [[clip.id, clip] as const] : [])))
  return [
    ...wayIssues(request, plan, facts, abilities),
    ...filmFormats[request.format].check(timeline, facts, abilities),
    ...[...clips.values()].flatMap((clip) => clipIssues(clip, facts, plan)),
    ...soundIssues(request, plan, facts, abilities),
  ]
}

function wayIssues(request: FilmRequest, plan: FilmPlan, facts: FactsById, abilities: Abilities): Issue[] {
  if (plan.way === 'copy') {
    const first = plan.parts[0] && facts.get(plan.parts[0].assetId)
    const picture = first?.kind === 'movie' ? first.picture : undefined
    const range =
      picture?.range === 'full'
        ? ' Its colours are full range, as the clips are; some editors show that with other contrast.'
        : ''
    return [
      issue(
        'exports/copies',
        `The clips are joined as they are (${picture?.codec === 'avc' ? 'H.264' : picture?.codec.toUpperCase()}), without loss.${range}`,
        {},
        'info',
      ),
    ]
  }
  const format = filmFormats[request.format]
  if (abilities.video === undefined) {
    const [best] = format.video
    const fix = { label: format.instead.toUpperCase(), action: 'exports/change-format', value: format.instead }
    return [
      ...plan.why,
      issue(
        'exports/no-encoder',
        `This browser cannot encode ${best?.title} at this size. ${format.instead.toUpperCase()} may work.`,
        {},
        'error',
        fix,
      ),
    ]
  }
  const title = format.video.find(({ codec }) => codec === abilities.video)?.title ?? abilities.video
  const range = request.quality === 'deliver' ? 'limited-range BT.709' : 'full range, for quick looks'
  return [...plan.why, issue('exports/encodes', `The film is encoded as ${title}, ${range}.`, {}, 'info')]
}

function clipIssues(clip: Clip, facts: FactsById, plan: FilmPlan): Issue[] {
  const at = { nodeId: clip.nodeId, edgeId: clip.id }
  if (clip.media.state === 'missing')
    return [
      issue(
        'exports/card',
        `“${clip.name}” has no take, so a card stands in for it: ${clip.media.reason}`,
        at,
        'warning',
      ),
    ]
  const media = facts.get(clip.media.assetId)
  if (media === undefined || media.kind === 'gone')
    return [issue('exports/card', `The media file of “${clip.name}” is gone; a card stands in for it.`, at, 'warning')]
  if (media.kind === 'unreadable')
    return [issue('exports/unreadable-clip', `“${clip.name}” cannot be read here: ${media.reason}`, at)]
  const draft = clip.media.draft ? [issue('exports/draft', `“${clip.name}” is a draft.`, at, 'info')] : []
  if (media.kind !== 'movie') return draft
  const { picture } = media
  if (!picture) return [...draft, issue('exports/unreadable-clip', `“${clip.name}” has no picture.`, at)]
  if (plan.way === 'copy') return draft
  if (!picture.canDecode)
    return [
      ...draft,
      issue(
        'exports/unreadable-clip',
        `“${clip.name}” is ${picture.codec.toUpperCase()}, which this browser cannot decode.`,
        at,
      ),
    ]
  const held = clip.in + clip.length - picture.frames
  return [
    ...draft,
    ...(picture.grid
      ? []
      : [
          issue(
            'exports/other-rate',
            `“${clip.name}” has another frame rate; the nearest of its frames is shown.`,
            at,
            'info',
          ),
        ]),
    ...(held > 0
      ? [issue('exports/held', `“${clip.name}” is ${held} frames too short; its last frame is held.`, at, 'warning')]
      : []),
  ]
}

function soundIssues(request: FilmRequest, plan: FilmPlan, facts: FactsById, abilities: Abilities): Issue[] {
  const lost = soundingClips(request.timeline).flatMap(({ clip }) => {
    if (clip.media.state === 'missing') return clip.makes === 'audio' ? [silence(clip, clip.media.reason)] : []
    const media = facts.get(clip.media.assetId)
    if (media?.kind === 'movie' && media.sound)
      return media.sound.canDecode ? [] : [silence(clip, `${media.sound.codec.toUpperCase()} cannot be decoded here.`)]
    return clip.makes === 'audio' ? [silence(clip, 'it holds no sound that can be read here.')] : []
  })
  if (plan.sound.length === 0 || abilities.audio !== undefined) return lost
  const codec = filmFormats[request.format].audio.codec.toUpperCase()
  return [
    ...lost,
    issue(
      'exports/no-sound-encoder',
      `This browser cannot encode ${codec}: the film is written without sound.`,
      {},
      'warning',
    ),
  ]
}

function silence(clip: Clip, why: string): Issue {
  return issue(
    'exports/silent',
    `“${clip.name}” is not heard: ${why}`,
    { nodeId: clip.nodeId, edgeId: clip.id },
    'warning',
  )
}
