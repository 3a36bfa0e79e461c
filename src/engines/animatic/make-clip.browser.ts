import { framesToSeconds } from '../../kernel/index.ts'
import type { Collected, EngineEvent } from '../port.ts'
import type { ClipLength, PanelBrief } from './brief.ts'
import { focusAt, parseMove, type View, viewAt } from './camera.ts'
import { openCanvas } from './canvas.browser.ts'
import { drawCaption } from './draw-caption.browser.ts'
import { drawLabels } from './draw-label.browser.ts'
import { drawPicture } from './draw-picture.browser.ts'
import type { Pen } from './draw-text.browser.ts'
import { loadFonts } from './fonts.browser.ts'
import { coverCrop, type Layout, layOutPanel, type Rect } from './layout.ts'
import type { DrawingPorts } from './make-still.browser.ts'
import { bytesOf, closeAll, decodePicture, loadReferences, type PictureInput, readPanel } from './pictures.browser.ts'
import { writeClip } from './write-clip.browser.ts'

/** Frames of the dissolve from the first picture to the last. */
const DISSOLVE = 12
/** A drawn picture is made this much larger than it is shown, so that the camera can come closer without blur. */
const SPARE = 1.25

/** Films a shot: the camera moves over its first picture (and on to its last), the caption stands still. */
export async function makeClip(
  brief: PanelBrief,
  length: ClipLength,
  inputs: readonly PictureInput[],
  ports: DrawingPorts,
  tell: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<Collected> {
  await loadFonts(ports.fonts, ports.clock, signal)
  const scenery = await loadScenery(brief, inputs, ports, signal)
  try {
    const { canvas, pen } = openCanvas(brief.width, brief.height)
    const film = createFilm(pen, brief, length, scenery)
    const clip = await writeClip(
      {
        canvas,
        frames: length.frames,
        rate: length.rate,
        draw: film,
        onFrame: (index) => {
          if (index % 6 === 5 || index === length.frames - 1)
            tell({ event: 'progress', value: index + 1, max: length.frames, label: 'frames' })
        },
      },
      signal,
    )
    const seconds = framesToSeconds(length.frames, length.rate)
    return {
      name: `clip.${clip.extension}`,
      mime: clip.mime,
      bytes: clip.bytes,
      width: brief.width,
      height: brief.height,
      frames: length.frames,
      seconds,
    }
  } finally {
    closePictures(scenery)
  }
}

async function loadScenery(
  brief: PanelBrief,
  inputs: readonly PictureInput[],
  ports: DrawingPorts,
  signal: AbortSignal,
): Promise<ImageBitmap[]> {
  const frames = ['first', 'last'].flatMap(
    (name) => inputs.find((input) => input.name === name && input.mime.startsWith('image/')) ?? [],
  )
  const references = inputs.filter((input) => input.name === 'references' && input.mime.startsWith('image/'))
  const scenery: ImageBitmap[] = []
  try {
    for (const input of frames) scenery.push(await openFrame(brief, input, ports, signal))
    if (scenery.length === 0) scenery.push(await drawnPicture(brief, brief, references, ports, signal))
    return scenery
  } catch (thrown) {
    closePictures(scenery)
    throw thrown
  }
}

/** One of our own panels is drawn anew without its arrows; any other picture is filmed as it is. */
async function openFrame(
  brief: PanelBrief,
  input: PictureInput,
  ports: DrawingPorts,
  signal: AbortSignal,
): Promise<ImageBitmap> {
  signal.throwIfAborted()
  const bytes = await bytesOf(ports.blobs, input)
  const panel = input.mime === 'image/png' ? await readPanel(bytes) : undefined
  const known = panel && (await Promise.all(panel.references.map(({ hash }) => ports.blobs.has(hash)))).every(Boolean)
  if (panel && known) return drawnPicture(brief, panel.brief, panel.references, ports, signal)
  return decodePicture(bytes, input.label || input.name)
}

async function drawnPicture(
  size: PanelBrief,
  brief: PanelBrief,
  inputs: readonly PictureInput[],
  ports: DrawingPorts,
  signal: AbortSignal,
): Promise<ImageBitmap> {
  const references = await loadReferences(ports.blobs, inputs, signal)
  try {
    const layout = enlarged(layOutPanel(size.width, size.height))
    const { canvas, pen } = openCanvas(layout.width, layout.height)
    drawLabels(pen, drawPicture(pen, layout, brief, references), layout.unit)
    return canvas.transferToImageBitmap()
  } finally {
    closeAll(references)
  }
}

function enlarged({ width, height, room, unit }: Layout): Pick<Layout, 'width' | 'height' | 'room' | 'unit'> {
  const large = { width: Math.round(width * SPARE), height: Math.round(height * SPARE) }
  return { ...large, unit: unit * SPARE, room: { ...large, x: 0, y: 0, height: Math.round(room.height * SPARE) } }
}

function closePictures(pictures: readonly ImageBitmap[]): void {
  for (const picture of pictures) picture.close()
}

/** Answers with the function that draws a frame; false from it means that nothing changed since the last. */
function createFilm(
  pen: Pen,
  brief: PanelBrief,
  { frames, rate }: ClipLength,
  scenery: readonly ImageBitmap[],
): (index: number) => boolean {
  const [first, last] = scenery
  const move = parseMove(brief.move)
  const layout = layOutPanel(brief.width, brief.height)
  const whole: Rect = { x: 0, y: 0, width: layout.width, height: layout.height }
  // The middle of what the caption leaves free.
  const heart = layout.room.height / 2 / layout.height
  const blurred = first && move.kind === 'rack' ? blur(first) : undefined
  const caption = captionOver(layout, brief)
  let shown = ''
  return (index) => {
    const progress = frames > 1 ? index / (frames - 1) : 0
    const view = viewAt(move, progress, framesToSeconds(index, rate), layout.width / layout.height, heart)
    const mix = last ? dissolveAt(index, frames) : 0
    const focus = blurred ? focusAt(progress) : 1
    const key = [view.x, view.y, view.zoom, view.turn, mix, focus].join(' ')
    if (key === shown) return false
    shown = key
    if (first && mix < 1) film(pen, whole, focus < 1 && blurred ? blurred : first, view, 1)
    if (first && focus > 0 && focus < 1) film(pen, whole, first, view, focus)
    if (last && mix > 0) film(pen, whole, last, view, mix)
    pen.drawImage(caption, 0, 0)
    return true
  }
}

/** The caption on its band, drawn once and laid over every frame. */
function captionOver(layout: Layout, brief: PanelBrief): OffscreenCanvas {
  const canvas = new OffscreenCanvas(layout.width, layout.height)
  // In main memory, so that letters come out the same on every machine.
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (pen) drawCaption(pen, layout, brief)
  return canvas
}

/** Share of the last picture: it comes in over half a second in the middle of the clip. */
function dissolveAt(index: number, frames: number): number {
  const length = Math.min(DISSOLVE, Math.floor(frames / 2))
  const start = (frames - length) / 2
  return Math.min(1, Math.max(0, (index - start + 1) / (length + 1)))
}

function film(pen: Pen, room: Rect, image: ImageBitmap, view: View, alpha: number): void {
  const crop = coverCrop(image, room)
  const scale = (room.width / crop.width) * view.zoom
  pen.save()
  pen.beginPath()
  pen.rect(room.x, room.y, room.width, room.height)
  pen.clip()
  pen.globalAlpha = alpha
  pen.imageSmoothingEnabled = true
  pen.imageSmoothingQuality = 'low'
  pen.translate(room.x + room.width / 2, room.y + room.height / 2)
  pen.rotate(view.turn)
  pen.scale(scale, scale)
  pen.drawImage(image, -(crop.x + crop.width * view.x), -(crop.y + crop.height * view.y))
  pen.restore()
}

function blur(image: ImageBitmap): ImageBitmap {
  const { canvas, pen } = openCanvas(image.width, image.height)
  pen.filter = `blur(${Math.max(2, Math.round(image.width / 110))}px)`
  pen.drawImage(image, 0, 0)
  return canvas.transferToImageBitmap()
}
