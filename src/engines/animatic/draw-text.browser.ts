import { FAMILY } from './fonts.browser.ts'
import { directionOf, type Measure } from './line-breaking.ts'

/** A canvas to draw on. */
export type Pen = OffscreenCanvasRenderingContext2D

/** How a text looks. `spacing` is added between letters, in pixels. */
export type TextLook = {
  readonly size: number
  readonly weight?: number
  readonly colour: string
  readonly spacing?: number
}

/** Sets the pen to a look; texts stand on their baseline. */
export function takeLook(pen: Pen, look: TextLook): void {
  pen.font = `${look.weight ?? 400} ${look.size.toFixed(2)}px ${FAMILY}`
  pen.fillStyle = look.colour
  pen.textBaseline = 'alphabetic'
  // Only newer browsers have it; without it the letters stand a little closer.
  if ('letterSpacing' in pen) pen.letterSpacing = `${(look.spacing ?? 0).toFixed(2)}px`
}

/** Measures texts in a look. */
export function measureIn(pen: Pen, look: TextLook): Measure {
  return (text) => {
    takeLook(pen, look)
    return pen.measureText(text).width
  }
}

/** Writes one line in its own direction: it starts at `x` from left to right, or at `x + width` from right to left. */
export function writeLine(
  pen: Pen,
  text: string,
  place: { x: number; y: number; width: number; direction?: 'ltr' | 'rtl' },
  look: TextLook,
): void {
  takeLook(pen, look)
  const direction = place.direction ?? directionOf(text)
  pen.direction = direction
  pen.textAlign = direction === 'rtl' ? 'right' : 'left'
  pen.fillText(text, direction === 'rtl' ? place.x + place.width : place.x, place.y)
}
