import { cdp } from 'vitest/browser'

/** The part of the browser's own protocol that moves mouse and keys, so that events are those of a person. */
type Protocol = { send(method: string, parameters: Record<string, unknown>): Promise<unknown> }

type Point = { readonly x: number; readonly y: number }
type Keys = { readonly shift?: boolean; readonly ctrl?: boolean; readonly alt?: boolean }

const session = () => cdp() as unknown as Protocol

/** Where a point of the test's page lies in the window around it. */
function outside({ x, y }: Point): Point {
  const frame = window.frameElement?.getBoundingClientRect()
  if (!frame) return { x, y }
  return { x: frame.left + (x * frame.width) / innerWidth, y: frame.top + (y * frame.height) / innerHeight }
}

function bits({ shift, ctrl, alt }: Keys): number {
  return (alt ? 1 : 0) | (ctrl ? 2 : 0) | (shift ? 8 : 0)
}

async function send(
  type: string,
  at: Point,
  button: string,
  buttons: number,
  keys: Keys,
  clickCount = 1,
): Promise<void> {
  const place = outside(at)
  await session().send('Input.dispatchMouseEvent', {
    type,
    ...place,
    button,
    buttons,
    clickCount,
    modifiers: bits(keys),
  })
}

/** The mouse. */
export const mouse = {
  move: (at: Point, keys: Keys = {}, buttons = 0) =>
    send('mouseMoved', at, buttons === 0 ? 'none' : 'left', buttons, keys),
  async down(at: Point, keys: Keys = {}, button: 'left' | 'middle' | 'right' = 'left') {
    await send('mouseMoved', at, 'none', 0, keys)
    await send('mousePressed', at, button, button === 'left' ? 1 : button === 'right' ? 2 : 4, keys)
  },
  up: (at: Point, keys: Keys = {}, button: 'left' | 'middle' | 'right' = 'left') =>
    send('mouseReleased', at, button, 0, keys),
  async click(at: Point, keys: Keys = {}, button: 'left' | 'middle' | 'right' = 'left') {
    await mouse.down(at, keys, button)
    await mouse.up(at, keys, button)
  },
  async doubleClick(at: Point) {
    await mouse.click(at)
    await send('mousePressed', at, 'left', 1, {}, 2)
    await send('mouseReleased', at, 'left', 0, {}, 2)
  },
  /** Presses, goes there in steps, and lets go. */
  async drag(from: Point, to: Point, keys: Keys = {}, button: 'left' | 'middle' = 'left') {
    await mouse.down(from, keys, button)
    await mouse.glide(from, to, keys, button)
    await mouse.up(to, keys, button)
  },
  async glide(from: Point, to: Point, keys: Keys = {}, button: 'left' | 'middle' = 'left') {
    const steps = 6
    for (let step = 1; step <= steps; step++) {
      const at = { x: from.x + ((to.x - from.x) * step) / steps, y: from.y + ((to.y - from.y) * step) / steps }
      await send('mouseMoved', at, button, button === 'left' ? 1 : 4, keys)
    }
  },
  async wheel(at: Point, by: Point, keys: Keys = {}) {
    await session().send('Input.dispatchMouseEvent', {
      type: 'mouseWheel',
      ...outside(at),
      deltaX: by.x,
      deltaY: by.y,
      modifiers: bits(keys),
    })
  },
}

/** The middle of an element. */
export function middleOf(element: Element): Point {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
