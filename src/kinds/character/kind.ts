import { z } from 'zod'
import type { MediaSource } from '../../assets/index.ts'
import { issue } from '../../kernel/index.ts'
import { defineKind, type PortValue } from '../../storyboard/index.ts'
import { look, zMediaRef } from '../fields.ts'
import { mentionName } from '../template.ts'

const schema = z.looseObject({
  name: z
    .string()
    .max(60)
    .default('')
    .meta(look({ widget: 'text' })),
  description: z
    .string()
    .default('')
    .meta(look({ widget: 'prose' })),
  references: z
    .array(zMediaRef)
    .default([])
    .meta(look({ widget: 'medias', accept: 'image/*' })),
  lora: z
    .string()
    .default('')
    .meta(look({ widget: 'text', section: 'making' })),
  loraStrength: z
    .number()
    .min(-2)
    .max(2)
    .default(1)
    .meta(look({ widget: 'number', section: 'making' })),
})
type Character = z.infer<typeof schema>

export const characterKind = defineKind<Character>({
  kind: 'character',
  v: 1,
  schema,
  icon: 'character',
  accent: 'subject',
  group: 'world',
  card: { width: 196, height: 190, picture: true },
  ports: () => ({
    inputs: [{ name: 'image', types: ['image'], several: true }],
    outputs: [{ name: 'subject', types: ['subject'] }],
  }),
  defaults: () => schema.parse({}),
  cardText: ({ params, title }) => ({
    title: params.name || title,
    lines: [params.description].filter(Boolean),
    foot: params.name ? `@${mentionName(params.name)}` : '',
  }),
  issues: ({ id, params }) =>
    params.name.trim()
      ? []
      : [
          issue(
            'kinds/character-unnamed',
            'A character needs a name, so that texts can mention it.',
            { nodeId: id, field: 'name' },
            'warning',
          ),
        ],
  offer: (context, port) => {
    const { params, id } = context
    if (port !== 'subject' || !params.name.trim()) return undefined
    const own: MediaSource[] = params.references.map((ref) => ({ from: 'file', nodeId: id, ref }))
    return {
      type: 'subject',
      subject: {
        nodeId: id,
        kind: 'character',
        name: params.name.trim(),
        description: params.description.trim(),
        references: [...own, ...picturesOf(context.input('image'))],
        ...(params.lora ? { lora: { name: params.lora, strength: params.loraStrength } } : {}),
      },
    }
  },
})

/** The pictures among values. */
export function picturesOf(values: readonly PortValue[]): MediaSource[] {
  return values.flatMap((value) => (value.type === 'image' ? [value.source] : []))
}
