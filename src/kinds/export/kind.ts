import { z } from 'zod'
import { issue } from '../../kernel/index.ts'
import { defineKind } from '../../storyboard/index.ts'
import { look } from '../fields.ts'

const schema = z.looseObject({
  format: z
    .enum(['mp4', 'webm'])
    .default('mp4')
    .meta(look({ widget: 'choice' })),
  quality: z
    .enum(['draft', 'deliver'])
    .default('deliver')
    .meta(look({ widget: 'choice' })),
  join: z
    .enum(['auto', 'encode'])
    .default('auto')
    .meta(look({ widget: 'choice' })),
  fileName: z
    .string()
    .max(120)
    .default('')
    .meta(look({ widget: 'text' })),
  labels: z
    .boolean()
    .default(false)
    .meta(look({ widget: 'switch' })),
})
type Export = z.infer<typeof schema>

export const exportKind = defineKind<Export>({
  kind: 'export',
  v: 1,
  schema,
  icon: 'export',
  accent: 'cut',
  group: 'finish',
  card: { width: 160, height: 104, picture: false },
  ports: () => ({ inputs: [{ name: 'cut', types: ['cut'], required: true }], outputs: [] }),
  defaults: () => schema.parse({}),
  cardText: ({ params, title, settings }) => ({
    title,
    lines: [`${params.format.toUpperCase()} · ${settings.size.width} × ${settings.size.height}`],
  }),
  issues: (context) =>
    context.input('cut').length > 0
      ? []
      : [issue('kinds/nothing-to-export', 'Wire a cut into this export.', { nodeId: context.id }, 'warning')],
})
