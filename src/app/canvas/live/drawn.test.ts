import { describe, expect, test } from 'vitest'
import { filmBoard } from '../../../../tests/app/boards.ts'
import { createSignal } from '../../../kernel/index.ts'
import { catalog } from '../../../kinds/index.ts'
import { evaluateBoard } from '../../../storyboard/index.ts'
import { intersects } from '../model/geometry.ts'
import { buildScene } from '../model/scene.ts'
import { type View, visibleRect, zoomAround } from '../model/view.ts'
import { createDrawn } from './drawn.ts'
import { createWindow } from './window.ts'

const MIDDLE = { x: 800, y: 450 }

/** A window on a film of 320 nodes whose frames and rests happen when the test says so. */
function open(zoom: number, focused?: string) {
  const board = filmBoard(catalog, { scenes: 18, shots: 6, columns: 6 })
  const scene = createSignal(buildScene(board, evaluateBoard(board, catalog), catalog))
  const view = createSignal<View>({ x: 0, y: 0, zoom, width: 1600, height: 900 })
  const frames: (() => void)[] = []
  const rests = new Set<() => void>()
  const rest = (work: () => void) => {
    rests.add(work)
    return () => void rests.delete(work)
  }
  const { level, mounted } = createWindow(scene, view, rest)
  const drawn = createDrawn({
    mounted,
    level,
    view,
    frame: (work) => void frames.push(work),
    rest,
    focused: () => focused,
  })
  const frame = () => {
    for (const work of frames.splice(0)) work()
  }
  return {
    drawn,
    level,
    frame,
    busy: () => frames.length > 0,
    turn: (by: number) => view.set(zoomAround(view.get(), view.get().zoom * by, MIDDLE)),
    stop() {
      const due = [...rests]
      rests.clear()
      for (const work of due) work()
    },
    seen: () => scene.get().list.filter((box) => intersects(box, visibleRect(view.get()))),
  }
}

describe('nodes on their way', () => {
  test('while the zoom changes, none comes, and it is said that some are missing', () => {
    const { drawn, frame, turn, seen } = open(1)
    frame()
    turn(0.8)
    frame()
    const before = drawn.get().boxes
    turn(0.8)
    frame()
    expect(drawn.get().boxes).toEqual(before)
    expect(seen().length).toBeGreaterThan(before.length)
    expect(drawn.get().complete).toBe(false)
  })

  test('at rest they come and change their look at most six a frame, until everything seen is there in one look', () => {
    const { drawn, level, frame, busy, turn, stop, seen } = open(1)
    frame()
    for (let step = 0; step < 6; step++) {
      turn(0.8)
      frame()
    }
    stop()
    let frames = 0
    while (busy()) {
      const { looks } = drawn.get()
      frame()
      const changed = seen().filter(({ id }) => drawn.get().looks.get(id) !== looks.get(id))
      expect(changed.length).toBeLessThanOrEqual(6)
      frames += 1
    }
    expect(level.get()).toBe('boxes')
    expect(frames).toBeGreaterThan(2)
    expect(drawn.get().complete).toBe(true)
    expect(new Set(seen().map(({ id }) => drawn.get().looks.get(id)))).toEqual(new Set(['box']))
  })

  test('from afar all go but the one with the keyboard', () => {
    const { drawn, level, frame, busy, turn, stop } = open(1, 's0-shot0')
    frame()
    turn(0.05)
    stop()
    while (busy()) frame()
    expect(level.get()).toBe('overview')
    expect(drawn.get().boxes.map(({ id }) => id)).toEqual(['s0-shot0'])
    // Coming back, the canvas paints from the very first moment: no frame is blank.
    expect(drawn.get().complete).toBe(false)
    turn(6)
    expect(level.get()).not.toBe('overview')
    expect(drawn.get().complete).toBe(false)
  })
})
