import { describe, expect, test } from 'vitest'
import { createManualClock } from '../kernel/index.ts'
import { clipToPreload, createPlayback, pictureAt, soundsAt } from './playback.ts'
import type { Clip, Gap, Timeline } from './schema.ts'

const gap = (length: number): Gap => ({ item: 'gap', id: `gap-${length}`, length })

function clip(id: string, length: number, more: { in?: number; frames?: number } = {}): Clip {
  return {
    item: 'clip',
    id,
    nodeId: id,
    name: id,
    makes: 'video',
    source: { from: 'take', nodeId: id },
    media: {
      state: 'take',
      assetId: id,
      mime: 'video/mp4',
      draft: false,
      ...(more.frames ? { frames: more.frames } : {}),
    },
    in: more.in ?? 0,
    length,
    labels: {},
  }
}

function film(items: (Clip | Gap)[], sound: (Clip | Gap)[] = []): Timeline {
  return {
    name: 'film',
    rate: { num: 25, den: 1 },
    size: { width: 16, height: 9 },
    startFrame: 0,
    tracks: [
      { kind: 'video', name: 'V1', items },
      { kind: 'audio', name: 'A1', items: sound },
    ],
    length: items.reduce((sum, item) => sum + item.length, 0),
  }
}

/** 100 frames at 25 per second: 4 s. */
const four = film([clip('a', 100)])
const ms = (frames: number) => frames * 40

describe('what is shown', () => {
  const cut = film([gap(10), clip('a', 20, { in: 5 }), clip('b', 10, { frames: 4 })], [clip('m', 100)])

  test('nothing in a gap and behind the end', () => {
    expect([0, 9, 40].map((frame) => pictureAt(cut, frame))).toEqual([undefined, undefined, undefined])
  })

  test('the clip under the frame, with the middle of its media frame', () => {
    expect(pictureAt(cut, 12)).toMatchObject({ start: 10, mediaFrame: 7, mediaSeconds: 0.3 })
  })

  test('the last frame of media that is too short', () => {
    expect(pictureAt(cut, 39)).toMatchObject({ clip: { id: 'b' }, mediaFrame: 3 })
  })

  test('sound until the picture ends', () => {
    expect(soundsAt(cut, 39)).toHaveLength(1)
    expect(soundsAt(cut, 40)).toEqual([])
  })

  test('the next clip is to be preloaded, at the end the first one of the range', () => {
    expect(clipToPreload(cut, 0)?.clip.id).toBe('a')
    expect(clipToPreload(cut, 10)?.clip.id).toBe('b')
    expect(clipToPreload(cut, 35)?.clip.id).toBe('a')
    expect(clipToPreload(cut, 35, { in: 32, out: 40 })?.clip.id).toBe('b')
  })
})

describe('the transport', () => {
  test('shows the frame of the clock however rarely it is asked', async () => {
    const clock = createManualClock()
    const often = createPlayback(four, clock)
    const rarely = createPlayback(four, clock)
    often.play()
    rarely.play()
    for (let step = 0; step < 50; step++) {
      await clock.advance(33)
      often.tick()
    }
    expect(often.tick()).toBe(Math.floor((50 * 33) / 40))
    expect(rarely.tick()).toBe(often.tick())
  })

  test('stops on the last frame, and plays again from the first', async () => {
    const clock = createManualClock()
    const playback = createPlayback(four, clock)
    playback.play()
    await clock.advance(ms(150))
    expect(playback.tick()).toBe(99)
    expect(playback.state.get().playing).toBe(false)
    playback.play()
    expect(playback.tick()).toBe(0)
  })

  test('a loop over the marked range keeps step with the clock', async () => {
    const clock = createManualClock()
    const playback = createPlayback(four, clock)
    playback.setRange({ in: 10, out: 20 })
    playback.setLoop(true)
    playback.play()
    expect(playback.tick()).toBe(10)
    await clock.advance(ms(37))
    expect(playback.tick()).toBe(17)
    await clock.advance(ms(5))
    expect(playback.tick()).toBe(12)
  })

  test('a pause stands still, and playing goes on from there', async () => {
    const clock = createManualClock()
    const playback = createPlayback(four, clock)
    playback.play()
    await clock.advance(ms(12))
    playback.pause()
    await clock.advance(ms(50))
    expect(playback.tick()).toBe(12)
    playback.toggle()
    await clock.advance(ms(3))
    expect(playback.tick()).toBe(15)
  })

  test('backwards it shows every frame once and stops on the first', async () => {
    const clock = createManualClock()
    const playback = createPlayback(four, clock)
    playback.seek(3)
    playback.setRate(-1)
    playback.play()
    const seen = [playback.tick()]
    for (let step = 0; step < 4; step++) {
      await clock.advance(40)
      seen.push(playback.tick())
    }
    expect(seen).toEqual([3, 2, 1, 0, 0])
    expect(playback.state.get().playing).toBe(false)
  })

  test('another rate goes on from the same frame', async () => {
    const clock = createManualClock()
    const playback = createPlayback(four, clock)
    playback.play()
    await clock.advance(ms(10))
    playback.faster()
    expect(playback.state.get()).toMatchObject({ rate: 2, frame: 10 })
    await clock.advance(ms(10))
    expect(playback.tick()).toBe(30)
    playback.slower()
    playback.slower()
    expect(playback.state.get().rate).toBe(0.5)
  })

  test('steps stop playing and stay inside the film', async () => {
    const clock = createManualClock()
    const playback = createPlayback(four, clock)
    playback.play()
    await clock.advance(ms(98))
    playback.step(1)
    expect(playback.state.get()).toMatchObject({ frame: 99, playing: false })
    playback.step(5)
    expect(playback.tick()).toBe(99)
    playback.step(-200)
    expect(playback.tick()).toBe(0)
  })

  test('a shorter version of the film takes place and marks along as far as they fit', () => {
    const playback = createPlayback(four, createManualClock())
    playback.setRange({ in: 20, out: 90 })
    playback.seek(80)
    playback.setTimeline(film([clip('a', 50)]))
    expect(playback.state.get()).toMatchObject({ frame: 49, range: { in: 20, out: 50 } })
    playback.setTimeline(four)
    expect(playback.state.get().range).toEqual({ in: 20, out: 90 })
  })

  test('an empty film neither plays nor moves', () => {
    const playback = createPlayback(film([]), createManualClock())
    playback.play()
    playback.step(1)
    expect(playback.state.get()).toMatchObject({ frame: 0, playing: false })
  })
})
