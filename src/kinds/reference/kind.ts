import { z } from 'zod'
import { issue } from '../../kernel/index.ts'
import { defineKind } from '../../storyboard/index.ts'
import { look, zMediaRef } from '../fields.ts'

const schema = z.looseObject({
  media: zMediaRef
    .nullable()
    .default(null)
    .meta(look({ widget: 'media', accept: 'image/*' })),
  description: z
    .string()
    .default('')
    .meta(look({ widget: 'prose' })),
})
type Reference = z.infer<typeof schema>

export const referenceKind = defineKind<Reference>({
  kind: 'reference',
  v: 1,
  schema,
  icon: 'reference',
  accent: 'image',
  group: 'world',
  card: { width: 196, height: 190, picture: true },
  ports: () => ({ inputs: [], outputs: [{ name: 'image', types: ['image'] }] }),
  defaults: () => schema.parse({}),
  cardText: ({ params, title }) => ({ title, lines: [params.description || params.media?.name || ''].filter(Boolean) }),
  issues: ({ id, params }) =>
    params.media
      ? []
      : [
          issue(
            'kinds/no-picture',
            'No picture is chosen yet. Drop one on the node, or choose a file.',
            { nodeId: id, field: 'media' },
            'warning',
          ),
        ],
  offer: ({ id, params, title }, port) =>
    port === 'image' && params.media
      ? { type: 'image', source: { from: 'file', nodeId: id, ref: params.media }, title, ref: params.media }
      : undefined,
})
