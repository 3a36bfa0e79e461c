import { z } from 'zod'
import type { MediaSource } from '../../assets/index.ts'
import { defineKind } from '../../storyboard/index.ts'
import { cardLines } from '../card-lines.ts'
import { look, zMediaRef } from '../fields.ts'
import { kindIssues } from '../issues.ts'

const schema = z.looseObject({
  prompt: z
    .string()
    .default('')
    .meta(look({ widget: 'prose' })),
  negative: z
    .string()
    .default('')
    .meta(look({ widget: 'prose' })),
  references: z
    .array(zMediaRef)
    .default([])
    .meta(look({ widget: 'medias', accept: 'image/*' })),
})
type Style = z.infer<typeof schema>

export const styleKind = defineKind<Style>({
  kind: 'style',
  v: 1,
  schema,
  icon: 'style',
  accent: 'style',
  group: 'world',
  card: { width: 196, height: 190, picture: true },
  ports: () => ({
    inputs: [{ name: 'image', types: ['image'], several: true }],
    outputs: [{ name: 'style', types: ['style'] }],
  }),
  defaults: () => schema.parse({}),
  cardText: ({ params, title }) => ({ title, lines: cardLines(params.prompt) }),
  issues: ({ id, params }) =>
    params.prompt.trim() || params.references.length > 0
      ? []
      : [kindIssues.make('kinds/style-empty', { at: { nodeId: id, field: 'prompt' } })],
  offer: (context, port) => {
    if (port !== 'style') return undefined
    const { params, id, title } = context
    const own: MediaSource[] = params.references.map((ref) => ({ from: 'file', nodeId: id, ref }))
    const wired = context.input('image').flatMap((value) => (value.type === 'image' ? [value.source] : []))
    return {
      type: 'style',
      style: {
        nodeId: id,
        name: title,
        prompt: params.prompt.trim(),
        negative: params.negative.trim(),
        references: [...own, ...wired],
      },
    }
  },
})
