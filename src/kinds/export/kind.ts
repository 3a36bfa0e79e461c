import { z } from 'zod'
import { defineKind } from '../../storyboard/index.ts'
import { look } from '../fields.ts'
import { kindIssues, kindWords } from '../issues.ts'

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
    lines: [kindWords.say('kinds/delivered-as', { format: params.format.toUpperCase(), ...settings.size })],
  }),
  // That nothing is wired in at all is said of every required input.
  issues: (context) => {
    const arrived = context.arrivals('cut')
    return arrived.length > 0 && arrived.every(({ muted }) => muted)
      ? [kindIssues.make('kinds/cut-muted', { at: { nodeId: context.id, field: 'cut' } })]
      : []
  },
})
