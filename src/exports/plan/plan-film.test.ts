import { describe, expect, test } from 'vitest'
import type { Clip, Gap, Timeline } from '../../timeline/index.ts'
import type { MediaFacts, PictureFacts } from '../media-facts.ts'
import type { FilmRequest } from '../request.ts'
import { checkFilm } from './check-film.ts'
import { packetRun } from './copy.ts'
import { planFilm } from './plan-film.ts'

const clip = (assetId: string, length: number, more: Partial<Clip> = {}): Clip => ({
  item: 'clip',
  id: `edge-${assetId}`,
  nodeId: `video-${assetId}`,
  name: assetId,
  makes: 'video',
  source: { from: 'take', nodeId: `video-${assetId}` },
  media: { state: 'take', assetId, mime: 'video/mp4', draft: false },
  in: 0,
  length,
  labels: { shot: '1A' },
  ...more,
})
const gap = (length: number): Gap => ({ item: 'gap', id: 'gap', length })

const ask = (
  items: (Clip | Gap)[],
  more: Partial<Omit<FilmRequest, 'timeline'>> & { sound?: Clip[]; timeline?: Partial<Timeline> } = {},
): FilmRequest => ({
  format: 'mp4',
  quality: 'deliver',
  join: 'auto',
  labels: false,
  fileName: 'film',
  ...more,
  timeline: {
    name: 'Film',
    rate: { num: 24, den: 1 },
    size: { width: 640, height: 360 },
    startFrame: 0,
    tracks: [
      { kind: 'video', name: 'V1', items },
      { kind: 'audio', name: 'A1', items: more.sound ?? [] },
    ],
    length: items.reduce((sum, { length }) => sum + length, 0),
    ...more.timeline,
  },
})

const picture = (frames: number, more: Partial<PictureFacts> = {}): PictureFacts => ({
  codec: 'avc',
  canDecode: true,
  config: 'one',
  stored: { width: 640, height: 360 },
  shown: { width: 640, height: 360 },
  range: 'limited',
  frames,
  grid: { order: Array.from({ length: frames }, (_, frame) => frame), starts: [0] },
  ...more,
})
const movie = (frames: number, more: Partial<PictureFacts> = {}): MediaFacts => ({
  kind: 'movie',
  picture: picture(frames, more),
})
const facts = (all: Record<string, MediaFacts>) => new Map(Object.entries(all))
const abilities = { video: 'avc', audio: 'aac' }
const codes = (
  request: FilmRequest,
  all: Record<string, MediaFacts>,
  able: { video?: string; audio?: string } = abilities,
) => checkFilm(request, facts(all), able).map(({ code }) => code)

describe('packets are copied', () => {
  test('when every clip is whole and of one configuration', () => {
    const plan = planFilm(ask([clip('a', 10), clip('b', 5)]), facts({ a: movie(10), b: movie(5) }))
    expect(plan).toMatchObject({
      way: 'copy',
      frames: 15,
      samples: 30_000,
      parts: [
        { assetId: 'a', start: 0, count: 10 },
        { assetId: 'b', start: 10, position: 0, count: 5 },
      ],
    })
  })

  test('when the end is cut off and no later packet is needed', () => {
    expect(planFilm(ask([clip('a', 7)]), facts({ a: movie(10) })).way).toBe('copy')
  })

  test.each([
    ['other settings', [clip('a', 10), clip('b', 5)], { b: movie(5, { config: 'two' }) }, {}, 'exports/encodes-mixed'],
    ['a gap', [gap(3), clip('a', 10)], {}, {}, 'exports/encodes-gap'],
    ['a still', [clip('b', 10)], { b: { kind: 'still', width: 640, height: 360 } }, {}, 'exports/encodes-still'],
    ['a card', [clip('a', 10, { media: { state: 'missing', reason: 'run it.' } })], {}, {}, 'exports/encodes-card'],
    [
      'another size',
      [clip('b', 10)],
      { b: movie(10, { stored: { width: 320, height: 180 }, shown: { width: 320, height: 180 } }) },
      {},
      'exports/encodes-size',
    ],
    [
      'a turned picture',
      [clip('b', 10)],
      { b: movie(10, { shown: { width: 360, height: 640 } }) },
      {},
      'exports/encodes-size',
    ],
    ['another codec', [clip('b', 10)], { b: movie(10, { codec: 'vp9' }) }, {}, 'exports/encodes-codec'],
    [
      'another rate',
      [clip('b', 10)],
      { b: { kind: 'movie', picture: { ...picture(10), grid: undefined } as unknown as PictureFacts } },
      {},
      'exports/encodes-rate',
    ],
    ['a start off a key frame', [clip('a', 5, { in: 3 })], {}, {}, 'exports/encodes-trim'],
    ['a held last frame', [clip('a', 12)], {}, {}, 'exports/encodes-trim'],
    ['labels', [clip('a', 10)], {}, { labels: true }, 'exports/encodes-labels'],
    ['the wish to encode', [clip('a', 10)], {}, { join: 'encode' }, 'exports/encodes-asked'],
  ] as [string, (Clip | Gap)[], Record<string, MediaFacts>, Partial<FilmRequest>, string][])(
    'but not with %s',
    (_, items, more, change, code) => {
      const request = ask(items, change)
      const all = { a: movie(10), ...more }
      expect(planFilm(request, facts(all)).way).toBe('encode')
      expect(codes(request, all)).toContain(code)
    },
  )
})

describe('a run of packets', () => {
  // Decode order of two closed groups with B-frames: I P B B | I P B B
  const grid = { order: [0, 3, 1, 2, 4, 7, 5, 6], starts: [0, 4] }

  test.each([
    ['everything', 0, 8, { position: 0, count: 8 }],
    ['the second group', 4, 4, { position: 4, count: 4 }],
    ['the first group', 0, 4, { position: 0, count: 4 }],
    ['an end between frames that refer to each other', 0, 2, undefined],
    ['a start that is no key frame', 1, 3, undefined],
    ['more frames than there are', 4, 5, undefined],
  ])('%s', (_, first, length, run) => {
    expect(packetRun(grid, first, length)).toEqual(run)
  })

  test('not where pictures before the key frame follow it in the file', () => {
    expect(packetRun({ order: [0, 1, 4, 2, 3, 5], starts: [0, 4] }, 4, 2)).toBeUndefined()
  })
})

describe('drawing covers every frame exactly once', () => {
  test('with gaps, cards, stills and upper tracks', () => {
    const request = ask([gap(4), clip('a', 10), clip('s', 6)])
    const upper = { kind: 'video' as const, name: 'V2', items: [gap(8), clip('b', 4, { in: 2 })] }
    const film = { ...request, timeline: { ...request.timeline, tracks: [...request.timeline.tracks, upper] } }
    const plan = planFilm(film, facts({ a: movie(10), b: movie(6), s: { kind: 'still', width: 10, height: 10 } }))
    expect(
      plan.way === 'encode' &&
        plan.parts.map((part) => [part.show, part.start, part.length, 'in' in part ? part.in : undefined]),
    ).toEqual([
      ['black', 0, 4, undefined],
      ['movie', 4, 4, 0],
      ['movie', 8, 4, 2],
      ['movie', 12, 2, 8],
      ['still', 14, 6, 0],
    ])
  })

  test('and H.264 gets an even size, with a warning', () => {
    const request = ask([gap(2)], { timeline: { size: { width: 641, height: 361 } } })
    expect(planFilm(request, facts({})).size).toEqual({ width: 640, height: 360 })
    expect(codes(request, {})).toContain('exports/odd-size')
    expect(planFilm({ ...request, format: 'webm' }, facts({})).size).toEqual({ width: 641, height: 361 })
  })
})

describe('sound', () => {
  const audio = (length: number, more: Partial<Clip> = {}) => clip('m', length, { makes: 'audio', ...more })
  const music: MediaFacts = { kind: 'movie', sound: { codec: 'mp3', canDecode: true } }

  test('is cut off where the film ends, and begins where the trim says', () => {
    const plan = planFilm(ask([clip('a', 24)], { sound: [audio(100, { in: 12 })] }), facts({ a: movie(24), m: music }))
    expect(plan.sound).toEqual([{ assetId: 'm', from: 24_000, start: 0, length: 48_000 }])
  })

  test('of a clip counts at the clip’s place, to the sample at 23.976', () => {
    const request = ask([clip('a', 7), clip('b', 24)], { timeline: { rate: { num: 24000, den: 1001 } } })
    const loud = { ...movie(24), sound: { codec: 'aac', canDecode: true } } as MediaFacts
    const plan = planFilm(request, facts({ a: movie(7), b: loud }))
    expect(plan.sound).toEqual([{ assetId: 'b', from: 0, start: 14_014, length: 48_048 }])
    expect(plan.samples).toBe(62_062)
  })

  test('that cannot be decoded, or not be encoded, is said to be lost', () => {
    const request = ask([clip('a', 24)], { sound: [audio(24)] })
    expect(codes(request, { a: movie(24), m: { kind: 'movie', sound: { codec: 'ac3', canDecode: false } } })).toContain(
      'exports/silent',
    )
    expect(codes(request, { a: movie(24), m: music }, { video: 'avc' })).toContain('exports/no-sound-encoder')
  })
})

describe('the check says', () => {
  const severities = (request: FilmRequest, all: Record<string, MediaFacts>, able: { video?: string } = abilities) =>
    checkFilm(request, facts(all), able)
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code)

  test('that copied full-range clips stay full range', () => {
    const [copies] = checkFilm(ask([clip('a', 5)]), facts({ a: movie(5, { range: 'full' }) }), abilities)
    expect(copies).toMatchObject({ code: 'exports/copies', message: expect.stringContaining('full range') })
  })

  test('that this browser has no encoder, and what would do', () => {
    const issues = checkFilm(ask([gap(5)]), facts({}), {})
    expect(issues).toContainEqual(
      expect.objectContaining({
        code: 'exports/cannot-encode',
        severity: 'error',
        fix: expect.objectContaining({ value: 'webm' }),
      }),
    )
  })

  test('nothing about encoders when packets are copied', () => {
    expect(severities(ask([clip('a', 5)]), { a: movie(5, { canDecode: false }) }, {})).toEqual([])
  })

  test('that a clip cannot be decoded or read', () => {
    expect(severities(ask([gap(1), clip('a', 5)]), { a: movie(5, { codec: 'hevc', canDecode: false }) })).toEqual([
      'exports/undecodable-clip',
    ])
    expect(severities(ask([clip('a', 5)]), { a: { kind: 'unreadable', reason: 'damaged.' } })).toEqual([
      'exports/broken-clip',
    ])
  })

  test.each([
    ['a take that is missing', clip('x', 5, { media: { state: 'missing', reason: 'run it first.' } }), 'exports/card'],
    ['a file that is gone', clip('gone', 5), 'exports/card'],
    ['a last frame that is held', clip('a', 12), 'exports/held'],
    [
      'a draft',
      clip('a', 5, { media: { state: 'take', assetId: 'a', mime: 'video/mp4', draft: true } }),
      'exports/draft',
    ],
  ])('%s', (_, one, code) => {
    expect(codes(ask([gap(1), one]), { a: movie(10) })).toContain(code)
  })

  test('that an empty cut cannot be written', () => {
    expect(severities(ask([]), {})).toEqual(['exports/empty-cut'])
  })
})

test('a cut that is longer than a day is refused before anything is encoded', () => {
  const day = 24 * 3600 * 24
  const codes = (length: number) => checkFilm(ask([gap(length)]), new Map(), { video: 'avc' }).map(({ code }) => code)
  expect(codes(day)).not.toContain('exports/too-long')
  expect(codes(day + 1)).toEqual(['exports/too-long'])
  expect(codes(1e12)).toEqual(['exports/too-long'])
})
