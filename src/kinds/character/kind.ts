import { z } from 'zod'
import type { MediaSource } from '../../assets/index.ts'
import { defineKind, type PortValue } from '../../storyboard/index.ts'
import { cardLines } from '../card-lines.ts'
import { look, zMediaRef } from '../fields.ts'
import { kindIssues } from '../issues.ts'
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
    lines: cardLines(params.description),
    foot: params.name ? `@${mentionName(params.name)}` : '',
  }),
  issues: ({ id, params }) =>
    params.name.trim() ? [] : [kindIssues.make('kinds/character-unnamed', { at: { nodeId: id, field: 'name' } })],
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
        ...(params.lora.trim() ? { lora: { name: params.lora.trim(), strength: params.loraStrength } } : {}),
      },
    }
  },
})

/** The pictures among values. */
export function picturesOf(values: readonly PortValue[]): MediaSource[] {
  return values.flatMap((value) => (value.type === 'image' ? [value.source] : []))
}
