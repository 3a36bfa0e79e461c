/** A rectangle in pixels, whole numbers. */
export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Where things stand on a panel. `unit` is the size of its texts in pixels; everything else is measured in it. */
export type Layout = {
  readonly width: number
  readonly height: number
  readonly unit: number
  /** The part of the frame that the caption leaves free: what matters is composed in it. The picture itself fills the frame. */
  readonly room: Rect
  /** Room for the words, within the band at the lower edge. Height 0 where there is none. */
  readonly caption: Rect
  /** Lines of text that the caption has at most, below its row of camera facts. */
  readonly lines: number
}

/** Distance of lines, in units. */
export const LEADING = 1.24
/** Height of the row of camera facts with the air below it, in units. */
export const FACTS = 1.1
/** Air above and below the words of a caption, in units. */
export const AIR = 0.42
/** Below this unit text could not be read; such a panel is all picture. */
const SMALLEST_UNIT = 4

/** A panel: the picture fills the frame, and a band of a few large words lies over its lower edge. */
export function layOutPanel(width: number, height: number): Layout {
  // A panel is mostly seen as a small picture on a node, 320 pixels wide: its words must be large enough for that.
  const unit = Math.min(Math.sqrt(width * height) / 25, Math.min(width, height) / 16.5)
  const lines = width < height * 1.1 ? 3 : 2
  if (unit < SMALLEST_UNIT) {
    const room = { x: 0, y: 0, width, height }
    return { width, height, unit, room, caption: { x: 0, y: height, width, height: 0 }, lines: 0 }
  }
  const band = Math.round((FACTS + lines * LEADING + 2 * AIR) * unit)
  const margin = Math.round(Math.max(unit * 0.8, width * 0.025))
  const top = height - band + Math.round(AIR * unit)
  const caption = { x: margin, y: top, width: width - 2 * margin, height: height - Math.round(AIR * unit) - top }
  return { width, height, unit, room: { x: 0, y: 0, width, height: height - band }, caption, lines }
}

/** The part of a picture that fills a room of another shape; `anchor` is the kept end: 0 top or left, 1 bottom or right. */
export function coverCrop(
  source: { readonly width: number; readonly height: number },
  room: { readonly width: number; readonly height: number },
  anchor = 0.5,
): Rect {
  const scale = Math.min(source.width / room.width, source.height / room.height)
  const width = room.width * scale
  const height = room.height * scale
  return { x: (source.width - width) / 2, y: (source.height - height) * anchor, width, height }
}
