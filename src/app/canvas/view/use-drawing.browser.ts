import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { CanvasEditor } from '../editor.browser.ts'

/** Keeps a canvas drawn until it is taken back; `fail` is told what was thrown while nobody was rendering. */
export type KeepDrawn = (editor: CanvasEditor, canvas: HTMLCanvasElement, fail: (thrown: unknown) => void) => () => void

/** A canvas that draws itself, past React. What breaks in a frame breaks the component, so that a boundary can tell it. */
export function useDrawing(editor: CanvasEditor, keepDrawn: KeepDrawn): RefObject<HTMLCanvasElement | null> {
  const ref = useRef<HTMLCanvasElement>(null)
  const [failure, setFailure] = useState<{ readonly thrown: unknown }>()
  if (failure) throw failure.thrown
  // Drawn before the page is painted for the first time: there is never an empty room.
  useLayoutEffect(
    () => (ref.current ? keepDrawn(editor, ref.current, (thrown) => setFailure({ thrown })) : undefined),
    [editor, keepDrawn],
  )
  return ref
}

/** Does work at once, or once in the next frame, however often it is asked for. */
export function oncePerFrame(
  work: () => void,
  fail: (thrown: unknown) => void,
): { readonly now: () => void; readonly soon: () => void; cancel(): void } {
  let frame = 0
  const now = () => {
    frame = 0
    try {
      work()
    } catch (thrown) {
      fail(thrown)
    }
  }
  return {
    now,
    soon() {
      if (frame === 0) frame = requestAnimationFrame(now)
    },
    cancel: () => cancelAnimationFrame(frame),
  }
}
