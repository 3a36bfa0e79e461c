import { measureIn, type Pen, takeLook, writeLine } from './draw-text.browser.ts'
import { ellipsize } from './line-breaking.ts'
import { SHEET } from './look.ts'

/** Writes a name on a small plate whose middle is at `x`, `y`; it is never wider than `width`. */
export function drawLabel(pen: Pen, name: string, place: { x: number; y: number; width: number; unit: number }): void {
  const look = { size: Math.max(9, place.unit * 0.72), weight: 600, colour: SHEET.text }
  const padding = look.size * 0.6
  const text = ellipsize(
    name.replace(/\s+/g, ' '),
    Math.max(look.size * 2, place.width - 2 * padding),
    measureIn(pen, look),
  )
  takeLook(pen, look)
  const width = pen.measureText(text).width + 2 * padding
  const height = look.size * 1.75
  pen.fillStyle = SHEET.shade
  pen.beginPath()
  pen.roundRect(place.x - width / 2, place.y - height / 2, width, height, height / 2)
  pen.fill()
  writeLine(
    pen,
    text,
    { x: place.x - width / 2 + padding, y: place.y + look.size * 0.36, width: width - 2 * padding },
    look,
  )
}
