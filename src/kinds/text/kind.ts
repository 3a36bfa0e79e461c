import { z } from 'zod'
import { defineKind } from '../../storyboard/index.ts'
import { cardLines } from '../card-lines.ts'
import { look } from '../fields.ts'
import { resolveText, scopeOf } from '../template.ts'

const schema = z.looseObject({
  text: z
    .string()
    .default('')
    .meta(look({ widget: 'prompt' })),
})
type Text = z.infer<typeof schema>

export const textKind = defineKind<Text>({
  kind: 'text',
  v: 1,
  schema,
  icon: 'text',
  accent: 'text',
  group: 'story',
  card: { width: 196, height: 104, picture: false },
  ports: () => ({
    inputs: [{ name: 'text', types: ['text'], several: true }],
    outputs: [{ name: 'text', types: ['text'] }],
  }),
  bypass: { text: 'text' },
  defaults: () => schema.parse({}),
  cardText: ({ params, title }) => ({ title, lines: cardLines(params.text), foot: `{${title.toLowerCase()}}` }),
  // Variables of a text are the texts wired into it; whatever else it mentions is filled in where the text is used.
  offer: (context, port) => {
    if (port !== 'text') return undefined
    const { variables } = scopeOf({ subjects: [], styles: [], texts: context.input('text') }, context.settings)
    const named = new Map([...variables].filter(([, value]) => value !== ''))
    const { text } = resolveText(
      context.params.text,
      { variables: named, subjects: [], styles: [] },
      context.id,
      'text',
    )
    return { type: 'text', name: context.title, text }
  },
})
