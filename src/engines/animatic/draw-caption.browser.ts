import type { PanelBrief } from './brief.ts'
import { measureIn, type Pen, type TextLook, takeLook, writeLine } from './draw-text.browser.ts'
import type { Layout, Rect } from './layout.ts'
import { type BrokenText, breakLines, directionOf, ellipsize } from './line-breaking.ts'
import { cameraFacts, dialogueTurns, placeFacts, SHEET, type Turn } from './look.ts'

/** Height of a line of text, in sizes. */
const LEADING = 1.34
/** Texts that do not fit are tried smaller, down to this share, before they are cut. */
const SCALES = [1, 0.9, 0.8, 0.72]

/** Writes facts, action and dialogue into the caption of a layout; nothing leaves its room. */
export function drawCaption(pen: Pen, layout: Layout, brief: PanelBrief): void {
  const { caption, unit } = layout
  if (caption.height < unit) return
  pen.save()
  pen.beginPath()
  pen.rect(caption.x - unit * 0.5, caption.y - unit * 0.3, caption.width + unit, caption.height + unit * 0.6)
  pen.clip()
  const used = drawFacts(pen, caption, unit, brief)
  const room = { ...caption, y: caption.y + used, height: caption.height - used }
  if (room.height >= unit * 0.9) drawTexts(pen, room, layout, brief)
  pen.restore()
}

function drawFacts(pen: Pen, room: Rect, unit: number, brief: PanelBrief): number {
  const size = Math.max(9, unit * 0.78)
  const strong: TextLook = { size, weight: 700, colour: SHEET.text, spacing: size * 0.02 }
  const plain: TextLook = { size, weight: 500, colour: SHEET.text2 }
  const baseline = room.y + size
  const [first, ...rest] = cameraFacts(brief)
  const place = placeFacts(brief).join(' · ')
  if (!first && !place) return 0
  let x = room.x
  const left = Math.max(room.width * 0.62, room.width - widthOf(pen, place, plain) - unit)
  for (const [index, fact] of [first ?? '', ...rest].entries()) {
    const look = index === 0 ? strong : plain
    const text = ellipsize(fact, Math.max(0, room.x + left - x), measureIn(pen, look))
    const width = widthOf(pen, text, look)
    if (!fact || x + width > room.x + left) break
    if (index > 0) drawDot(pen, x - unit * 0.5, baseline - size * 0.34, unit * 0.09)
    writeLine(pen, text, { x, y: baseline, width, direction: 'ltr' }, look)
    x += width + unit
  }
  const free = room.x + room.width - x
  const shortened = ellipsize(place, free, measureIn(pen, plain))
  if (free > unit * 3)
    writeLine(
      pen,
      shortened,
      { x: room.x + room.width - widthOf(pen, shortened, plain), y: baseline, width: free, direction: 'ltr' },
      { ...plain, colour: SHEET.text3 },
    )
  return size * 1.35 + unit * 0.45
}

function drawDot(pen: Pen, x: number, y: number, radius: number): void {
  pen.fillStyle = SHEET.text3
  pen.beginPath()
  pen.arc(x, y, radius, 0, Math.PI * 2)
  pen.fill()
}

function drawTexts(pen: Pen, room: Rect, layout: Layout, brief: PanelBrief): void {
  const turns = dialogueTurns(brief.dialogue)
  if (!brief.action && turns.length === 0) return
  const gap = layout.unit * 1.6
  for (const scale of SCALES) {
    const size = Math.max(9, layout.unit * 1.04 * scale)
    const last = scale === SCALES.at(-1)
    const set =
      brief.action && turns.length > 0
        ? setBoth(pen, room, size, gap, layout.columns, brief.action, turns)
        : setOne(pen, room, size, brief.action, turns)
    if (set.clipped && !last) continue
    for (const block of set.blocks) drawBlock(pen, block)
    return
  }
}

type Block = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
  readonly lines: readonly Line[]
}
type Line = {
  readonly text: string
  readonly speaker?: string
  readonly direction: 'ltr' | 'rtl'
  readonly indent: number
  readonly colour: string
}
type TextSet = { readonly blocks: readonly Block[]; readonly clipped: boolean }

function setOne(pen: Pen, room: Rect, size: number, action: string, turns: readonly Turn[]): TextSet {
  const most = linesIn(room.height, size)
  const { lines, clipped } = action
    ? actionLines(pen, action, room.width, most, size)
    : turnLines(pen, turns, room.width, most, size)
  return { blocks: [{ x: room.x, y: room.y, width: room.width, size, lines }], clipped }
}

function setBoth(
  pen: Pen,
  room: Rect,
  size: number,
  gap: number,
  columns: boolean,
  action: string,
  turns: readonly Turn[],
): TextSet {
  const most = linesIn(room.height, size)
  if (!columns) {
    const said = turnLines(pen, turns, room.width, Math.max(1, Math.floor(most / 2)), size)
    const done = actionLines(pen, action, room.width, Math.max(1, most - said.lines.length), size)
    const y = room.y + done.lines.length * size * LEADING + size * 0.35
    const fits = done.lines.length + said.lines.length < most
    const second = { x: room.x, y: fits ? y : y - size * 0.35, width: room.width, size, lines: said.lines }
    return { blocks: [{ ...second, y: room.y, lines: done.lines }, second], clipped: done.clipped || said.clipped }
  }
  const left = (room.width - gap) * 0.54
  const right = room.width - gap - left
  const done = actionLines(pen, action, left, most, size)
  const said = turnLines(pen, turns, right, most, size)
  const blocks = [
    { x: room.x, y: room.y, width: left, size, lines: done.lines },
    { x: room.x + left + gap, y: room.y, width: right, size, lines: said.lines },
  ]
  return { blocks, clipped: done.clipped || said.clipped }
}

function linesIn(height: number, size: number): number {
  return Math.max(1, Math.floor((height - size * 0.1) / (size * LEADING)))
}

function actionLines(
  pen: Pen,
  action: string,
  width: number,
  maxLines: number,
  size: number,
): { lines: Line[]; clipped: boolean } {
  const broken = breakLines(action, { width, maxLines }, measureIn(pen, { size, colour: SHEET.text }))
  return { lines: asLines(broken, directionOf(action), SHEET.text), clipped: broken.clipped }
}

function turnLines(
  pen: Pen,
  turns: readonly Turn[],
  width: number,
  maxLines: number,
  size: number,
): { lines: Line[]; clipped: boolean } {
  const lines: Line[] = []
  let clipped = false
  for (const turn of turns) {
    const room = maxLines - lines.length
    if (room <= 0) return { lines, clipped: true }
    const speaker = turn.speaker.toUpperCase()
    const name = ellipsize(speaker, width * 0.6, measureIn(pen, nameLook(size)))
    const indent = speaker ? widthOf(pen, name, nameLook(size)) + size * 0.5 : 0
    const broken = breakLines(
      turn.words || ' ',
      { width, maxLines: room, firstIndent: indent },
      measureIn(pen, { size, colour: SHEET.text2 }),
    )
    const [first = '', ...others] = broken.lines
    const direction = directionOf(turn.words || speaker)
    lines.push({ text: first, direction, indent, colour: SHEET.text2, ...(speaker ? { speaker: name } : {}) })
    lines.push(...asLines({ lines: others, clipped: false }, direction, SHEET.text2))
    clipped ||= broken.clipped
  }
  return { lines, clipped }
}

function asLines(broken: BrokenText, direction: 'ltr' | 'rtl', colour: string): Line[] {
  return broken.lines.map((text) => ({ text, direction, indent: 0, colour }))
}

function drawBlock(pen: Pen, { x, y, width, size, lines }: Block): void {
  for (const [index, line] of lines.entries()) {
    const baseline = y + size * (0.98 + index * LEADING)
    const start = line.direction === 'ltr' ? x + line.indent : x
    if (line.speaker) writeLine(pen, line.speaker, { x, y: baseline, width, direction: line.direction }, nameLook(size))
    writeLine(
      pen,
      line.text,
      { x: start, y: baseline, width: width - line.indent, direction: line.direction },
      { size, colour: line.colour },
    )
  }
}

function nameLook(size: number): TextLook {
  return { size: size * 0.84, weight: 600, colour: SHEET.text3, spacing: size * 0.04 }
}

function widthOf(pen: Pen, text: string, look: TextLook): number {
  takeLook(pen, look)
  return pen.measureText(text).width
}
