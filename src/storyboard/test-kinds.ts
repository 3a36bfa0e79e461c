import { z } from 'zod'
import { createSeededRandom, type Random, secondsToFrames } from '../kernel/index.ts'
import { createCatalog, defineKind, type KindContext } from './catalog.ts'
import type { EditCommand } from './commands.ts'
import { applyDiff, createStoryboard, type Storyboard } from './document.ts'
import { applyCommands } from './edit.ts'
import type { ClipFacts, SceneFacts, ShotFacts } from './facts.ts'

/** How often each kind was asked for its card; tests read it to see what was evaluated again. */
export const asked = new Map<string, number>()

const card = { width: 200, height: 100, picture: false } as const
const looks = { icon: 'x', accent: 'image', group: 'make', card } as const
const zText = z.looseObject({
  number: z.string().optional(),
  action: z.string().default(''),
  place: z.string().default(''),
})
const zShot = z.looseObject({
  number: z.string().optional(),
  action: z.string().default(''),
  seconds: z.number().positive().default(3),
})
const zSubject = z.looseObject({ name: z.string().default('') })
const zPrompt = z.looseObject({ prompt: z.string().default('a picture'), steps: z.int().min(1).default(20) })
const zCut = z.looseObject({ clips: z.record(z.string(), z.looseObject({ in: z.int().default(0) })).default({}) })
const zNote = z.looseObject({ text: z.string().default('') })

const title = (context: KindContext<object>) => {
  asked.set(context.id, (asked.get(context.id) ?? 0) + 1)
  return { title: context.title, lines: [] }
}

const scene = defineKind<z.infer<typeof zText>>({
  ...looks,
  kind: 'scene',
  v: 1,
  schema: zText,
  numbering: 'scene',
  ports: () => ({
    inputs: [{ name: 'subjects', types: ['subject'], several: true }],
    outputs: [{ name: 'scene', types: ['scene'] }],
  }),
  defaults: () => zText.parse({}),
  cardText: title,
  offer: (context) => ({ type: 'scene', scene: sceneFacts(context) }),
})

const shot = defineKind<z.infer<typeof zShot>>({
  ...looks,
  kind: 'shot',
  v: 2,
  schema: zShot,
  numbering: 'shot',
  ports: () => ({
    inputs: [{ name: 'scene', types: ['scene'] }],
    outputs: [{ name: 'shot', types: ['shot'] }],
  }),
  defaults: () => zShot.parse({}),
  cardText: title,
  offer: (context) => ({ type: 'shot', shot: shotFacts(context) }),
  migrations: [
    {
      name: 'length-in-seconds',
      from: 1,
      migrate: ({ length, ...rest }) => ({ ...rest, ...(typeof length === 'number' ? { seconds: length } : {}) }),
    },
  ],
})

const character = defineKind<z.infer<typeof zSubject>>({
  ...looks,
  kind: 'character',
  v: 1,
  schema: zSubject,
  ports: () => ({ inputs: [], outputs: [{ name: 'subject', types: ['subject'] }] }),
  defaults: () => zSubject.parse({}),
  cardText: title,
  offer: ({ id, params }) => ({
    type: 'subject',
    subject: { nodeId: id, kind: 'character', name: params.name, description: '', references: [] },
  }),
})

const keyframe = defineKind<z.infer<typeof zPrompt>>({
  ...looks,
  kind: 'keyframe',
  v: 1,
  schema: zPrompt,
  bypass: { image: 'image' },
  ports: () => ({
    inputs: [
      { name: 'shot', types: ['shot', 'scene'] },
      { name: 'subjects', types: ['subject'], several: true },
      { name: 'image', types: ['image'], several: true },
    ],
    outputs: [{ name: 'image', types: ['image'] }],
  }),
  defaults: () => zPrompt.parse({}),
  cardText: title,
  offer: (context) => {
    const arrived = context.input('shot')[0]
    return {
      type: 'image',
      source: { from: 'take', nodeId: context.id },
      title: context.title,
      ...(arrived?.type === 'shot' ? { shot: arrived.shot } : {}),
    }
  },
  make: (context) => ({
    makes: 'image',
    purpose: 'text-to-image',
    generate: {
      prompt: [
        context.params.prompt,
        ...context.input('shot').map((value) => (value.type === 'shot' ? value.shot.action : '')),
        ...context.input('subjects').map((value) => (value.type === 'subject' ? value.subject.name : '')),
      ].join(' '),
    },
    panel: {},
    media: context
      .input('image')
      .flatMap((value) => (value.type === 'image' ? [{ name: 'references', source: value.source }] : [])),
  }),
})

const video = defineKind<z.infer<typeof zPrompt>>({
  ...looks,
  kind: 'video',
  v: 1,
  schema: zPrompt,
  ports: () => ({
    inputs: [
      { name: 'first', types: ['image'], required: true },
      { name: 'shot', types: ['shot'] },
    ],
    outputs: [{ name: 'video', types: ['video'] }],
  }),
  defaults: () => zPrompt.parse({}),
  cardText: title,
  offer: (context) => {
    const first = context.input('first')[0]
    return {
      type: 'video',
      source: { from: 'take', nodeId: context.id },
      title: context.title,
      ...(first?.type === 'image' && first.shot ? { shot: first.shot } : {}),
    }
  },
  make: (context) => {
    const first = context.input('first')[0]
    return first?.type === 'image'
      ? {
          makes: 'video',
          purpose: 'image-to-video',
          generate: {},
          panel: {},
          media: [{ name: 'first', source: first.source }],
        }
      : undefined
  },
})

const edit = defineKind<z.infer<typeof zCut>>({
  ...looks,
  kind: 'edit',
  v: 1,
  schema: zCut,
  ports: () => ({
    inputs: [{ name: 'video', types: ['video', 'image'], several: true }],
    outputs: [{ name: 'cut', types: ['cut'] }],
  }),
  defaults: () => zCut.parse({}),
  cardText: title,
  offer: (context) => ({ type: 'cut', cut: { nodeId: context.id, clips: clips(context), audio: [] } }),
})

const exporting = defineKind<z.infer<typeof zNote>>({
  ...looks,
  kind: 'export',
  v: 1,
  schema: zNote,
  ports: () => ({ inputs: [{ name: 'cut', types: ['cut'], required: true }], outputs: [] }),
  defaults: () => zNote.parse({}),
  cardText: title,
})

const note = defineKind<z.infer<typeof zNote>>({
  ...looks,
  kind: 'note',
  v: 1,
  schema: zNote,
  ports: () => ({ inputs: [], outputs: [] }),
  defaults: () => zNote.parse({}),
  cardText: title,
})

/** Always fails, in every place where a kind can fail. */
const faulty = defineKind<z.infer<typeof zNote>>({
  ...looks,
  kind: 'faulty',
  v: 1,
  schema: zNote,
  ports: () => ({ inputs: [{ name: 'image', types: ['image'] }], outputs: [{ name: 'image', types: ['image'] }] }),
  defaults: () => zNote.parse({}),
  cardText: () => fault(),
  issues: () => fault(),
  offer: () => fault(),
  make: () => fault(),
})

/** A small film: enough kinds to see every rule at work. */
export const testCatalog = createCatalog([scene, shot, character, keyframe, video, edit, exporting, note, faulty])

/** What edits need in tests; the same ids on every run. */
export function testPorts(seed = 1): { catalog: typeof testCatalog; random: Random } {
  return { catalog: testCatalog, random: createSeededRandom(seed) }
}

/** Edits a storyboard; a refusal is a mistake of the test. */
export function edited(board: Storyboard, commands: readonly EditCommand[], seed = 1): Storyboard {
  const result = applyCommands(board, commands, testPorts(seed))
  if (!result.ok) throw new Error(result.failures.map(({ message }) => message).join('; '))
  return applyDiff(board, result.diff)
}

/** An `addNode` for tests: kind and id by name, cards below each other. */
export function adding(
  id: string,
  kind: string,
  params: Record<string, unknown> = {},
  position = { x: 0, y: 0 },
): EditCommand {
  return { type: 'addNode', id, kind, params, position }
}

/** A `connect` for tests: `'shot1.shot > key1.shot'`. */
export function wiring(text: string, id?: string): EditCommand {
  const [from = '', to = ''] = text.split(' > ')
  const end = (part: string) => ({ node: part.split('.')[0] ?? '', port: part.split('.')[1] ?? '' })
  return { type: 'connect', from: end(from), to: end(to), ...(id === undefined ? {} : { id }) }
}

/** A film of scenes with shots, each with keyframe and video, cut and exported. */
export function aFilm(scenes: number, shotsEach: number): Storyboard {
  const commands: EditCommand[] = [
    adding('hero', 'character', { name: 'Ada' }, { x: -300, y: 0 }),
    adding('cut', 'edit', {}, { x: 900, y: 0 }),
    adding('out', 'export', {}, { x: 1200, y: 0 }),
    wiring('cut.cut > out.cut', 'e-out'),
  ]
  for (let scene = 1; scene <= scenes; scene++) {
    commands.push(adding(`scene${scene}`, 'scene', { place: `Place ${scene}` }, { x: 0, y: scene * shotsEach * 200 }))
    for (let shot = 1; shot <= shotsEach; shot++) {
      const name = `${scene}-${shot}`
      const y = scene * shotsEach * 200 + shot * 200
      commands.push(
        adding(`shot${name}`, 'shot', { action: `Action ${name}` }, { x: 200, y }),
        adding(`key${name}`, 'keyframe', {}, { x: 400, y }),
        adding(`video${name}`, 'video', {}, { x: 600, y }),
        wiring(`scene${scene}.scene > shot${name}.scene`, `e-a${name}`),
        wiring(`shot${name}.shot > key${name}.shot`, `e-b${name}`),
        wiring(`hero.subject > key${name}.subjects`, `e-c${name}`),
        wiring(`key${name}.image > video${name}.first`, `e-d${name}`),
        wiring(`video${name}.video > cut.video`, `e-e${name}`),
      )
    }
  }
  return edited(createStoryboard('board', 'Film'), commands)
}

function sceneFacts(context: KindContext<z.infer<typeof zText>>): SceneFacts {
  const { params } = context
  return {
    nodeId: context.id,
    number: context.numbers.get(context.id) ?? '',
    slug: params.place,
    place: params.place,
    time: '',
    action: params.action,
    styles: [],
    subjects: context.input('subjects').flatMap((value) => (value.type === 'subject' ? [value.subject] : [])),
  }
}

function shotFacts(context: KindContext<z.infer<typeof zShot>>): ShotFacts {
  const { params, settings } = context
  const number = context.numbers.get(context.id) ?? ''
  const from = context.input('scene')[0]
  return {
    nodeId: context.id,
    ...(from?.type === 'scene' ? { scene: from.scene } : {}),
    number,
    name: number,
    size: '',
    angle: '',
    move: '',
    lens: '',
    action: params.action,
    subjects: [],
    dialogue: '',
    seconds: params.seconds,
    frames: secondsToFrames(params.seconds, settings.rate),
  }
}

function clips(context: KindContext<z.infer<typeof zCut>>): ClipFacts[] {
  return context.arrivals('video').flatMap(({ edgeId, nodeId, value, muted }) => {
    if (muted || (value?.type !== 'video' && value?.type !== 'image')) return []
    return [
      {
        edgeId,
        nodeId,
        makes: value.type,
        source: value.source,
        title: value.title,
        in: context.params.clips[edgeId]?.in ?? 0,
        gapBefore: 0,
        ...(value.shot ? { shot: value.shot } : {}),
        plannedFrames: value.shot?.frames ?? 72,
      },
    ]
  })
}

function fault(): never {
  throw new Error('this kind is faulty')
}
