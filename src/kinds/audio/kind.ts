import { z } from 'zod'
import { defineKind } from '../../storyboard/index.ts'
import { cardLines } from '../card-lines.ts'
import { look, zMediaRef } from '../fields.ts'
import { kindIssues } from '../issues.ts'

const schema = z.looseObject({
  media: zMediaRef
    .nullable()
    .default(null)
    .meta(look({ widget: 'media', accept: 'audio/*' })),
  description: z
    .string()
    .default('')
    .meta(look({ widget: 'prose' })),
})
type Audio = z.infer<typeof schema>

export const audioKind = defineKind<Audio>({
  kind: 'audio',
  v: 1,
  schema,
  icon: 'audio',
  accent: 'audio',
  group: 'world',
  card: { width: 196, height: 104, picture: false },
  ports: () => ({ inputs: [], outputs: [{ name: 'audio', types: ['audio'] }] }),
  defaults: () => schema.parse({}),
  cardText: ({ params, title }) => ({ title, lines: cardLines(params.media?.name ?? '', params.description) }),
  issues: ({ id, params }) =>
    params.media ? [] : [kindIssues.make('kinds/no-sound', { at: { nodeId: id, field: 'media' } })],
  offer: ({ id, params, title }, port) =>
    port === 'audio' && params.media
      ? { type: 'audio', source: { from: 'file', nodeId: id, ref: params.media }, title, ref: params.media }
      : undefined,
})
