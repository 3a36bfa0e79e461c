import type { Drag } from '../editor.browser.ts'
import type { ShownState } from '../live/state-of.ts'
import type { Rect } from '../model/geometry.ts'
import type { Box, Scene } from '../model/scene.ts'
import type { View } from '../model/view.ts'
import type { Colours } from './paint.browser.ts'

/** Everything the overview shows. */
export type Picture = {
  readonly scene: Scene
  readonly view: View
  readonly paths: ReadonlyMap<string, Path2D>
  readonly selection: ReadonlySet<string>
  /** What a search has found. */
  readonly matches: ReadonlySet<string> | undefined
  readonly selectedFrame: string | undefined
  readonly drag: Drag | undefined
  readonly resizing: { readonly id: string; readonly rect: Rect } | undefined
  readonly colours: Colours
  stateOf(id: string): ShownState | undefined
  /** The card's picture, if it is there. */
  pictureOf(box: Box): ImageBitmap | undefined
}

/** A card where it is now: on its way while it is dragged. */
export type Shifted = Rect & { readonly box: Box }

/** Where a frame is now. */
export function frameRect(id: string, rect: Rect, drag: Picture['drag'], resizing: Picture['resizing']): Rect {
  if (resizing?.id === id) return resizing.rect
  return drag?.frames.has(id) ? { ...rect, x: rect.x + drag.dx, y: rect.y + drag.dy } : rect
}
