import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RATES } from '../../../kernel/index.ts'
import { createStoryboard, type StoryboardNode } from '../../../storyboard/index.ts'
import type { Clip, Timeline } from '../../../timeline/index.ts'
import { type Begun, dragTo } from '../strip/drags.ts'
import { blocksWithin, gapBefore, type Lane, lanesOf } from './blocks.ts'
import { trimCommand } from './commands.ts'
import { ticksBetween } from './ruler.ts'
import { sameTimeline } from './same-timeline.ts'
import { snap, trimEnd, trimStart } from './trims.ts'
import { wavePath } from './wave.ts'

const aClip = (id: string, length: number, more: Partial<Clip> = {}): Clip => ({
  item: 'clip',
  id,
  nodeId: id,
  name: id,
  makes: 'video',
  source: { from: 'take', nodeId: id },
  media: { state: 'take', assetId: id, mime: 'video/mp4', draft: false, frames: length + 10 },
  in: 0,
  length,
  labels: {},
  ...more,
})

const aFilm = (...lengths: number[]): Timeline => ({
  name: 'film',
  rate: { num: 24, den: 1 },
  size: { width: 16, height: 9 },
  startFrame: 0,
  tracks: [{ kind: 'video', name: 'V1', items: lengths.map((length, index) => aClip(`c${index}`, length)) }],
  length: lengths.reduce((sum, length) => sum + length, 0),
})

describe('a trim', () => {
  const edge = { from: { node: 'a', port: 'video' }, to: { node: 'cut', port: 'video' } }
  const trimmed = (clips: unknown) => {
    const start = createStoryboard('board', 'Film')
    const cut = { kind: 'edit', v: 1, position: { x: 0, y: 0 }, params: { clips } } as StoryboardNode
    const board = { ...start, nodes: new Map([['cut', cut]]), edges: new Map([['a', edge]]) }
    const command = trimCommand(board, aClip('a', 20), { use: { in: 4, length: 10 } })
    return command?.type === 'setParams' ? command.params.clips : undefined
  }
  test('keeps what is said of other clips', () => {
    expect(trimmed({ b: { in: 2, gapBefore: 1 }, a: { in: 1, gapBefore: 6 } })).toEqual({
      b: { in: 2, gapBefore: 1 },
      a: { in: 4, out: 14, gapBefore: 6 },
    })
  })
  test.each([
    ['no list at all', 'broken'],
    ['a word for a clip', { a: 'broken' }],
    ['a list', [1, 2]],
  ])('of a damaged file, with %s, writes what was asked for and nothing else', (_name, clips) =>
    expect(trimmed(clips)).toEqual({ a: { in: 4, out: 14, gapBefore: 0 } }),
  )
})

const picture = (film: Timeline): Lane => lanesOf(film)[0] as Lane

describe('trims', () => {
  const block = { clip: aClip('a', 20, { in: 5 }), start: 100, place: 0 }
  test.each([
    [107, { in: 12, length: 13 }],
    [90, { in: 0, length: 25 }],
    [500, { in: 24, length: 1 }],
  ])('the beginning goes to frame %i, within the media', (frame, use) => expect(trimStart(block, frame)).toEqual(use))
  test.each([
    [110, { in: 5, length: 10 }],
    [50, { in: 5, length: 1 }],
    [500, { in: 5, length: 25 }],
  ])('the end goes to frame %i, within the media', (frame, use) => expect(trimEnd(block, frame)).toEqual(use))
  test('a still is as long as one likes', () => {
    const still = { ...block, clip: aClip('a', 20, { makes: 'image' }) }
    expect(trimEnd(still, 1100).length).toBe(1000)
  })
  test('an edge holds on to the nearest place within reach', () => {
    expect([snap(48, [10, 50, 53], 4), snap(40, [10, 50], 4), snap(9.6, [], 0)]).toEqual([50, 40, 10])
  })
})

describe('a drag', () => {
  const begin = (film: Timeline, place: number, grip: Begun['grip'], frame: number): Begun => {
    const lane = picture(film)
    return { lanes: [lane], lane, block: lane.blocks[place] as Begun['block'], grip, frame, gap: 0, places: [] }
  }
  test('of a clip lands between the others', () => {
    const film = aFilm(10, 10, 10)
    expect(dragTo(begin(film, 0, 'body', 5), 17, 0)).toMatchObject({ drag: 'move', place: 1 })
    expect(dragTo(begin(film, 2, 'body', 25), 2, 0)).toMatchObject({ drag: 'move', place: 0 })
    expect(dragTo(begin(film, 1, 'body', 15), 16, 0)).toMatchObject({ drag: 'move', place: 1 })
  })
  test('of a gap never makes it negative, and shows at once what comes of it', () => {
    const film = aFilm(10, 10)
    const drag = dragTo(begin(film, 1, 'gap', 15), 19, 0)
    if (drag.drag !== 'shape') throw new Error('not a shape')
    expect(lanesOf(film, drag.reshape)[0]?.blocks.map(({ start }) => start)).toEqual([0, 14])
    expect(dragTo(begin(film, 1, 'gap', 15), 3, 0)).toMatchObject({ reshape: { gap: 0 } })
    expect(gapBefore(film, 'c1')).toBe(0)
  })
})

test('exactly the clips that reach into a range are drawn', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }),
      fc.nat(900),
      fc.nat(200),
      (lengths, from, span) => {
        const { blocks } = picture(aFilm(...lengths))
        const seen = blocks.filter(({ start, clip }) => start + clip.length > from && start < from + span)
        expect(blocksWithin(blocks, from, from + span)).toEqual(seen)
      },
    ),
  )
})

describe('the ruler', () => {
  test('names lines with room between them at every zoom and rate', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RATES),
        fc.double({ min: 0.005, max: 48, noNaN: true }),
        fc.nat(50_000),
        (rate, scale, from) => {
          const named = ticksBetween(from, from + 1200 / scale, scale, rate).filter(({ text }) => text !== undefined)
          for (const [index, { frame }] of named.entries()) {
            expect(Number.isInteger(frame)).toBe(true)
            const next = named[index + 1]
            if (next && scale > 0.02) expect((next.frame - frame) * scale).toBeGreaterThan(60)
          }
        },
      ),
    )
  })
  test('leaves a time out that buttons at the end would cut', () => {
    const names = (free?: number) =>
      ticksBetween(0, 240, 3, { num: 24, den: 1 }, free).flatMap(({ text }) => text ?? [])
    expect(names()).toContain('00:08')
    expect(names(200)).toContain('00:07')
    expect(names(200)).not.toContain('00:08')
  })
  test('writes minutes and seconds, frames when close, hours when long', () => {
    const names = (from: number, scale: number) =>
      ticksBetween(from, from + 1, scale, { num: 24, den: 1 }).flatMap(({ text }) => text ?? [])
    expect([names(96, 1.5), names(12, 48), names(86_400 * 2, 0.1)]).toEqual([['00:04'], ['00:00:12'], ['2:00:00']])
  })
})

test('a film is the same as long as nothing in it changed', () => {
  expect(sameTimeline(aFilm(4, 5), aFilm(4, 5))).toBe(true)
  expect(sameTimeline(aFilm(4, 5), aFilm(5, 4))).toBe(false)
  expect(sameTimeline(aFilm(4), { ...aFilm(4), startFrame: 1 })).toBe(false)
})

test('a waveform has a line for every third pixel of what is seen, as far as there is sound', () => {
  const wave = { values: [0, 1, 0.25, 0], perSecond: 10, from: 0, pixelsPerSecond: 30 }
  expect(wavePath(wave, 0, 100, 30)).toBe('M1 14.5v1.0M4 2.0v26.0M7 8.5v13.0M10 14.5v1.0')
  expect(wavePath(wave, 4, 9, 30)).toBe('M7 8.5v13.0')
})
