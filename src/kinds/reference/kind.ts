import { z } from 'zod'
import { defineKind } from '../../storyboard/index.ts'
import { cardLines } from '../card-lines.ts'
import { look, zMediaRef } from '../fields.ts'
import { kindIssues } from '../issues.ts'

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
  cardText: ({ params, title }) => ({ title, lines: cardLines(params.description || params.media?.name || '') }),
  issues: ({ id, params }) =>
    params.media ? [] : [kindIssues.make('kinds/no-picture', { at: { nodeId: id, field: 'media' } })],
  offer: ({ id, params, title }, port) =>
    port === 'image' && params.media
      ? { type: 'image', source: { from: 'file', nodeId: id, ref: params.media }, title, ref: params.media }
      : undefined,
})
