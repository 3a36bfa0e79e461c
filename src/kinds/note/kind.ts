import { z } from 'zod'
import { defineKind } from '../../storyboard/index.ts'
import { firstLines } from '../card-lines.ts'
import { look } from '../fields.ts'

const schema = z.looseObject({
  text: z
    .string()
    .default('')
    .meta(look({ widget: 'prose' })),
  colour: z
    .enum(['grey', 'amber', 'green', 'teal', 'blue', 'violet', 'red'])
    .default('amber')
    .meta(look({ widget: 'choice' })),
})
type Note = z.infer<typeof schema>

export const noteKind = defineKind<Note>({
  kind: 'note',
  v: 1,
  schema,
  icon: 'note',
  accent: 'text',
  group: 'note',
  card: { width: 220, height: 120, picture: false },
  ports: () => ({ inputs: [], outputs: [] }),
  defaults: () => schema.parse({}),
  cardText: ({ params, title }) => ({ title, lines: firstLines(params.text) }),
})
