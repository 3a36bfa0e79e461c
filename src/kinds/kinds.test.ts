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
