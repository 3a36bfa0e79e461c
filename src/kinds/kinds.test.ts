import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createSeededRandom } from '../kernel/index.ts'
import {
  applyCommands,
  applyDiff,
  createStoryboard,
  type EditCommand,
  evaluateBoard,
  openStoryboardText,
  type Storyboard,
  writeStoryboardText,
} from '../storyboard/index.ts'
import { catalog } from './index.ts'

function build(commands: EditCommand[], board: Storyboard = createStoryboard('b', 'Test')): Storyboard {
  const result = applyCommands(board, commands, { catalog, random: createSeededRandom(5) })
  if (!result.ok) throw new Error(JSON.stringify(result))
  return applyDiff(board, result.diff)
}
const node = (kind: string, id: string, params: Record<string, unknown> = {}, title?: string): EditCommand => ({
  type: 'addNode',
  kind,
  id,
  params,
  ...(title ? { title } : {}),
})
const wire = (from: string, port: string, to: string, toPort: string): EditCommand => ({
  type: 'connect',
  from: { node: from, port },
  to: { node: to, port: toPort },
})

const film: EditCommand[] = [
  node('character', 'mara', { name: 'Mara', description: 'copper hair' }),
  node('style', 'ink', { prompt: 'ink wash', negative: 'photo' }),
  node('scene', 'cliff', { place: 'Cliff', time: 'dusk' }),
  node('shot', 'run', { action: '@mara runs', size: 'CU', angle: 'low', move: 'truck left', seconds: 2 }),
  node('keyframe', 'key'),
  node('video', 'clip'),
  node('edit', 'cut'),
  node('export', 'out'),
  wire('cliff', 'scene', 'run', 'scene'),
  wire('run', 'shot', 'key', 'shot'),
  wire('mara', 'subject', 'key', 'subjects'),
  wire('ink', 'style', 'key', 'style'),
  wire('key', 'image', 'clip', 'first'),
  wire('clip', 'video', 'cut', 'video'),
  wire('cut', 'cut', 'out', 'cut'),
]

describe('every kind', () => {
  test.each([...catalog.kinds.values()].map((kind) => [kind.kind, kind] as const))(
    '%s: its defaults fit its own schema and it evaluates on its own',
    (_, kind) => {
      const params = kind.defaults()
      expect(kind.schema.parse(params)).toEqual(params)
      const board = build([node(kind.kind, 'alone')])
      const evaluation = evaluateBoard(board, catalog)
      expect(evaluation.nodes.get('alone')?.card.title).not.toBe('')
      const ports = kind.ports(params)
      expect(new Set(ports.inputs.map((port) => port.name)).size).toBe(ports.inputs.length)
      for (const [output, input] of Object.entries(kind.bypass ?? {})) {
        expect(ports.outputs.map((port) => port.name)).toContain(output)
        expect(ports.inputs.map((port) => port.name)).toContain(input)
      }
    },
  )
})

describe('a film', () => {
  const evaluation = evaluateBoard(build(film), catalog)
  test('a keyframe asks for its shot in words, with its subject described once and its style', () => {
    const spec = evaluation.nodes.get('key')?.spec
    expect(spec?.makes).toBe('image')
    expect(spec?.purpose).toBe('text-to-image')
    expect(spec?.generate.prompt).toBe('close-up, low angle. Mara (copper hair) runs. ink wash')
    expect(spec?.generate.negative).toBe('photo')
    expect(spec?.panel).toMatchObject({
      size: 'CU',
      angle: 'low',
      move: 'truck left',
      action: 'Mara runs',
      subjects: ['Mara'],
      time: 'dusk',
    })
  })
  test('a video takes length and rate from the shot behind its first frame', () => {
    const spec = evaluation.nodes.get('clip')?.spec
    expect(spec?.purpose).toBe('image-to-video')
    expect(spec?.generate).toMatchObject({ frames: 48, rate: { num: 24, den: 1 } })
    expect(spec?.media).toEqual([expect.objectContaining({ name: 'first', source: { from: 'take', nodeId: 'key' } })])
    expect(evaluation.nodes.get('clip')?.upstream).toEqual(['key'])
  })
  test('scene and shot numbers name the clip in the cut, and never enter what is made', () => {
    const cut = evaluation.nodes.get('cut')?.offers.get('cut')
    expect(cut?.type === 'cut' && cut.cut.clips.map((clip) => clip.title)).toEqual(['SC010_SH010'])
    expect(JSON.stringify(evaluation.nodes.get('key')?.spec)).not.toContain('SH010')
  })
  test('moving, titling or annotating changes nothing that is made', () => {
    const before = evaluateBoard(build(film), catalog).nodes.get('key')?.spec
    const board = build(
      [
        { type: 'move', positions: { key: { x: 900, y: 9 } } },
        { type: 'setTitle', node: 'key', title: 'Another' },
        node('note', 'n', { text: 'x' }),
      ],
      build(film),
    )
    expect(evaluateBoard(board, catalog).nodes.get('key')?.spec).toEqual(before)
  })
})

describe('texts', () => {
  test('an @name that is not wired is an issue, not a guess', () => {
    const board = build([
      node('shot', 's', { action: '@tom waves' }),
      node('keyframe', 'k'),
      wire('s', 'shot', 'k', 'shot'),
    ])
    expect(
      evaluateBoard(board, catalog)
        .nodes.get('k')
        ?.issues.map((one) => one.code),
    ).toContain('kinds/subject-not-wired')
  })
  test('a {name} is filled from the text node of that name, through texts that mention texts', () => {
    const board = build([
      node('text', 't1', { text: 'sleet' }, 'weather'),
      node('text', 't2', { text: '{weather} at sea' }, 'mood'),
      node('keyframe', 'k', { prompt: 'a boat, {mood}' }),
      wire('t1', 'text', 't2', 'text'),
      wire('t2', 'text', 'k', 'text'),
    ])
    expect(evaluateBoard(board, catalog).nodes.get('k')?.spec?.generate.prompt).toBe('a boat, sleet at sea')
  })
  test('an unknown {name} stays visible and is reported', () => {
    const board = build([node('keyframe', 'k', { prompt: 'a {colour} boat' })])
    const seen = evaluateBoard(board, catalog).nodes.get('k')
    expect(seen?.spec?.generate.prompt).toBe('a {colour} boat')
    expect(seen?.issues.map((one) => one.code)).toContain('kinds/unknown-variable')
  })
})

describe('long texts', () => {
  const issuesOf = (board: Storyboard, id: string) => evaluateBoard(board, catalog).nodes.get(id)?.issues ?? []

  test('a card works on no more of a text than it could show', () => {
    for (const [kind, field] of [
      ['note', 'text'],
      ['text', 'text'],
      ['shot', 'action'],
      ['scene', 'action'],
      ['style', 'prompt'],
      ['character', 'description'],
      ['audio', 'description'],
      ['keyframe', 'prompt'],
      ['video', 'prompt'],
    ] as const) {
      for (const long of ['a'.repeat(1_000_000), '\n'.repeat(1_000_000)]) {
        const lines = evaluateBoard(build([node(kind, 'n', { [field]: long })]), catalog).nodes.get('n')?.card.lines
        expect(JSON.stringify(lines).length, kind).toBeLessThan(20_000)
      }
    }
  })

  test('texts that mention texts stop growing, and what is cut off is told', () => {
    const board = build([
      node('text', 'a', { text: 'x'.repeat(60_000) }, 'a'),
      node('text', 'b', { text: '{a}'.repeat(300_000) }, 'b'),
      node('shot', 's', { action: '{b}'.repeat(300_000) }),
      node('keyframe', 'k', { prompt: '{action}{b}{a}'.repeat(50_000) }),
      wire('a', 'text', 'b', 'text'),
      wire('b', 'text', 's', 'text'),
      wire('b', 'text', 'k', 'text'),
      wire('s', 'shot', 'k', 'shot'),
    ])
    const { spec } = evaluateBoard(board, catalog).nodes.get('k') ?? {}
    expect(String(spec?.generate.prompt).length).toBeLessThanOrEqual(200_000)
    expect(issuesOf(board, 'k').map(({ code }) => code)).toContain('kinds/long-text')
  })

  test('a name that is wrong a hundred thousand times is told once', () => {
    const board = build([node('keyframe', 'k', { prompt: '@tom {x} '.repeat(10_000) })])
    expect(issuesOf(board, 'k').map(({ code }) => code)).toEqual(['kinds/unknown-variable', 'kinds/subject-not-wired'])
  })
})

describe('LoRAs of characters', () => {
  const withLora = (lora: object) =>
    evaluateBoard(
      build([
        node('character', 'mara', { name: 'Mara', ...lora }),
        node('character', 'twin', { name: 'Twin', ...lora }),
        node('keyframe', 'k', { prompt: '@mara runs' }),
        node('video', 'v', { prompt: '@mara runs' }),
        wire('mara', 'subject', 'k', 'subjects'),
        wire('twin', 'subject', 'k', 'subjects'),
        wire('mara', 'subject', 'v', 'subjects'),
      ]),
      catalog,
    ).nodes

  test('reach recipes as a list of names and strengths, each file once', () => {
    const nodes = withLora({ lora: ' mara.safetensors ', loraStrength: 0.8 })
    for (const id of ['k', 'v'])
      expect(nodes.get(id)?.spec?.generate.loras).toEqual([{ name: 'mara.safetensors', strength: 0.8 }])
    expect(nodes.get('k')?.spec?.panel).not.toHaveProperty('loras')
  })

  test('are not mentioned where there are none', () => {
    expect(withLora({}).get('k')?.spec?.generate).not.toHaveProperty('loras')
  })
})

describe('the cut', () => {
  test('a muted clip leaves the cut, a bypassed keyframe passes its picture on', () => {
    const muted = evaluateBoard(build([{ type: 'setMode', node: 'clip', mode: 'muted' }], build(film)), catalog)
    const cut = muted.nodes.get('cut')?.offers.get('cut')
    expect(cut?.type === 'cut' && cut.cut.clips).toEqual([])
  })
  test('trims and gaps are kept by edge', () => {
    const board = build(film)
    const edge = [...board.edges].find(([, one]) => one.to.node === 'cut')?.[0] ?? ''
    const trimmed = build(
      [{ type: 'setParams', node: 'cut', params: { clips: { [edge]: { in: 6, out: 30, gapBefore: 12 } } } }],
      board,
    )
    const cut = evaluateBoard(trimmed, catalog).nodes.get('cut')?.offers.get('cut')
    expect(cut?.type === 'cut' && cut.cut.clips[0]).toMatchObject({ in: 6, out: 30, gapBefore: 12 })
  })
})

describe('shipped storyboards', () => {
  test.each(['lighthouse', 'last-ferry'])('%s opens without an error and is written back to the same bytes', (name) => {
    const text = readFileSync(new URL(`../../workflows/storyboards/${name}.storyboard.json`, import.meta.url), 'utf8')
    const { board, issues } = openStoryboardText(text, { catalog })
    expect(issues).toEqual([])
    const evaluation = evaluateBoard(board, catalog)
    expect(evaluation.issues.filter((one) => one.severity === 'error')).toEqual([])
    expect(evaluation.inert.size).toBe(0)
    expect(writeStoryboardText(board)).toBe(text)
  })
})
