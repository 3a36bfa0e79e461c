import type { PanelBrief } from './brief.ts'
import { measureIn, type Pen, type TextLook, takeLook, writeLine } from './draw-text.browser.ts'
import { AIR, FACTS, type Layout, LEADING } from './layout.ts'
import { type BrokenText, breakLines, directionOf, ellipsize } from './line-breaking.ts'
import { cameraFacts, dialogueTurns, SHEET, type Turn } from './look.ts'

/** Texts that do not fit are tried smaller before they are cut, but never so small that a node could not show them. */
const SCALES = [1, 0.88]

/** Writes camera facts, action and dialogue into the band at the lower edge, which is as high as they need; no words, no band. */
export function drawCaption(pen: Pen, layout: Layout, brief: PanelBrief): void {
  const { caption, unit, width, height } = layout
  if (caption.height === 0) return
  const facts = cameraFacts(brief)
  const { lines, size } = setTexts(pen, layout, brief)
  if (facts.length + lines.length === 0) return
  const used = (facts.length > 0 ? FACTS * unit : 0) + lines.length * size * LEADING
  const top = Math.round(caption.y + caption.height - used)
  const band = Math.round(top - AIR * unit)
  pen.save()
  pen.fillStyle = SHEET.band
  pen.fillRect(0, band, width, height - band)
  pen.beginPath()
  pen.rect(caption.x - unit * 0.3, band, caption.width + unit * 0.6, height - band)
  pen.clip()
  if (facts.length > 0) drawFacts(pen, layout, facts, top)
  const y = facts.length > 0 ? top + FACTS * unit : top
  for (const [index, line] of lines.entries()) drawLine(pen, layout, line, y + size * (0.94 + index * LEADING), size)
  pen.restore()
}

function drawFacts(pen: Pen, { caption, unit }: Layout, facts: readonly string[], top: number): void {
  const size = Math.max(9, unit * 0.8)
  const strong: TextLook = { size, weight: 700, colour: SHEET.text, spacing: size * 0.02 }
  const plain: TextLook = { size, weight: 500, colour: SHEET.text2 }
  const baseline = top + size * 0.95
  const end = caption.x + caption.width
  let x = caption.x
  for (const [index, fact] of facts.entries()) {
    const look = index === 0 ? strong : plain
    if (end - x < unit * 2) return
    const text = ellipsize(fact, end - x, measureIn(pen, look))
    const width = widthOf(pen, text, look)
    if (index > 0) drawDot(pen, x - unit * 0.42, baseline - size * 0.34, unit * 0.08)
    writeLine(pen, text, { x, y: baseline, width, direction: 'ltr' }, look)
    x += width + unit * 0.84
  }
}

function drawDot(pen: Pen, x: number, y: number, radius: number): void {
  pen.fillStyle = SHEET.text3
  pen.beginPath()
  pen.arc(x, y, radius, 0, Math.PI * 2)
  pen.fill()
}

type Line = {
  readonly text: string
  readonly speaker?: string
  readonly direction: 'ltr' | 'rtl'
  readonly indent: number
  readonly colour: string
}
type Lines = { readonly lines: readonly Line[]; readonly clipped: boolean }

function setTexts(pen: Pen, layout: Layout, brief: PanelBrief): { lines: readonly Line[]; size: number } {
  const turns = dialogueTurns(brief.dialogue)
  for (const scale of SCALES) {
    const size = Math.max(9, layout.unit * scale)
    const { lines, clipped } = setBoth(pen, layout, size, brief.action, turns)
    if (!clipped || scale === SCALES.at(-1)) return { lines, size }
  }
  return { lines: [], size: layout.unit }
}

/** What is done above what is said; neither takes the line of the other, and what one leaves the other has. */
function setBoth(
  pen: Pen,
  { caption: { width }, lines: most }: Layout,
  size: number,
  action: string,
  turns: readonly Turn[],
): Lines {
  const kept = turns.length > 0 ? 1 : 0
  const done = action ? actionLines(pen, action, width, most - kept, size) : { lines: [], clipped: false }
  const said = turnLines(pen, turns, width, most - done.lines.length, size)
  return { lines: [...done.lines, ...said.lines], clipped: done.clipped || said.clipped }
}

function actionLines(pen: Pen, action: string, width: number, maxLines: number, size: number): Lines {
  const broken = breakLines(action, { width, maxLines }, measureIn(pen, { size, weight: 500, colour: SHEET.text }))
  return { lines: asLines(broken, directionOf(action), SHEET.text), clipped: broken.clipped }
}

function turnLines(pen: Pen, turns: readonly Turn[], width: number, maxLines: number, size: number): Lines {
  const lines: Line[] = []
  let clipped = false
  for (const turn of turns) {
    const room = maxLines - lines.length
    if (room <= 0) return { lines, clipped: true }
    const speaker = turn.speaker.toUpperCase()
    const name = ellipsize(speaker, width * 0.4, measureIn(pen, nameLook(size)))
    const indent = speaker ? widthOf(pen, name, nameLook(size)) + size * 0.45 : 0
    const broken = breakLines(
      turn.words || ' ',
      { width, maxLines: room, firstIndent: indent },
      measureIn(pen, { size, weight: 500, colour: SHEET.text2 }),
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

function drawLine(pen: Pen, { caption: { x, width } }: Layout, line: Line, baseline: number, size: number): void {
  const { direction, indent, speaker, text, colour } = line
  const start = direction === 'ltr' ? x + indent : x
  if (speaker) writeLine(pen, speaker, { x, y: baseline, width, direction }, nameLook(size))
  writeLine(pen, text, { x: start, y: baseline, width: width - indent, direction }, { size, weight: 500, colour })
}

function nameLook(size: number): TextLook {
  return { size: size * 0.8, weight: 700, colour: SHEET.text3, spacing: size * 0.03 }
}

function widthOf(pen: Pen, text: string, look: TextLook): number {
  takeLook(pen, look)
  return pen.measureText(text).width
}
