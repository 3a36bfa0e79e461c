/** How a picture lies on the stage: `fit` follows the stage, a number is screen pixels per picture pixel. Shifts are screen pixels from the middle. */
export type View = { readonly zoom: 'fit' | number; readonly x: number; readonly y: number }

/** Width and height. */
export type Size = { readonly width: number; readonly height: number }

/** What the stage shows and how large: picture in its own pixels, stage and scale in screen pixels. */
export type Geometry = { readonly picture: Size; readonly room: Size; readonly scale: number }

/** The whole picture in the middle. */
export const FIT: View = { zoom: 'fit', x: 0, y: 0 }
/** The picture's pixels as they are, in the middle. */
export const PIXELS: View = { zoom: 1, x: 0, y: 0 }

const NEAREST = 32
const FARTHEST = 0.05

/** Screen pixels per picture pixel. Small pictures are not blown up by fitting. */
export function scaleOf({ zoom }: View, picture: Size, stage: Size): number {
  if (zoom !== 'fit') return zoom
  if (picture.width === 0 || picture.height === 0 || stage.width === 0) return 1
  return Math.min(stage.width / picture.width, stage.height / picture.height)
}

/** Zooms by a factor; the point under (`x`, `y`), counted from the stage's middle, stays where it is. */
export function zoomAt(
  view: View,
  by: number,
  at: { readonly x: number; readonly y: number },
  picture: Size,
  stage: Size,
): View {
  const before = scaleOf(view, picture, stage)
  const zoom = Math.min(NEAREST, Math.max(FARTHEST, before * by))
  const factor = zoom / before
  return held({ zoom, x: at.x - (at.x - view.x) * factor, y: at.y - (at.y - view.y) * factor }, picture, stage)
}

/** Moves the picture; a part of it always stays on the stage. */
export function panBy(view: View, dx: number, dy: number, picture: Size, stage: Size): View {
  return held({ ...view, x: view.x + dx, y: view.y + dy }, picture, stage)
}

function held(view: View, picture: Size, stage: Size): View {
  const scale = scaleOf(view, picture, stage)
  const limit = (shift: number, length: number, room: number) => {
    const most = Math.max(0, (length * scale + room) / 2 - 48)
    return Math.min(most, Math.max(-most, shift))
  }
  return { ...view, x: limit(view.x, picture.width, stage.width), y: limit(view.y, picture.height, stage.height) }
}

/** Middle of a frame in seconds: a seek there shows that frame and not its neighbour. */
export function frameTime(frame: number, rate: { readonly num: number; readonly den: number }): number {
  return ((frame + 0.5) * rate.den) / rate.num
}

/** The frame that is shown at a time. */
export function frameAt(seconds: number, rate: { readonly num: number; readonly den: number }, count: number): number {
  // Half a thousandth of tolerance: media times are rounded to microseconds.
  const frame = Math.floor((seconds * rate.num) / rate.den + 0.0005)
  return Math.min(Math.max(0, count - 1), Math.max(0, frame))
}
