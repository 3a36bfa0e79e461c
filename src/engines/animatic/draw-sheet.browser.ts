import type { PanelBrief } from './brief.ts'
import { parseMove } from './camera.ts'
import { drawMove } from './draw-arrows.browser.ts'
import { drawCaption } from './draw-caption.browser.ts'
import { drawPicture, type Reference } from './draw-picture.browser.ts'
import type { Pen } from './draw-text.browser.ts'
import type { Layout } from './layout.ts'
import { SHEET } from './look.ts'

/** Draws a whole board panel: sheet, picture, camera move, caption. */
export function drawPanel(pen: Pen, layout: Layout, brief: PanelBrief, references: readonly Reference[]): void {
  drawSheet(pen, layout)
  drawPicture(pen, layout.picture, brief, references, layout.unit)
  drawMove(pen, layout.picture, parseMove(brief.move), layout.unit)
  drawBorder(pen, layout)
  drawCaption(pen, layout, brief)
}

/** The empty sheet. */
export function drawSheet(pen: Pen, layout: Layout): void {
  pen.fillStyle = SHEET.ground
  pen.fillRect(0, 0, layout.width, layout.height)
}

/** The edge of the picture. */
export function drawBorder(pen: Pen, { picture, unit, width }: Layout): void {
  if (picture.width === width) return
  const line = Math.max(1, unit / 16)
  pen.strokeStyle = SHEET.line
  pen.lineWidth = line
  pen.strokeRect(picture.x - line / 2, picture.y - line / 2, picture.width + line, picture.height + line)
}

/** The shade that carries a caption over a picture. */
export function drawShade(pen: Pen, { caption, width, height, unit }: Layout): void {
  if (caption.height === 0) return
  const top = caption.y - 2.4 * unit
  const shade = pen.createLinearGradient(0, top, 0, height)
  shade.addColorStop(0, 'rgba(10, 10, 10, 0)')
  shade.addColorStop(0.3, 'rgba(10, 10, 10, 0.6)')
  shade.addColorStop(1, 'rgba(10, 10, 10, 0.88)')
  pen.fillStyle = shade
  pen.fillRect(0, top, width, height - top)
}
