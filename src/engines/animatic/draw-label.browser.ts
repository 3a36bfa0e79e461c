import { measureIn, type Pen, type TextLook, takeLook, writeLine } from './draw-text.browser.ts'
import { ellipsize } from './line-breaking.ts'
import { SHEET } from './look.ts'

/** A name and where the middle of its plate belongs; the plate is never wider than `width`. */
export type Label = { readonly name: string; readonly x: number; readonly y: number; readonly width: number }

type Plate = { readonly text: string; readonly x: number; readonly y: number; readonly width: number }

/** Writes names on small plates. Where two would lie over each other, the later one moves up. `unit` is the size of text. */
export function drawLabels(pen: Pen, labels: readonly Label[], unit: number): void {
  const look: TextLook = { size: Math.max(9, unit * 0.72), weight: 600, colour: SHEET.text }
  const height = look.size * 1.75
  const plates: Plate[] = []
  for (const label of labels) {
    let plate = plateOf(pen, label, look)
    for (let tries = 0; tries < labels.length && plates.some((one) => overlap(one, plate, height)); tries++)
      plate = { ...plate, y: plate.y - height * 1.1 }
    plates.push(plate)
  }
  for (const plate of plates) drawPlate(pen, plate, height, look)
}

function plateOf(pen: Pen, { name, x, y, width }: Label, look: TextLook): Plate {
  const padding = look.size * 1.2
  const room = Math.max(look.size * 2, width - padding)
  const text = ellipsize(name.replace(/\s+/g, ' '), room, measureIn(pen, look))
  takeLook(pen, look)
  return { text, x, y, width: pen.measureText(text).width + padding }
}

function overlap(a: Plate, b: Plate, height: number): boolean {
  return Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < height
}

function drawPlate(pen: Pen, { text, x, y, width }: Plate, height: number, look: TextLook): void {
  pen.fillStyle = SHEET.shade
  pen.beginPath()
  pen.roundRect(x - width / 2, y - height / 2, width, height, height / 2)
  pen.fill()
  const padding = look.size * 0.6
  writeLine(pen, text, { x: x - width / 2 + padding, y: y + look.size * 0.36, width: width - 2 * padding }, look)
}
