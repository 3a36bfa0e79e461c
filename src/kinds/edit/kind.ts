import { z } from 'zod'
import { secondsToFrames } from '../../kernel/index.ts'
import { type Arrival, type ClipFacts, defineKind, type KindContext, type ShotFacts } from '../../storyboard/index.ts'
import { look } from '../fields.ts'
import { kindIssues, kindWords } from '../issues.ts'

/** What is used of one clip of a cut, and the gap before it, in frames of the film. */
export const zTrim = z.looseObject({
  in: z.int().min(0).default(0),
  out: z.int().min(1).optional(),
  gapBefore: z.int().min(0).default(0),
})

const schema = z.looseObject({
  clips: z
    .record(z.string(), zTrim)
    .default({})
    .meta(look({ widget: 'clips' })),
})
type Edit = z.infer<typeof schema>

/** Seconds that a still lasts when no shot upstream says so. */
const STILL_SECONDS = 3

/** The clips at a port, in cut order, trimmed as the parameters say. Muted clips leave the cut. */
function clipsAt(context: KindContext<Edit>, port: string): ClipFacts[] {
  return context.arrivals(port).flatMap((arrival) => {
    const clip = arrival.muted ? undefined : clipOf(context, arrival)
    return clip ? [clip] : []
  })
}

function clipOf(context: KindContext<Edit>, arrival: Arrival): ClipFacts | undefined {
  const { value } = arrival
  if (value?.type !== 'video' && value?.type !== 'image' && value?.type !== 'audio') return undefined
  const trim = context.params.clips[arrival.edgeId] ?? { in: 0, gapBefore: 0 }
  const shot: ShotFacts | undefined = value.shot
  return {
    edgeId: arrival.edgeId,
    nodeId: arrival.nodeId,
    makes: value.type,
    source: value.source,
    title: shot?.name || value.title,
    ...(shot ? { shot } : {}),
    in: trim.in,
    ...(trim.out === undefined ? {} : { out: trim.out }),
    gapBefore: trim.gapBefore,
    plannedFrames: shot?.frames ?? secondsToFrames(STILL_SECONDS, context.settings.rate),
  }
}

export const editKind = defineKind<Edit>({
  kind: 'edit',
  v: 1,
  schema,
  icon: 'edit',
  accent: 'cut',
  group: 'finish',
  card: { width: 160, height: 104, picture: false },
  ports: () => ({
    inputs: [
      { name: 'video', types: ['video', 'image'], several: true },
      { name: 'audio', types: ['audio'], several: true },
    ],
    outputs: [{ name: 'cut', types: ['cut'] }],
  }),
  defaults: () => schema.parse({}),
  cardText: (context) => {
    const clips = clipsAt(context, 'video')
    const frames = clips.reduce(
      (sum, clip) => sum + clip.gapBefore + Math.max(0, (clip.out ?? clip.plannedFrames) - clip.in),
      0,
    )
    const { num, den } = context.settings.rate
    const seconds = Math.floor((frames * den) / num)
    const rest = frames - Math.round((seconds * num) / den)
    return {
      title: context.title,
      lines: [
        kindWords.say('kinds/cut-length', {
          count: clips.length,
          seconds,
          frames: String(Math.max(0, rest)).padStart(2, '0'),
        }),
      ],
    }
  },
  issues: (context) =>
    context.arrivals('video').length > 0
      ? []
      : [kindIssues.make('kinds/nothing-to-cut', { at: { nodeId: context.id } })],
  offer: (context, port) =>
    port === 'cut'
      ? { type: 'cut', cut: { nodeId: context.id, clips: clipsAt(context, 'video'), audio: clipsAt(context, 'audio') } }
      : undefined,
})
