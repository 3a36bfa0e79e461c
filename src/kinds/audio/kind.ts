import { z } from 'zod'
import { issue } from '../../kernel/index.ts'
import { defineKind } from '../../storyboard/index.ts'
import { look, zMediaRef } from '../fields.ts'

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
  cardText: ({ params, title }) => ({ title, lines: [params.media?.name ?? '', params.description].filter(Boolean) }),
  issues: ({ id, params }) =>
    params.media
      ? []
      : [
          issue(
            'kinds/no-sound',
            'No sound file is chosen yet. Drop one on the node, or choose a file.',
            { nodeId: id, field: 'media' },
            'warning',
          ),
        ],
  offer: ({ id, params, title }, port) =>
    port === 'audio' && params.media
      ? { type: 'audio', source: { from: 'file', nodeId: id, ref: params.media }, title, ref: params.media }
      : undefined,
})
