import { select, session } from '../../state/session.ts'
import type { CanvasEditor } from '../editor.browser.ts'
import { rectBetween } from '../model/geometry.ts'
import { boxesIn } from '../model/scene.ts'
import type { At, Gesture } from './gesture.browser.ts'

/** Selects every node that a rectangle touches; with ctrl or cmd they are added to what is selected. */
export function lasso(editor: CanvasEditor, start: At): Gesture {
  const before = start.toggle ? [...session.getState().selection] : []
  const after = session.getState().selection
  const take = (at: At) => {
    const rect = rectBetween(start.point, at.point)
    editor.lasso.set(rect)
    select([...before, ...boxesIn(editor.scene.get().list, rect).map(({ id }) => id)])
  }
  return {
    pans: true,
    move: take,
    drop(at, moved) {
      if (moved) take(at)
      editor.lasso.set(undefined)
    },
    cancel() {
      editor.lasso.set(undefined)
      select(after)
    },
  }
}
