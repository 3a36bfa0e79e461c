import type { PanelBrief } from './brief.ts'
import { type Cast, castPictures } from './casting.ts'
import { type Body, drawFigure, drawFromAbove, drawShadow } from './draw-figure.browser.ts'
import type { Label } from './draw-label.browser.ts'
import { drawDetail, drawSet } from './draw-set.browser.ts'
import type { Pen } from './draw-text.browser.ts'
import { coverCrop, type Layout, type Rect } from './layout.ts'
import { grey, TONES, type Tones } from './look.ts'
import { bodyY, type Figure, HEADS, type Stage, setStage } from './stage.ts'

/** A decoded picture that a node gave along, with the name of whom it shows. */
export type Reference = { readonly label: string; readonly image: ImageBitmap }

/**
 * Draws what the camera sees: the pictures that are there, and mannequins for whoever has none. It fills the frame and is
 * composed in the room that the caption leaves free. Answers with the names of whom it shows, to be written over it.
 */
export function drawPicture(
  pen: Pen,
  { width, height, room: rect, unit }: Pick<Layout, 'width' | 'height' | 'room' | 'unit'>,
  brief: PanelBrief,
  references: readonly Reference[],
): readonly Label[] {
  const frame: Rect = { x: 0, y: 0, width, height }
  const stage = setStage(brief, rect.width / rect.height)
  const cast = castPictures(stage, references)
  pen.save()
  pen.beginPath()
  pen.rect(0, 0, width, height)
  pen.clip()
  const labels =
    cast.fill === 'stage' ? drawStage(pen, rect, frame, brief, stage, cast) : drawFilled(pen, rect, frame, cast)
  if (stage.framing.set === 'eyes') drawLids(pen, frame)
  if (cast.inset) drawInset(pen, rect, cast.inset)
  pen.restore()
  if (stage.more === 0) return labels
  const corner = { x: rect.width - 2 * unit, y: rect.height - 1.4 * unit, width: 4 * unit }
  return [...labels, { name: `+ ${stage.more}`, ...corner }]
}

function drawStage(pen: Pen, rect: Rect, frame: Rect, brief: PanelBrief, stage: Stage, cast: Cast<Reference>): Label[] {
  const tones = TONES[stage.light]
  pen.save()
  if (stage.angle.tilt !== 0) turnPicture(pen, rect, stage.angle.tilt)
  if (stage.framing.set === 'detail') drawDetail(pen, rect, tones)
  else drawSet(pen, rect, stage, tones, brief.place)
  const places = stage.framing.set === 'detail' ? detailLabels(rect, stage) : drawCast(pen, rect, stage, cast, tones)
  const matrix = pen.getTransform()
  pen.restore()
  drawVignette(pen, frame, stage.light === 'night' ? 0.4 : 0.14)
  // Names stay upright when the picture is turned.
  const base = pen.getTransform().inverse().multiply(matrix)
  return places.map((label) => {
    const { x, y } = base.transformPoint(new DOMPoint(label.x, label.y))
    return { ...label, ...keepLabel(rect, x, y) }
  })
}

function drawCast(pen: Pen, rect: Rect, stage: Stage, cast: Cast<Reference>, tones: Tones): Label[] {
  const shown = stage.figures.map((figure) => ({
    figure,
    body: bodyOf(rect, stage, figure, tones),
    picture: cast.pictures.get(figure.name),
  }))
  const column = rect.width / Math.max(1, stage.figures.filter((one) => !one.back).length)
  return shown.flatMap(({ figure, body, picture }) => {
    const label = { name: figure.name, width: column * 0.9 }
    if (stage.angle.above) return figureFromAbove(pen, rect, stage, figure, body, label)
    if (picture && !figure.back) {
      const card = cardOf(rect, body, stage)
      drawCard(pen, card, picture.image)
      return figure.name ? [{ ...label, x: card.x + card.width / 2, y: card.y + card.height }] : []
    }
    if (stage.framing.feet !== undefined) drawShadow(pen, body, stage.light === 'night' ? 0.35 : 0.16)
    drawFigure(pen, body)
    if (!figure.name) return []
    return [{ ...label, x: body.x, y: labelHeight(rect, stage, body) }]
  })
}

function figureFromAbove(
  pen: Pen,
  rect: Rect,
  stage: Stage,
  figure: Figure,
  body: Body,
  label: { name: string; width: number },
): Label[] {
  const radius = Math.min(rect.height * 0.2, Math.max(rect.height * 0.035, body.head * 0.95))
  const index = stage.figures.indexOf(figure)
  const y = rect.y + rect.height * (0.5 + (index % 2 === 0 ? -0.04 : 0.07))
  drawFromAbove(pen, { x: body.x, y, radius, tone: body.tone })
  return figure.name ? [{ ...label, x: body.x, y: y + radius * 1.15 }] : []
}

function bodyOf(rect: Rect, stage: Stage, figure: Figure, tones: Tones): Body {
  const [dark, light] = tones.figures
  return {
    x: rect.x + rect.width * figure.x,
    top: rect.y + rect.height * figure.top,
    head: rect.height * figure.head,
    taper: figure.back ? 0 : stage.angle.taper,
    tone: figure.back ? tones.near : dark + (light - dark) * figure.tint,
    back: figure.back,
  }
}

// Above the heads of small figures, on the chest of large ones, where no face is covered.
function labelHeight(rect: Rect, stage: Stage, body: Body): number {
  const above = body.top - Math.max(rect.height * 0.035, body.head * 0.5)
  if (stage.framing.feet !== undefined && above > rect.y + rect.height * 0.05) return above
  if (body.back) return rect.y + rect.height * 0.94
  return Math.min(rect.y + rect.height * 0.93, body.top + bodyY(2.3, body.taper) * body.head)
}

function keepLabel(rect: Rect, x: number, y: number): { x: number; y: number } {
  const margin = rect.height * 0.04
  return {
    x: Math.min(rect.x + rect.width * 0.94, Math.max(rect.x + rect.width * 0.06, x)),
    y: Math.min(rect.y + rect.height - margin, Math.max(rect.y + margin, y)),
  }
}

function detailLabels(rect: Rect, stage: Stage): Label[] {
  return stage.figures.flatMap(({ name }) =>
    name ? [{ name, x: rect.x + rect.width / 2, y: rect.y + rect.height * 0.9, width: rect.width * 0.8 }] : [],
  )
}

/** A picture of somebody stands where the figure would, large enough to recognise. */
function cardOf(rect: Rect, body: Body, stage: Stage): Rect {
  const feet = Math.min(rect.y + rect.height * 0.97, body.top + bodyY(HEADS, stage.angle.taper) * body.head)
  const height = Math.max(feet - Math.max(body.top, rect.y + rect.height * 0.05), rect.height * 0.3)
  const width = Math.min(neighbourDistance(rect, stage) * 0.92, height * 0.72)
  return { x: body.x - width / 2, y: feet - height, width, height }
}

/** Distance of the two people who stand closest, in pixels. */
function neighbourDistance(rect: Rect, { figures }: Stage): number {
  const places = figures.map(({ x }) => x * rect.width).sort((a, b) => a - b)
  return places.reduce(
    (least, x, index) => (index === 0 ? least : Math.min(least, x - (places[index - 1] ?? 0))),
    rect.width,
  )
}

function drawCard(pen: Pen, card: Rect, image: ImageBitmap): void {
  pen.fillStyle = grey(0, 0.3)
  pen.fillRect(card.x + card.width * 0.03, card.y + card.width * 0.04, card.width, card.height)
  drawCovering(pen, image, card)
  pen.strokeStyle = grey(0.97)
  pen.lineWidth = Math.max(1, card.height / 110)
  pen.strokeRect(card.x, card.y, card.width, card.height)
}

/** Pictures fill the frame: one of the place, or one for each of the people, side by side. */
function drawFilled(pen: Pen, rect: Rect, frame: Rect, cast: Cast<Reference>): Label[] {
  const tiles = cast.tiles
  return tiles
    .map(({ name, picture }, index) => {
      const left = Math.round(rect.x + (rect.width * index) / tiles.length)
      const right = Math.round(rect.x + (rect.width * (index + 1)) / tiles.length)
      const tile = { x: left, y: frame.y, width: right - left, height: frame.height }
      drawCovering(pen, picture.image, tile)
      if (index > 0) {
        pen.fillStyle = grey(0.97)
        pen.fillRect(left - 1, frame.y, Math.max(2, rect.width / 500), frame.height)
      }
      return { name, x: tile.x + tile.width / 2, y: rect.y + rect.height * 0.93, width: tile.width * 0.9 }
    })
    .filter(({ name }) => name !== '')
}

function drawCovering(pen: Pen, image: ImageBitmap, room: Rect): void {
  // Faces are in the upper half of most pictures of people.
  const crop = coverCrop(image, room, 0.3)
  pen.imageSmoothingEnabled = true
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(image, crop.x, crop.y, crop.width, crop.height, room.x, room.y, room.width, room.height)
}

function drawInset(pen: Pen, rect: Rect, { image }: Reference): void {
  const height = rect.height * 0.24
  const width = Math.min(rect.width * 0.26, height * Math.min(1.78, Math.max(0.6, image.width / image.height)))
  const margin = rect.height * 0.035
  drawCard(pen, { x: rect.x + rect.width - width - margin, y: rect.y + margin, width, height }, image)
}

function turnPicture(pen: Pen, rect: Rect, tilt: number): void {
  const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2]
  pen.translate(x, y)
  pen.rotate(tilt)
  pen.translate(-x, -y)
}

function drawVignette(pen: Pen, rect: Rect, strength: number): void {
  const [x, y, reach] = [rect.x + rect.width / 2, rect.y + rect.height / 2, Math.hypot(rect.width, rect.height) / 2]
  const shade = pen.createRadialGradient(x, y, reach * 0.5, x, y, reach)
  shade.addColorStop(0, grey(0, 0))
  shade.addColorStop(1, grey(0, strength))
  pen.fillStyle = shade
  pen.fillRect(rect.x, rect.y, rect.width, rect.height)
}

// Through somebody's eyes: lids above and below.
function drawLids(pen: Pen, rect: Rect): void {
  const { x, y, width, height } = rect
  pen.fillStyle = grey(0.05, 0.9)
  pen.beginPath()
  pen.rect(x - 1, y - 1, width + 2, height + 2)
  pen.moveTo(x - width * 0.12, y + height / 2)
  pen.bezierCurveTo(
    x + width * 0.18,
    y - height * 0.26,
    x + width * 0.82,
    y - height * 0.26,
    x + width * 1.12,
    y + height / 2,
  )
  pen.bezierCurveTo(
    x + width * 0.82,
    y + height * 1.26,
    x + width * 0.18,
    y + height * 1.26,
    x - width * 0.12,
    y + height / 2,
  )
  pen.fill('evenodd')
}
