import type { CanvasEditor } from '../editor.browser.ts'
import type { Point } from '../model/geometry.ts'
import { toCanvas } from '../model/view.ts'

/** Where the pointer is, on the screen of the canvas and on the canvas, and which keys are held. */
export type At = {
  readonly screen: Point
  readonly point: Point
  readonly alt: boolean
  readonly shift: boolean
  readonly toggle: boolean
}

/** Something that is done with the pointer held down. `move` is only called once it went further than a click. */
export type Gesture = {
  move(at: At): void
  /** Released; `moved` = it was more than a click. */
  drop(at: At, moved: boolean): void
  cancel(): void
  /** Pans when the pointer nears the border. */
  readonly pans: boolean
}

/** Reads a pointer event. */
export function readAt(editor: CanvasEditor, event: MouseEvent, element: HTMLElement): At {
  const frame = element.getBoundingClientRect()
  const screen = { x: event.clientX - frame.left, y: event.clientY - frame.top }
  return {
    screen,
    point: toCanvas(editor.view.get(), screen),
    alt: event.altKey,
    shift: event.shiftKey,
    toggle: event.ctrlKey || event.metaKey,
  }
}
