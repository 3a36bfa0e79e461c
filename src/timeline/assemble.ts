import type { Asset, MediaSource, Take } from '../assets/index.ts'
import {
  cleanText,
  type Issue,
  isDropRate,
  parseTimecode,
  type Rate,
  type Sentence,
  secondsToFrames,
} from '../kernel/index.ts'
import { timelineIssues } from './issues.ts'
import type { Clip, ClipMedia, Gap, Timeline, Track } from './schema.ts'

/** A clip as the edit node asks for it. Frames are of the timeline's rate; `out` is exclusive. */
export type CutClip = {
  readonly edgeId: string
  readonly nodeId: string
  readonly makes: 'image' | 'video' | 'audio'
  readonly source: MediaSource
  readonly title: string
  readonly in: number
  readonly out?: number
  readonly gapBefore: number
  readonly plannedFrames: number
  readonly labels: Clip['labels']
}

/** Everything a timeline is made from. `find` answers with what stands for a clip's source today. */
export type Assembly = {
  readonly name: string
  readonly rate: Rate
  readonly size: { readonly width: number; readonly height: number }
  readonly startTimecode: string
  readonly clips: readonly CutClip[]
  readonly audio: readonly CutClip[]
  find(source: MediaSource): FoundMedia
}

/** What stands for a source: an asset and the take it belongs to, or the reason why there is none. */
export type FoundMedia = { readonly asset: Asset; readonly take?: Take } | { readonly missing: Sentence | string }

/** Clips → timeline: pictures end to end on one track, each sound on a track of its own. */
export function assembleTimeline(assembly: Assembly): { timeline: Timeline; issues: readonly Issue[] } {
  const issues: Issue[] = []
  const pictures: Track = {
    kind: 'video',
    name: 'V1',
    items: assembly.clips.flatMap((clip) => itemsOf(clip, assembly, issues)),
  }
  const sounds = assembly.audio.map(
    (clip, index): Track => ({ kind: 'audio', name: `A${index + 1}`, items: itemsOf(clip, assembly, issues) }),
  )
  const tracks = [pictures, ...sounds]
  return {
    timeline: {
      name: assembly.name,
      rate: assembly.rate,
      size: assembly.size,
      startFrame: startFrame(assembly, issues),
      tracks,
      // Sound that outlasts the picture is cut off: a film ends with its last picture.
      length: trackLength(pictures) || Math.max(0, ...sounds.map(trackLength)),
    },
    issues,
  }
}

// At drop-frame rates an hour is written with a semicolon; a start that was set at another rate still means that hour.
function startFrame({ startTimecode, rate }: Assembly, issues: Issue[]): number {
  const text = isDropRate(rate) ? startTimecode.replace(/:(\d\d)$/, ';$1') : startTimecode.replace(';', ':')
  const start = parseTimecode(text, rate)
  if (start === undefined)
    issues.push(timelineIssues.make('timeline/bad-start', { facts: { start: cleanText(startTimecode, 40) } }))
  return start ?? 0
}

/** Frames from the start of a track to the end of its last item. */
export function trackLength(track: Track): number {
  return track.items.reduce((sum, item) => sum + item.length, 0)
}

/** The clip under a frame of a track and the frame at which it begins; undefined in gaps and behind the end. */
export function clipAt(track: Track, frame: number): { clip: Clip; start: number } | undefined {
  let start = 0
  for (const item of track.items) {
    if (frame < start + item.length) return item.item === 'clip' && frame >= start ? { clip: item, start } : undefined
    start += item.length
  }
  return undefined
}

/** Clips of a track with the frame at which each begins. */
export function placedClips(track: Track): readonly { clip: Clip; start: number }[] {
  let start = 0
  return track.items.flatMap((item) => {
    const placed = item.item === 'clip' ? [{ clip: item, start }] : []
    start += item.length
    return placed
  })
}

function itemsOf(cut: CutClip, assembly: Assembly, issues: Issue[]): (Clip | Gap)[] {
  const media = mediaOf(cut, assembly)
  const clip = clipFrom(cut, media, issues)
  const gap: Gap[] = cut.gapBefore > 0 ? [{ item: 'gap', id: `${cut.edgeId}-gap`, length: cut.gapBefore }] : []
  return clip ? [...gap, clip] : gap
}

function mediaOf(cut: CutClip, { find, rate }: Assembly): ClipMedia {
  const found = find(cut.source)
  if ('missing' in found) {
    const { missing } = found
    return typeof missing === 'string'
      ? { state: 'missing', reason: missing }
      : { state: 'missing', reason: missing.message, said: missing }
  }
  const { asset, take } = found
  const frames = asset.kind === 'image' ? undefined : framesAt(asset, rate)
  return {
    state: 'take',
    assetId: asset.id,
    mime: asset.mime,
    draft: take?.draft ?? false,
    ...(take ? { takeId: take.id } : {}),
    ...(asset.width && asset.height ? { width: asset.width, height: asset.height } : {}),
    ...(asset.rate ? { rate: asset.rate } : {}),
    ...(frames === undefined ? {} : { frames }),
  }
}

/** How many frames of `rate` a clip or sound lasts. Same rate: its own count, exactly. */
function framesAt(asset: Asset, rate: Rate): number | undefined {
  const same = asset.rate && asset.rate.num * rate.den === rate.num * asset.rate.den
  if (same && asset.frames !== undefined) return asset.frames
  if (asset.frames !== undefined && asset.rate)
    return Math.max(1, Math.round((asset.frames * asset.rate.den * rate.num) / (asset.rate.num * rate.den)))
  return asset.seconds === undefined ? undefined : secondsToFrames(asset.seconds, rate)
}

function clipFrom(cut: CutClip, media: ClipMedia, issues: Issue[]): Clip | undefined {
  const held = media.state === 'take' ? media.frames : undefined
  const end = cut.out ?? held ?? cut.plannedFrames
  const length = end - cut.in
  const at = { nodeId: cut.nodeId, edgeId: cut.edgeId }
  if (length <= 0) {
    issues.push(timelineIssues.make('timeline/trimmed-away', { at, facts: { title: cut.title } }))
    return undefined
  }
  if (held !== undefined && end > held && cut.makes === 'video') {
    issues.push(timelineIssues.make('timeline/too-short', { at, facts: { title: cut.title, count: end - held } }))
  }
  if (media.state === 'missing')
    issues.push(
      timelineIssues.make('timeline/missing-take', {
        at,
        facts: { title: cut.title, reason: media.said ?? media.reason },
      }),
    )
  return {
    item: 'clip',
    id: cut.edgeId,
    nodeId: cut.nodeId,
    name: cut.title,
    makes: cut.makes,
    source: cut.source,
    media,
    in: cut.in,
    length,
    labels: cut.labels,
  }
}
