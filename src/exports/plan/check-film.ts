import { type Fact, framesToSeconds, type Issue } from '../../kernel/index.ts'
import type { Clip } from '../../timeline/index.ts'
import { filmFormats } from '../formats.ts'
import { exportIssues, exportWords } from '../issues.ts'
import type { Abilities, FactsById } from '../media-facts.ts'
import type { FilmRequest } from '../request.ts'
import { flattenPicture, soundingClips } from './flatten.ts'
import { type FilmPlan, planFilm } from './plan-film.ts'

/** A day of timecode. */
const LONGEST_HOURS = 24

/** Says before writing what is chosen and what will be lost. Errors mean that the film cannot be written this way. */
export function checkFilm(request: FilmRequest, facts: FactsById, abilities: Abilities): readonly Issue[] {
  const { timeline } = request
  if (timeline.length === 0) return [exportIssues.make('exports/empty-cut')]
  const hours = framesToSeconds(timeline.length, timeline.rate) / 3600
  if (hours > LONGEST_HOURS)
    return [exportIssues.make('exports/too-long', { facts: { hours: Math.ceil(hours), most: LONGEST_HOURS } })]
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
    const codec = picture?.codec === 'avc' ? 'H.264' : (picture?.codec.toUpperCase() ?? '')
    const colours = picture?.range === 'full' ? exportWords.say('exports/colours-full-range') : ''
    return [exportIssues.make('exports/copies', { facts: { codec, colours } })]
  }
  const format = filmFormats[request.format]
  if (abilities.video === undefined) {
    const [best] = format.video
    const other = format.instead.toUpperCase()
    const label = exportWords.say('exports/write-as', { format: other })
    const fix = { ...label, action: 'exports/change-format', value: format.instead }
    return [
      ...plan.why,
      exportIssues.make('exports/cannot-encode', { fix, facts: { codec: best?.title ?? '', other } }),
    ]
  }
  const title = format.video.find(({ codec }) => codec === abilities.video)?.title ?? abilities.video
  const range = exportWords.say(request.quality === 'deliver' ? 'exports/limited-range' : 'exports/full-range')
  return [...plan.why, exportIssues.make('exports/encodes', { facts: { codec: title, range } })]
}

function clipIssues(clip: Clip, facts: FactsById, plan: FilmPlan): Issue[] {
  const at = { nodeId: clip.nodeId, edgeId: clip.id }
  const named = { at, facts: { clip: clip.name } }
  if (clip.media.state === 'missing')
    return [
      exportIssues.make('exports/card', {
        at,
        facts: { clip: clip.name, reason: clip.media.said ?? clip.media.reason },
      }),
    ]
  const media = facts.get(clip.media.assetId)
  if (media === undefined || media.kind === 'gone')
    return [
      exportIssues.make('exports/card', {
        at,
        facts: { clip: clip.name, reason: exportWords.say('exports/file-gone') },
      }),
    ]
  if (media.kind === 'unreadable')
    return [
      exportIssues.make('exports/broken-clip', { at, facts: { clip: clip.name, reason: media.said ?? media.reason } }),
    ]
  const draft = clip.media.draft ? [exportIssues.make('exports/draft', named)] : []
  if (media.kind !== 'movie') return draft
  const { picture } = media
  if (!picture) return [...draft, exportIssues.make('exports/clip-without-picture', named)]
  if (plan.way === 'copy') return draft
  if (!picture.canDecode)
    return [
      ...draft,
      exportIssues.make('exports/undecodable-clip', {
        at,
        facts: { clip: clip.name, codec: picture.codec.toUpperCase() },
      }),
    ]
  const held = clip.in + clip.length - picture.frames
  return [
    ...draft,
    ...(picture.grid ? [] : [exportIssues.make('exports/other-rate', named)]),
    ...(held > 0 ? [exportIssues.make('exports/held', { at, facts: { clip: clip.name, count: held } })] : []),
  ]
}

function soundIssues(request: FilmRequest, plan: FilmPlan, facts: FactsById, abilities: Abilities): Issue[] {
  const lost = soundingClips(request.timeline).flatMap(({ clip }) => {
    if (clip.media.state === 'missing')
      return clip.makes === 'audio' ? [silence(clip, clip.media.said ?? clip.media.reason)] : []
    const media = facts.get(clip.media.assetId)
    if (media?.kind === 'movie' && media.sound)
      return media.sound.canDecode
        ? []
        : [silence(clip, exportWords.say('exports/undecodable-sound', { codec: media.sound.codec.toUpperCase() }))]
    return clip.makes === 'audio' ? [silence(clip, exportWords.say('exports/holds-no-sound'))] : []
  })
  if (plan.sound.length === 0 || abilities.audio !== undefined) return lost
  const codec = filmFormats[request.format].audio.codec.toUpperCase()
  return [...lost, exportIssues.make('exports/no-sound-encoder', { facts: { codec } })]
}

function silence(clip: Clip, reason: Fact): Issue {
  return exportIssues.make('exports/silent', {
    at: { nodeId: clip.nodeId, edgeId: clip.id },
    facts: { clip: clip.name, reason },
  })
}
