import type { VideoSample } from 'mediabunny'
import { formatTimecode, type Rate } from '../../kernel/index.ts'
import type { DrawPart } from '../plan/draw.ts'
import { breakLines, fitInside, type Size } from './fit.ts'

/** The neutral grounds of a card; text stays readable on both light and dark screens. */
const CARD = { ground: '#26282c', title: '#e8e9eb', text: '#a9adb4' }
const STRIP = { ground: 'rgb(0 0 0 / 0.6)', text: '#ffffff' }
const FONT = 'system-ui, "Noto Sans", "DejaVu Sans", sans-serif'

/** Draws the pictures of the film onto one canvas of its size. */
export type Painter = {
  readonly canvas: OffscreenCanvas
  readonly context: OffscreenCanvasRenderingContext2D
  black(): void
  bitmap(picture: ImageBitmap): void
  frame(frame: VideoFrame): void
  sample(sample: VideoSample): void
  card(title: string, reason: string): void
  labels(labels: DrawPart['labels'], frame: number): void
}

/** Makes a painter. `readBack` is set when its pixels are read, which browsers do faster from memory than from a GPU. */
export function createPainter(
  size: Size,
  options: { smoothing: 'low' | 'medium'; readBack: boolean; rate: Rate; startFrame: number },
): Painter {
  const canvas = new OffscreenCanvas(size.width, size.height)
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: options.readBack })
  if (!context) throw new Error('A canvas of the film’s size cannot be made.')
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = options.smoothing
  const black = () => {
    context.fillStyle = '#000000'
    context.fillRect(0, 0, size.width, size.height)
  }
  const covers = (at: Size) => at.width >= size.width && at.height >= size.height
  const place = (picture: CanvasImageSource, own: Size) => {
    const at = fitInside(own, size)
    // Pictures may be transparent: black lies under all of them.
    black()
    context.drawImage(picture, at.x, at.y, at.width, at.height)
  }
  return {
    canvas,
    context,
    black,
    bitmap: (picture) => place(picture, picture),
    frame: (frame) => place(frame, { width: frame.displayWidth, height: frame.displayHeight }),
    sample(sample) {
      const at = fitInside({ width: sample.displayWidth, height: sample.displayHeight }, size)
      if (!covers(at) || sample.hasAlpha !== false) black()
      sample.draw(context, at.x, at.y, at.width, at.height)
    },
    card: (title, reason) => paintCard(context, size, title, reason),
    labels: (labels, frame) =>
      paintLabels(context, size, labels, formatTimecode(options.startFrame + frame, options.rate)),
  }
}

function paintCard(context: OffscreenCanvasRenderingContext2D, size: Size, title: string, reason: string): void {
  context.fillStyle = CARD.ground
  context.fillRect(0, 0, size.width, size.height)
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const unit = Math.min(size.width, size.height)
  const width = size.width * 0.8
  const large = Math.max(10, Math.round(unit / 10))
  const small = Math.max(8, Math.round(unit / 24))
  let y = size.height / 2 - large
  for (const [text, height, weight, colour, most] of [
    [title, large, 600, CARD.title, 2],
    [reason, small, 400, CARD.text, 4],
  ] as const) {
    context.font = `${weight} ${height}px ${FONT}`
    context.fillStyle = colour
    for (const line of breakLines(text, width, (piece) => context.measureText(piece).width, most)) {
      context.fillText(line, size.width / 2, y, width)
      y += height * 1.3
    }
    y += height * 0.4
  }
}

function paintLabels(
  context: OffscreenCanvasRenderingContext2D,
  size: Size,
  labels: DrawPart['labels'],
  timecode: string,
): void {
  const height = Math.max(8, Math.round(Math.min(size.width, size.height) / 28))
  const strip = Math.round(height * 1.8)
  const middle = size.height - strip / 2
  context.fillStyle = STRIP.ground
  context.fillRect(0, size.height - strip, size.width, strip)
  context.fillStyle = STRIP.text
  context.font = `500 ${height}px ${FONT}`
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  const place = [labels?.scene, labels?.shot].filter((text) => text !== undefined && text !== '').join(' · ')
  context.fillText(place, height, middle, size.width * 0.6)
  context.textAlign = 'right'
  context.fillText(timecode, size.width - height, middle, size.width * 0.35)
}
