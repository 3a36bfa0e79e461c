import type { PointerEvent } from 'react'
import { useT } from '../../../ui/browser.tsx'
import { session } from '../../state/session.ts'
import styles from '../canvas.module.css'
import type { CanvasEditor } from '../editor.browser.ts'
import { nodeJobs } from '../live/activity.ts'
import { boundsOf, inflate, type Rect } from '../model/geometry.ts'
import { centreOn, type View, visibleRect } from '../model/view.ts'
import { useEditor } from './editor-context.tsx'
import { type Colours, prepare, readColours, stateReader, watchTheme } from './paint.browser.ts'
import { oncePerFrame, useDrawing } from './use-drawing.browser.ts'

const SIZE = { width: 166, height: 94 }

/** A map of everything with what is seen now. Press or drag to look elsewhere. */
export function Minimap() {
  const editor = useEditor()
  const t = useT()
  const ref = useDrawing(editor, keepDrawn)
  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return
    const frame = event.currentTarget.getBoundingClientRect()
    const { area, scale } = mapOf(editor)
    const point = { x: area.x + (event.clientX - frame.left) / scale, y: area.y + (event.clientY - frame.top) / scale }
    editor.page.look(centreOn(editor.view.get(), point))
  }
  return (
    <canvas
      ref={ref}
      className={styles.minimap}
      role="img"
      aria-label={t('canvas.minimap.label')}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        go(event)
      }}
      onPointerMove={go}
    />
  )
}

/** The part of the canvas on the map: all of it and what is seen, in the map's proportions. */
function mapOf(editor: CanvasEditor): { area: Rect; scale: number } {
  const { list, frames } = editor.scene.get()
  const seen = visibleRect(editor.view.get())
  const all = boundsOf([...list, ...frames.map(({ rect }) => rect)]) ?? seen
  // Looking far away from everything must not shrink the map to nothing.
  const reach = inflate(all, Math.max(all.width, all.height) / 2)
  const near = boundsOf([all, clip(seen, reach)]) ?? all
  const room = inflate(near, Math.max(near.width, near.height) * 0.04)
  const scale = Math.min(SIZE.width / room.width, SIZE.height / room.height)
  const x = room.x - (SIZE.width / scale - room.width) / 2
  const y = room.y - (SIZE.height / scale - room.height) / 2
  return { area: { x, y, width: SIZE.width / scale, height: SIZE.height / scale }, scale }
}

function clip(rect: Rect, to: Rect): Rect {
  const x = Math.min(Math.max(rect.x, to.x), to.x + to.width)
  const y = Math.min(Math.max(rect.y, to.y), to.y + to.height)
  const right = Math.min(Math.max(rect.x + rect.width, to.x), to.x + to.width)
  const bottom = Math.min(Math.max(rect.y + rect.height, to.y), to.y + to.height)
  return { x, y, width: right - x, height: bottom - y }
}

/** Nodes are painted onto a picture of their own, which is only painted anew when they or the map's part change. */
function keepDrawn(editor: CanvasEditor, canvas: HTMLCanvasElement, fail: (thrown: unknown) => void): () => void {
  const { studio } = editor
  const jobs = nodeJobs(studio)
  const cards = document.createElement('canvas')
  let colours = readColours()
  let painted = ''
  let stale = true

  const draw = () => {
    const { area, scale } = mapOf(editor)
    const place = `${area.x} ${area.y} ${scale}`
    if (stale || place !== painted)
      paintCards(editor, cards, area, scale, colours, stateReader(studio.assessments.get(), jobs.get()))
    stale = false
    painted = place
    const context = prepare(canvas, SIZE.width, SIZE.height)
    if (!context) return
    context.drawImage(cards, 0, 0, SIZE.width, SIZE.height)
    drawSeen(context, editor.view.get(), area, scale, colours)
  }
  const { now, soon, cancel } = oncePerFrame(draw, fail)
  const anew = () => {
    stale = true
    soon()
  }
  const themed = () => {
    colours = readColours()
    anew()
  }
  const stops = [
    editor.view.subscribe(soon),
    ...[editor.scene, studio.assessments, jobs].map((source) => source.subscribe(anew)),
    session.subscribe((now, before) => now.selection !== before.selection && anew()),
    watchTheme(themed),
  ]
  now()
  return () => {
    for (const stop of stops) stop()
    cancel()
  }
}

function paintCards(
  editor: CanvasEditor,
  canvas: HTMLCanvasElement,
  area: Rect,
  scale: number,
  colours: Colours,
  stateOf: ReturnType<typeof stateReader>,
): void {
  const context = prepare(canvas, SIZE.width, SIZE.height)
  if (!context) return
  const { list, frames } = editor.scene.get()
  const { selection } = session.getState()
  const place = (rect: Rect) =>
    [
      (rect.x - area.x) * scale,
      (rect.y - area.y) * scale,
      Math.max(1.5, rect.width * scale),
      Math.max(1.5, rect.height * scale),
    ] as const
  context.strokeStyle = colours.line
  for (const { rect } of frames) context.strokeRect(...place(rect))
  for (const box of list) {
    const state = stateOf(box.id)
    const loud = state === 'stale' || state === 'running' || state === 'failed'
    context.fillStyle = selection.has(box.id) ? colours.accent : (loud && colours.states[state]) || colours.lineStrong
    context.fillRect(...place(box))
  }
}

function drawSeen(context: CanvasRenderingContext2D, view: View, area: Rect, scale: number, colours: Colours): void {
  const seen = visibleRect(view)
  context.strokeStyle = colours.text2
  context.lineWidth = 1
  const x = Math.max(0.5, (seen.x - area.x) * scale)
  const y = Math.max(0.5, (seen.y - area.y) * scale)
  const right = Math.min(SIZE.width - 0.5, (seen.x + seen.width - area.x) * scale)
  const bottom = Math.min(SIZE.height - 0.5, (seen.y + seen.height - area.y) * scale)
  if (right > x && bottom > y) context.strokeRect(x, y, right - x, bottom - y)
}
