import { z } from 'zod'
import { secondsToFrames, wordFact } from '../../kernel/index.ts'
import { defineKind } from '../../storyboard/index.ts'
import { cardLines } from '../card-lines.ts'
import { look } from '../fields.ts'
import { kindIssues, kindWords } from '../issues.ts'
import { fillName, LONGEST_PROMPT } from '../template.ts'
import { SHOT_ANGLES, SHOT_LENSES, SHOT_MOVES, SHOT_SIZES } from '../vocabulary.ts'

const schema = z.looseObject({
  number: z
    .string()
    .max(40)
    .optional()
    .meta(look({ widget: 'text', section: 'numbering' })),
  action: z
    .string()
    .default('')
    .meta(look({ widget: 'prompt' })),
  dialogue: z
    .string()
    .default('')
    .meta(look({ widget: 'prose' })),
  size: z
    .string()
    .default('MS')
    .meta(look({ widget: 'suggest', suggestions: Object.keys(SHOT_SIZES), section: 'camera' })),
  angle: z
    .string()
    .default('eye')
    .meta(look({ widget: 'suggest', suggestions: Object.keys(SHOT_ANGLES), section: 'camera' })),
  move: z
    .string()
    .default('static')
    .meta(look({ widget: 'suggest', suggestions: SHOT_MOVES, section: 'camera' })),
  lens: z
    .string()
    .default('')
    .meta(look({ widget: 'suggest', suggestions: SHOT_LENSES, section: 'camera' })),
  seconds: z
    .number()
    .positive()
    .max(600)
    .default(3)
    .meta(look({ widget: 'seconds', section: 'camera', unit: 's' })),
})
type Shot = z.infer<typeof schema>

export const shotKind = defineKind<Shot>({
  kind: 'shot',
  v: 1,
  schema,
  icon: 'shot',
  accent: 'shot',
  group: 'story',
  numbering: 'shot',
  card: { width: 196, height: 104, picture: false },
  ports: () => ({
    inputs: [
      { name: 'scene', types: ['scene'] },
      { name: 'subjects', types: ['subject'], several: true },
      { name: 'text', types: ['text'], several: true },
    ],
    outputs: [{ name: 'shot', types: ['shot'] }],
  }),
  defaults: () => schema.parse({}),
  cardText: ({ params, title }) => ({
    title,
    lines: cardLines(
      [params.size, params.angle === 'eye' ? '' : params.angle].filter(Boolean).join(', '),
      params.action,
    ),
    foot: kindWords.say('kinds/shot-length', {
      seconds: params.seconds,
      move: wordFact('moves', params.move || 'static'),
    }),
  }),
  issues: ({ id, params }) =>
    params.action.trim() ? [] : [kindIssues.make('kinds/shot-empty', { at: { nodeId: id, field: 'action' } })],
  offer: (context, port) => {
    if (port !== 'shot') return undefined
    const { params, settings } = context
    const arrived = context.input('scene')[0]
    const scene = arrived?.type === 'scene' ? arrived.scene : undefined
    const number = context.numbers.get(context.id) ?? ''
    const name = scene?.number
      ? settings.naming.replaceAll('{scene}', () => scene.number).replaceAll('{shot}', () => number)
      : number
    const action = context
      .input('text')
      .reduce(
        (text, value) => (value.type === 'text' ? fillName(text, value.name, value.text) : text),
        params.action.slice(0, LONGEST_PROMPT),
      )
    const subjects = context.input('subjects').flatMap((value) => (value.type === 'subject' ? [value.subject] : []))
    return {
      type: 'shot',
      shot: {
        nodeId: context.id,
        ...(scene ? { scene } : {}),
        number,
        name,
        size: params.size,
        angle: params.angle,
        move: params.move,
        lens: params.lens,
        action,
        dialogue: params.dialogue,
        subjects,
        seconds: params.seconds,
        frames: secondsToFrames(params.seconds, settings.rate),
      },
    }
  },
})
