import { z } from 'zod'
import { defineKind, type KindContext, zSize } from '../../storyboard/index.ts'
import { cardLines } from '../card-lines.ts'
import { look, makeFields } from '../fields.ts'
import { kindIssues } from '../issues.ts'
import { briefOf, shotOf } from '../picture.ts'

const schema = z.looseObject({
  role: z
    .enum(['first', 'last', 'reference'])
    .default('first')
    .meta(look({ widget: 'choice' })),
  prompt: z
    .string()
    .default('{size}, {angle}. {action}. {style}')
    .meta(look({ widget: 'prompt', section: 'texts' })),
  negative: z
    .string()
    .default('')
    .meta(look({ widget: 'prompt', section: 'texts' })),
  size: zSize.optional().meta(look({ widget: 'size', section: 'making' })),
  ...makeFields,
})
type Keyframe = z.infer<typeof schema>

const shotFor = (context: KindContext<Keyframe>) => shotOf(context, ['shot'])

export const keyframeKind = defineKind<Keyframe>({
  kind: 'keyframe',
  v: 1,
  schema,
  icon: 'keyframe',
  accent: 'image',
  group: 'make',
  card: { width: 196, height: 190, picture: true },
  ports: () => ({
    inputs: [
      { name: 'shot', types: ['shot', 'scene'] },
      { name: 'subjects', types: ['subject'], several: true },
      { name: 'style', types: ['style'] },
      { name: 'image', types: ['image'], several: true },
      { name: 'text', types: ['text'], several: true },
    ],
    outputs: [{ name: 'image', types: ['image'] }],
  }),
  bypass: { image: 'image' },
  defaults: () => schema.parse({}),
  cardText: (context) => {
    const shot = shotFor(context)
    return {
      title: context.node.title ?? (shot ? `${shot.number} ${context.params.role}` : context.title),
      // The prompt as it would be sent: a template with nothing to fill it says nothing.
      lines: cardLines(shot?.action || briefOf(context, shot, context.settings.size).prompt.text),
    }
  },
  issues: (context) => {
    const size = context.params.size ?? context.settings.size
    const brief = briefOf(context, shotFor(context), size)
    const texts = [...brief.prompt.issues, ...brief.negative.issues]
    return brief.prompt.text
      ? texts
      : [
          ...texts,
          kindIssues.make('kinds/nothing-to-draw', {
            at: {
              nodeId: context.id,
              field: 'prompt',
            },
          }),
        ]
  },
  offer: (context, port) => {
    if (port !== 'image') return undefined
    const shot = shotFor(context)
    return {
      type: 'image',
      source: { from: 'take', nodeId: context.id },
      title: context.title,
      role: context.params.role,
      ...(shot ? { shot } : {}),
    }
  },
  make: (context) => {
    const { params, settings } = context
    const size = params.size ?? settings.size
    const brief = briefOf(context, shotFor(context), size)
    if (!brief.prompt.text) return undefined
    const images = context
      .input('image')
      .flatMap((value) =>
        value.type === 'image' ? [{ name: 'references', label: value.title, source: value.source }] : [],
      )
    return {
      makes: 'image',
      purpose: 'text-to-image',
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
      },
      panel: brief.panel,
      media: [...images, ...brief.references],
    }
  },
})
