import type { PanelBrief } from './brief.ts'
import { parseMove } from './camera.ts'
import { drawMove } from './draw-arrows.browser.ts'
import { drawCaption } from './draw-caption.browser.ts'
import { drawLabels } from './draw-label.browser.ts'
import { drawPicture, type Reference } from './draw-picture.browser.ts'
import type { Pen } from './draw-text.browser.ts'
import type { Layout } from './layout.ts'

/** Draws a whole board panel: picture, camera move, caption. */
export function drawPanel(pen: Pen, layout: Layout, brief: PanelBrief, references: readonly Reference[]): void {
  const names = drawPicture(pen, layout, brief, references)
  drawMove(pen, layout.room, parseMove(brief.move), layout.unit * 0.8)
  drawLabels(pen, names, layout.unit)
  drawCaption(pen, layout, brief)
}
