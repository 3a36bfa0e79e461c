import { z } from 'zod'
import type { MediaInput } from '../../assets/index.ts'
import { secondsToFrames } from '../../kernel/index.ts'
import { defineKind, type KindContext, zSize } from '../../storyboard/index.ts'
import { cardLines } from '../card-lines.ts'
import { look, makeFields } from '../fields.ts'
import { kindIssues } from '../issues.ts'
import { briefOf, shotOf } from '../picture.ts'

const schema = z.looseObject({
  prompt: z
    .string()
    .default('{action}. {move}. {style}')
    .meta(look({ widget: 'prompt', section: 'texts' })),
  negative: z
    .string()
    .default('')
    .meta(look({ widget: 'prompt', section: 'texts' })),
  seconds: z
    .number()
    .positive()
    .max(120)
    .optional()
    .meta(look({ widget: 'seconds', unit: 's' })),
  size: zSize.optional().meta(look({ widget: 'size', section: 'making' })),
  ...makeFields,
})
type Video = z.infer<typeof schema>

/** Length of a clip whose shot does not say one, in seconds. */
const DEFAULT_SECONDS = 3

const shotFor = (context: KindContext<Video>) => shotOf(context, ['shot', 'first', 'last'])

function mediaOf(context: KindContext<Video>): MediaInput[] {
  return (['first', 'last', 'audio'] as const).flatMap((port) => {
    const value = context.input(port)[0]
    return value && (value.type === 'image' || value.type === 'audio')
      ? [{ name: port, label: value.title, source: value.source }]
      : []
  })
}

function purposeOf(media: readonly MediaInput[]): string {
  const has = (name: string) => media.some((input) => input.name === name)
  if (has('first') && has('last')) return 'first-last-frame'
  return has('first') ? 'image-to-video' : 'text-to-video'
}

export const videoKind = defineKind<Video>({
  kind: 'video',
  v: 1,
  schema,
  icon: 'video',
  accent: 'video',
  group: 'make',
  card: { width: 196, height: 190, picture: true },
  ports: () => ({
    inputs: [
      { name: 'first', types: ['image'] },
      { name: 'last', types: ['image'] },
      { name: 'shot', types: ['shot', 'scene'] },
      { name: 'subjects', types: ['subject'], several: true },
      { name: 'style', types: ['style'] },
      { name: 'audio', types: ['audio'] },
      { name: 'text', types: ['text'], several: true },
    ],
    outputs: [{ name: 'video', types: ['video'] }],
  }),
  defaults: () => schema.parse({}),
  cardText: (context) => {
    const shot = shotFor(context)
    return {
      title: context.node.title ?? (shot?.number ? shot.number : context.title),
      // The prompt as it would be sent: a template with nothing to fill it says nothing.
      lines: cardLines(shot?.action || briefOf(context, shot, context.settings.size).prompt.text),
    }
  },
  issues: (context) => {
    const size = context.params.size ?? context.settings.size
    const shot = shotFor(context)
    const brief = briefOf(context, shot, size)
    const texts = [...brief.prompt.issues, ...brief.negative.issues]
    if (shot || context.arrivals('first').length > 0 || brief.prompt.text) return texts
    return [...texts, kindIssues.make('kinds/nothing-to-film', { at: { nodeId: context.id, field: 'prompt' } })]
  },
  offer: (context, port) => {
    if (port !== 'video') return undefined
    const shot = shotFor(context)
    return {
      type: 'video',
      source: { from: 'take', nodeId: context.id },
      title: context.title,
      ...(shot ? { shot } : {}),
    }
  },
  make: (context) => {
    const { params, settings } = context
    const size = params.size ?? settings.size
    const shot = shotFor(context)
    const brief = briefOf(context, shot, size)
    const media = mediaOf(context)
    if (!shot && media.length === 0 && !brief.prompt.text) return undefined
    const frames =
      params.seconds === undefined
        ? (shot?.frames ?? secondsToFrames(DEFAULT_SECONDS, settings.rate))
        : secondsToFrames(params.seconds, settings.rate)
    return {
      makes: 'video',
      purpose: purposeOf(media),
      ...(params.recipe ? { recipe: params.recipe } : {}),
      ...(params.engine ? { engine: params.engine } : {}),
      seed: params.seed,
      generate: {
        ...params.recipeValues,
        ...brief.loras,
        prompt: brief.prompt.text,
        negative: brief.negative.text,
        width: size.width,
        height: size.height,
        frames,
        rate: { num: settings.rate.num, den: settings.rate.den },
      },
      panel: { ...brief.panel, frames, rate: { num: settings.rate.num, den: settings.rate.den } },
      media: [...media, ...brief.references],
    }
  },
})
