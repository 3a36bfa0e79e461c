import { tokenValue } from '../../ui/browser.tsx'
import type { Drawing, DrawnLink, DrawnNode, View } from './model/graph-drawing.ts'

/** What is marked in a picture. */
export type Marks = {
  readonly selected: string | undefined
  /** Boxes that hold an input of the recipe. */
  readonly inputs: ReadonlySet<string>
  readonly outputs: ReadonlySet<string>
}

/** Smallest letters that are drawn, in pixels of the screen. */
const READABLE = 9
/** Size of a title in units of the drawing, as ComfyUI has it. */
const LETTER = 15
const TITLE = 30
const LINE = 18

/** Draws a graph onto a canvas. */
export function paintGraph(canvas: HTMLCanvasElement, drawing: Drawing, view: View, marks: Marks): void {
  const { clientWidth: width, clientHeight: height } = canvas
  const ratio = devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.clearRect(0, 0, width, height)
  pen.translate(width / 2, height / 2)
  pen.scale(view.scale, view.scale)
  pen.translate(-view.x, -view.y)
  const colours = readColours()
  const boxes = new Map(drawing.nodes.map((node) => [node.id, node]))
  pen.lineWidth = Math.max(1.5, 0.8 / view.scale)
  pen.strokeStyle = colours.link
  for (const link of drawing.links) paintLink(pen, link, boxes)
  for (const node of drawing.nodes) paintNode(pen, node, { view, marks, colours })
}

function readColours() {
  const names = { link: '--line-strong', box: '--raised', head: '--hover', text: '--text', faint: '--text-3' } as const
  const more = { input: '--accent', output: '--done', selected: '--focus', line: '--control-line' } as const
  return Object.fromEntries(
    Object.entries({ ...names, ...more }).map(([name, token]) => [name, tokenValue(token)]),
  ) as Record<keyof typeof names | keyof typeof more, string>
}

function paintLink(pen: CanvasRenderingContext2D, link: DrawnLink, boxes: ReadonlyMap<string, DrawnNode>): void {
  const from = boxes.get(link.from)
  const to = boxes.get(link.to)
  if (!from || !to) return
  const slot = (node: DrawnNode, index: number) => node.y + Math.min(node.height - 8, TITLE + 14 + index * 20)
  const [x1, y1, x2, y2] = [from.x + from.width, slot(from, link.fromSlot), to.x, slot(to, link.toSlot)]
  const bend = Math.max(30, Math.abs(x2 - x1) / 2)
  pen.beginPath()
  pen.moveTo(x1, y1)
  pen.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2)
  pen.stroke()
}

type Paint = { readonly view: View; readonly marks: Marks; readonly colours: ReturnType<typeof readColours> }

function paintNode(pen: CanvasRenderingContext2D, node: DrawnNode, { view, marks, colours }: Paint): void {
  const { id, x, y, width, height } = node
  pen.globalAlpha = node.state === 'on' ? 1 : 0.45
  pen.fillStyle = colours.box
  pen.beginPath()
  pen.roundRect(x, y, width, height, 6)
  pen.fill()
  pen.fillStyle = colours.head
  pen.beginPath()
  pen.roundRect(x, y, width, Math.min(TITLE, height), [6, 6, height <= TITLE ? 6 : 0, height <= TITLE ? 6 : 0])
  pen.fill()
  const mark = marks.outputs.has(id) ? colours.output : marks.inputs.has(id) ? colours.input : colours.line
  pen.strokeStyle = mark
  pen.lineWidth = (mark === colours.line ? 1 : 2.5) / Math.min(1, view.scale + 0.3)
  pen.beginPath()
  pen.roundRect(x, y, width, height, 6)
  pen.stroke()
  if (marks.selected === id) {
    pen.globalAlpha = 1
    pen.strokeStyle = colours.selected
    pen.lineWidth = 3 / view.scale
    pen.beginPath()
    pen.roundRect(x - 5 / view.scale, y - 5 / view.scale, width + 10 / view.scale, height + 10 / view.scale, 8)
    pen.stroke()
  }
  paintTitle(pen, node, { scale: view.scale, colour: node.state === 'on' ? colours.text : colours.faint })
  if (view.scale * LETTER >= READABLE) paintLines(pen, node, colours.faint)
  pen.globalAlpha = 1
}

/** In a small picture the title fills the middle of its box, as large as it must be to be read. */
function paintTitle(pen: CanvasRenderingContext2D, node: DrawnNode, { scale, colour }: TitleLook): void {
  const { x, y, width, height, title } = node
  const small = scale * LETTER < READABLE
  const size = small ? READABLE / scale : LETTER
  if (size > height) return
  pen.fillStyle = colour
  pen.font = `600 ${size}px ${tokenValue('--family')}`
  pen.textBaseline = 'middle'
  const pad = small ? size / 3 : 10
  pen.fillText(cut(pen, title, width - 2 * pad), x + pad, small ? y + height / 2 : y + TITLE / 2 + 1)
}

type TitleLook = { readonly scale: number; readonly colour: string }

function paintLines(pen: CanvasRenderingContext2D, { x, y, width, height, lines }: DrawnNode, colour: string): void {
  pen.fillStyle = colour
  pen.font = `13px ${tokenValue('--family')}`
  pen.textBaseline = 'middle'
  const room = Math.floor((height - TITLE - 6) / LINE)
  lines.slice(0, Math.max(0, room)).forEach((line, index) => {
    pen.fillText(cut(pen, line, width - 20), x + 10, y + TITLE + 6 + LINE * (index + 0.5))
  })
}

/** As much of a text as there is room for. */
function cut(pen: CanvasRenderingContext2D, text: string, room: number): string {
  if (pen.measureText(text).width <= room) return text
  let fits = 0
  for (let step = text.length; step >= 1; step = Math.floor(step / 2))
    while (fits + step <= text.length && pen.measureText(`${text.slice(0, fits + step)}…`).width <= room) fits += step
  return `${text.slice(0, fits)}…`
}
