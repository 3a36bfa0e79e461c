/** A rectangle in pixels, whole numbers. */
export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Where things stand on a sheet. `unit` is the size of ordinary text in pixels; everything else is measured in it. */
export type Layout = {
  readonly width: number
  readonly height: number
  readonly unit: number
  /** The picture, in the aspect of the film. */
  readonly picture: Rect
  /** Room for facts and texts. Height 0 where there is none. */
  readonly caption: Rect
  /** Action and dialogue side by side rather than one above the other. */
  readonly columns: boolean
}

/** Share of the sheet that the picture takes; the rest carries arrows and words. */
const PICTURE_SHARE = 0.745
/** Below this unit text could not be read; such a sheet is all picture. */
const SMALLEST_UNIT = 4

/** A board sheet: the picture in the film's own aspect, with a margin for camera arrows, above its caption. */
export function layOutSheet(width: number, height: number): Layout {
  const unit = unitOf(width, height)
  if (unit < SMALLEST_UNIT) return { ...whole(width, height), unit }
  const picture = {
    width: Math.round(width * PICTURE_SHARE),
    height: Math.round(height * PICTURE_SHARE),
    x: Math.round((width * (1 - PICTURE_SHARE)) / 2),
    y: Math.round(Math.min(1.3 * unit, height * 0.04)),
  }
  const portrait = width < height * 1.1
  const margin = portrait ? Math.round(Math.max(1.8 * unit, width * 0.05)) : picture.x
  const top = Math.round(picture.y + picture.height + 0.75 * unit)
  const bottom = Math.round(height - Math.min(unit, height * 0.04))
  const caption = { x: margin, y: top, width: width - 2 * margin, height: Math.max(0, bottom - top) }
  return { width, height, unit, picture, caption, columns: !portrait && caption.width >= 30 * unit }
}

/** A picture that fills the frame, with the caption laid over its lower edge. */
export function layOutOverlay(width: number, height: number): Layout {
  const unit = unitOf(width, height)
  if (unit < SMALLEST_UNIT) return { ...whole(width, height), unit }
  const margin = Math.round(Math.max(1.6 * unit, width * 0.04))
  const tall = Math.round(Math.min(height * 0.3, (width < height ? 7 : 4.6) * unit))
  const caption = { x: margin, y: height - tall - Math.round(0.9 * unit), width: width - 2 * margin, height: tall }
  return { ...whole(width, height), unit, caption, columns: width > height && caption.width >= 30 * unit }
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

function unitOf(width: number, height: number): number {
  // Long thin sheets have little room across: their texts follow the shorter side.
  return Math.min(Math.sqrt(width * height) / 48, Math.min(width, height) / 22)
}

function whole(width: number, height: number): Omit<Layout, 'unit'> {
  const picture = { x: 0, y: 0, width, height }
  return { width, height, picture, caption: { x: 0, y: height, width, height: 0 }, columns: false }
}
