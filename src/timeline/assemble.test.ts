import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Asset } from '../assets/index.ts'
import { RATES } from '../kernel/index.ts'
import { type Assembly, assembleTimeline, type CutClip, clipAt, placedClips, trackLength } from './assemble.ts'

const anAsset = (more: Partial<Asset> = {}): Asset => ({
  id: 'asset',
  kind: 'video',
  mime: 'video/mp4',
  bytes: 1,
  name: 'a.mp4',
  createdAt: 0,
  width: 640,
  height: 360,
  ...more,
})

const aCut = (more: Partial<CutClip> = {}): CutClip => ({
  edgeId: 'edge-1',
  nodeId: 'video-1',
  makes: 'video',
  source: { from: 'take', nodeId: 'video-1' },
  title: 'Shot 1',
  in: 0,
  gapBefore: 0,
  plannedFrames: 72,
  labels: {},
  ...more,
})

const anAssembly = (clips: CutClip[], asset: Asset | undefined, more: Partial<Assembly> = {}): Assembly => ({
  name: 'Film',
  rate: { num: 24, den: 1 },
  size: { width: 640, height: 360 },
  startTimecode: '01:00:00:00',
  clips,
  audio: [],
  find: () => (asset ? { asset } : { missing: 'run it first.' }),
  ...more,
})

const first = (assembly: Assembly) => {
  const { timeline, issues } = assembleTimeline(assembly)
  return { ...placedClips(timeline.tracks[0]!)[0]!, timeline, codes: issues.map(({ code }) => code) }
}

describe('a clip lasts', () => {
  const takes24 = anAsset({ frames: 81, rate: { num: 24, den: 1 } })

  test.each([
    ['as long as its media', aCut(), takes24, 81],
    ['to its out point', aCut({ in: 10, out: 30 }), takes24, 20],
    ['to the end of the media behind its in point', aCut({ in: 10 }), takes24, 71],
    [
      'as many frames of the film as its seconds at another rate',
      aCut(),
      anAsset({ frames: 48, rate: { num: 16, den: 1 } }),
      72,
    ],
    ['to the nearest frame of the film, not the next', aCut(), anAsset({ frames: 38, rate: { num: 25, den: 1 } }), 36],
    ['upwards where that is nearer', aCut(), anAsset({ frames: 34, rate: { num: 25, den: 1 } }), 33],
    ['its seconds when frames are unknown', aCut(), anAsset({ seconds: 2.5 }), 60],
    [
      'as long as its shot when it stands still',
      aCut({ makes: 'image' }),
      anAsset({ kind: 'image', mime: 'image/png' }),
      72,
    ],
    ['as long as its shot when there is no take', aCut(), undefined, 72],
    ['one frame at least', aCut(), anAsset({ frames: 1, rate: { num: 60, den: 1 } }), 1],
  ])('%s', (_, cut, asset, length) => {
    expect(first(anAssembly([cut], asset)).clip.length).toBe(length)
  })
})

test('a clip that is asked for longer than its media is held, with an issue', () => {
  const { clip, codes } = first(anAssembly([aCut({ out: 100 })], anAsset({ frames: 81, rate: { num: 24, den: 1 } })))
  expect(clip.length).toBe(100)
  expect(codes).toEqual(['timeline/too-short'])
})

test('a clip trimmed to nothing leaves its gap and an issue', () => {
  const { timeline, issues } = assembleTimeline(
    anAssembly([aCut({ in: 30, out: 30, gapBefore: 5 })], anAsset({ frames: 81 })),
  )
  expect(timeline.tracks[0]!.items).toEqual([{ item: 'gap', id: 'edge-1-gap', length: 5 }])
  expect(issues.map(({ code }) => code)).toEqual(['timeline/trimmed-away'])
})

test('a missing take stays in the cut with its reason', () => {
  const { clip, codes } = first(anAssembly([aCut()], undefined))
  expect(clip.media).toEqual({ state: 'missing', reason: 'run it first.' })
  expect(codes).toEqual(['timeline/missing-take'])
})

test('sound that outlasts the picture does not lengthen the film; without pictures it is the film', () => {
  const sound = aCut({ edgeId: 'edge-2', makes: 'audio' })
  const asset = anAsset({ kind: 'audio', mime: 'audio/wav', seconds: 10 })
  const find: Assembly['find'] = (source) => ({
    asset: source.nodeId === 'video-1' ? anAsset({ frames: 48, rate: { num: 24, den: 1 } }) : asset,
  })
  const audio = [{ ...sound, source: { from: 'take' as const, nodeId: 'audio-1' } }]
  expect(assembleTimeline(anAssembly([aCut()], undefined, { audio, find })).timeline.length).toBe(48)
  expect(assembleTimeline(anAssembly([], undefined, { audio, find })).timeline.length).toBe(240)
})

test('the first frame carries the start timecode of the rate', () => {
  expect(assembleTimeline(anAssembly([], undefined)).timeline.startFrame).toBe(86_400)
})

test('a start timecode that cannot be read is told, and the film begins at zero', () => {
  const { timeline, issues } = assembleTimeline(anAssembly([], undefined, { startTimecode: 'nonsense' }))
  expect(timeline.startFrame).toBe(0)
  expect(issues).toMatchObject([{ code: 'timeline/bad-start', severity: 'warning', facts: { start: 'nonsense' } }])
  expect(assembleTimeline(anAssembly([], undefined)).issues).toEqual([])
})

describe('for every cut', () => {
  const anyAsset = fc.option(
    fc
      .record({ frames: fc.integer({ min: 1, max: 500 }), rate: fc.constantFrom(...RATES, { num: 16, den: 1 }) })
      .map(anAsset),
    { nil: undefined },
  )
  const anyCut = fc.record({
    in: fc.nat(100),
    out: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
    gapBefore: fc.nat(50),
    plannedFrames: fc.integer({ min: 1, max: 300 }),
    makes: fc.constantFrom('video' as const, 'image' as const),
  })
  const anyAssembly = fc
    .tuple(fc.array(fc.tuple(anyCut, anyAsset), { maxLength: 8 }), fc.constantFrom(...RATES))
    .map(([pairs, rate]) => {
      const clips = pairs.map(([{ out, ...cut }], index) =>
        aCut({
          ...cut,
          ...(out === undefined ? {} : { out }),
          edgeId: `edge-${index}`,
          source: { from: 'take', nodeId: `n${index}` },
        }),
      )
      const assets = new Map(pairs.map(([, asset], index) => [`n${index}`, asset]))
      const find: Assembly['find'] = ({ nodeId }) => {
        const asset = assets.get(nodeId)
        return asset ? { asset } : { missing: 'none.' }
      }
      return anAssembly(clips, undefined, { rate, find })
    })

  test('items have whole positive lengths that add up to the film', () => {
    fc.assert(
      fc.property(anyAssembly, (assembly) => {
        const { timeline } = assembleTimeline(assembly)
        const [track] = timeline.tracks
        for (const { length } of track!.items) expect(Number.isInteger(length) && length > 0).toBe(true)
        expect(timeline.length).toBe(trackLength(track!))
      }),
    )
  })

  test('every clip is in the film or named in an issue, in order', () => {
    fc.assert(
      fc.property(anyAssembly, (assembly) => {
        const { timeline, issues } = assembleTimeline(assembly)
        const left = issues.filter(({ code }) => code === 'timeline/trimmed-away').map(({ at }) => at.edgeId)
        const kept = placedClips(timeline.tracks[0]!).map(({ clip }) => clip.id)
        expect(kept).toEqual(assembly.clips.map(({ edgeId }) => edgeId).filter((id) => !left.includes(id)))
      }),
    )
  })

  test('a frame has the clip whose place it lies in, and no other', () => {
    fc.assert(
      fc.property(anyAssembly, fc.nat(3000), (assembly, frame) => {
        const { timeline } = assembleTimeline(assembly)
        const [track] = timeline.tracks
        const places = placedClips(track!).filter(({ clip, start }) => frame >= start && frame < start + clip.length)
        expect(places.length).toBeLessThanOrEqual(1)
        expect(clipAt(track!, frame)).toEqual(places[0])
      }),
    )
  })
})
