import { z } from 'zod'
import { defineKind, type SceneFacts, type ShotFacts } from '../../storyboard/index.ts'
import { cardLines } from '../card-lines.ts'
import { look } from '../fields.ts'
import { kindIssues } from '../issues.ts'
import { TIMES_OF_DAY } from '../vocabulary.ts'

const schema = z.looseObject({
  number: z
    .string()
    .max(40)
    .optional()
    .meta(look({ widget: 'text', section: 'numbering' })),
  setting: z
    .enum(['INT', 'EXT', 'INT/EXT'])
    .default('EXT')
    .meta(look({ widget: 'choice' })),
  place: z
    .string()
    .default('')
    .meta(look({ widget: 'text' })),
  time: z
    .string()
    .default('day')
    .meta(look({ widget: 'suggest', suggestions: TIMES_OF_DAY })),
  action: z
    .string()
    .default('')
    .meta(look({ widget: 'prompt' })),
})
type Scene = z.infer<typeof schema>

/** The heading of a scene as scripts write it. */
export function sceneSlug(scene: Pick<Scene, 'setting' | 'place' | 'time'>): string {
  const where = [scene.place, scene.time].map((part) => part.trim().toUpperCase()).filter(Boolean)
  return [`${scene.setting}.`, where.join(' – ')].filter(Boolean).join(' ')
}

/** A scene without shots counts as one shot of its own. */
export function sceneAsShot(scene: SceneFacts, rate: { num: number; den: number }): ShotFacts {
  const seconds = 3
  return {
    nodeId: scene.nodeId,
    scene,
    number: scene.number,
    name: scene.number,
    size: 'WS',
    angle: 'eye',
    move: 'static',
    lens: '',
    action: scene.action,
    dialogue: '',
    subjects: [],
    seconds,
    frames: Math.round((seconds * rate.num) / rate.den),
  }
}

export const sceneKind = defineKind<Scene>({
  kind: 'scene',
  v: 1,
  schema,
  icon: 'scene',
  accent: 'scene',
  group: 'story',
  numbering: 'scene',
  card: { width: 196, height: 104, picture: false },
  ports: () => ({
    inputs: [
      { name: 'style', types: ['style'] },
      { name: 'subjects', types: ['subject'], several: true },
    ],
    outputs: [{ name: 'scene', types: ['scene'] }],
  }),
  defaults: () => schema.parse({}),
  cardText: ({ params, title }) => ({ title, lines: cardLines(sceneSlug(params), params.action) }),
  issues: ({ id, params }) =>
    params.place || params.action ? [] : [kindIssues.make('kinds/scene-empty', { at: { nodeId: id, field: 'place' } })],
  offer: (context, port) => {
    if (port !== 'scene') return undefined
    const styles = context.input('style').flatMap((value) => (value.type === 'style' ? [value.style] : []))
    const subjects = context.input('subjects').flatMap((value) => (value.type === 'subject' ? [value.subject] : []))
    const { params } = context
    return {
      type: 'scene',
      scene: {
        nodeId: context.id,
        number: context.numbers.get(context.id) ?? '',
        slug: sceneSlug(params),
        place: params.place,
        time: params.time,
        action: params.action,
        styles,
        subjects,
      },
    }
  },
})
