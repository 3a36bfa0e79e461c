import { type RefObject, useEffect } from 'react'
import { select, session } from '../../state/session.ts'
import { addEdgePoint, openPalette, removeEdgePoint } from '../actions/adding.browser.ts'
import { importFiles } from '../actions/importing.browser.ts'
import { renameSelected } from '../actions/selection.browser.ts'
import { type CanvasEditor, isReadOnly } from '../editor.browser.ts'
import { type Gesture, readAt } from './gesture.browser.ts'
import { beginGesture, findUnder } from './pointer.browser.ts'
import { spaceIsHeld, spaceWasUsed } from './space.browser.ts'

const CLICK_SLACK = 4
const BORDER = 28
const PAN_STEP = 14

/** Anything inside a card that is operated by itself. */
const OWN = 'button, input, textarea, select, a, [data-own]'

type Running = {
  gesture: Gesture
  pointerId: number
  x: number
  y: number
  moved: boolean
  /** It was away from the border once; a gesture that begins there does not pan. */
  armed: boolean
  last: PointerEvent
  frame: number
}

/** Listens to pointer, double click, context menu and file drops on the canvas, and turns them into gestures. */
export function useGestures(editor: CanvasEditor, ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = ref.current
    return element ? attach(editor, element) : undefined
  }, [editor, ref])
}

function attach(editor: CanvasEditor, element: HTMLElement): () => void {
  const abort = new AbortController()
  const { signal } = abort
  let running: Running | undefined

  const inside = (event: Event) =>
    event.target instanceof Element && event.target.closest('.react-flow__renderer') !== null
  const isOwn = (event: Event) => event.target instanceof Element && event.target.closest(OWN) !== null

  const stop = (how: 'drop' | 'cancel', event?: PointerEvent) => {
    const ending = running
    if (!ending) return
    running = undefined
    cancelAnimationFrame(ending.frame)
    if (how === 'drop' && event) ending.gesture.drop(readAt(editor, event, element), ending.moved)
    else ending.gesture.cancel()
  }

  const down = (event: PointerEvent) => {
    editor.hint.set(undefined)
    if (running) return stop('cancel')
    if (!inside(event) || isOwn(event)) return
    element.focus({ preventScroll: true })
    if (spaceIsHeld()) return spaceWasUsed()
    if (event.button !== 0) return
    const gesture = beginGesture(editor, readAt(editor, event, element))
    if (gesture)
      running = {
        gesture,
        pointerId: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        moved: false,
        armed: false,
        last: event,
        frame: 0,
      }
  }

  // React Flow pans on these; a gesture of ours keeps them from it.
  const keep = (event: Event) => {
    if (running) event.stopPropagation()
  }

  const move = (event: PointerEvent) => {
    trackPointer(editor, element, event)
    if (!running) return hover(editor, element, event, inside(event))
    if (event.pointerId !== running.pointerId) return
    running.last = event
    running.moved ||= Math.hypot(event.clientX - running.x, event.clientY - running.y) > CLICK_SLACK
    if (!running.moved) return
    running.gesture.move(readAt(editor, event, element))
    if (running.gesture.pans && running.frame === 0) running.frame = requestAnimationFrame(pan)
  }

  const pan = () => {
    if (!running) return
    running.frame = 0
    const by = borderPan(editor, readAt(editor, running.last, element).screen)
    running.armed ||= !by
    if (!by || !running.armed) return
    const view = editor.view.get()
    editor.page.look({ ...view, x: view.x + by.x, y: view.y + by.y })
    running.gesture.move(readAt(editor, running.last, element))
    running.frame = requestAnimationFrame(pan)
  }

  const up = (event: PointerEvent) => {
    if (running?.pointerId === event.pointerId) stop('drop', event)
  }

  const giveUp = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !running) return
    event.preventDefault()
    event.stopPropagation()
    stop('cancel')
  }

  element.addEventListener('pointerdown', down, { capture: true, signal })
  element.addEventListener('mousedown', keep, { capture: true, signal })
  element.addEventListener('touchstart', keep, { capture: true, signal, passive: true })
  window.addEventListener('pointermove', move, { signal })
  window.addEventListener('pointerup', up, { signal })
  window.addEventListener('pointercancel', () => stop('cancel'), { signal })
  window.addEventListener('keydown', giveUp, { capture: true, signal })
  element.addEventListener('pointerleave', () => leave(editor), { signal })
  element.addEventListener('click', (event) => inside(event) && !isOwn(event) && click(editor, element, event), {
    signal,
  })
  element.addEventListener(
    'dblclick',
    (event) => inside(event) && !isOwn(event) && doubleClick(editor, element, event),
    { signal },
  )
  element.addEventListener('contextmenu', (event) => inside(event) && contextMenu(editor, element, event), { signal })
  element.addEventListener('dragover', (event) => dragOver(editor, event), { signal })
  element.addEventListener('drop', (event) => dropFiles(editor, element, event), { signal })
  return () => {
    stop('cancel')
    abort.abort()
  }
}

function trackPointer(editor: CanvasEditor, element: HTMLElement, event: PointerEvent): void {
  const over = event.target instanceof Node && element.contains(event.target)
  editor.page.pointer = over ? readAt(editor, event, element).screen : undefined
}

function leave(editor: CanvasEditor): void {
  editor.page.pointer = undefined
  editor.hoveredEdge.set(undefined)
}

function hover(editor: CanvasEditor, element: HTMLElement, event: PointerEvent, isInside: boolean): void {
  if (!isInside || event.buttons !== 0) return
  const under = findUnder(editor, readAt(editor, event, element))
  editor.hoveredEdge.set(under.on === 'edge' || under.on === 'point' ? under.edgeId : undefined)
  element.dataset.under = under.on === 'frame' ? under.part : under.on === 'node' && under.corner ? 'corner' : under.on
}

function borderPan(editor: CanvasEditor, at: { x: number; y: number }): { x: number; y: number } | undefined {
  const { width, height } = editor.view.get()
  const step = (value: number, size: number) => (value < BORDER ? PAN_STEP : value > size - BORDER ? -PAN_STEP : 0)
  const by = { x: step(at.x, width), y: step(at.y, height) }
  return by.x === 0 && by.y === 0 ? undefined : by
}

/** Nodes and frames are selected when pressed; here edges are, and empty canvas lets everything go. */
function click(editor: CanvasEditor, element: HTMLElement, event: MouseEvent): void {
  const at = readAt(editor, event, element)
  const under = findUnder(editor, at)
  const { selection, selectedEdges } = session.getState()
  if (under.on === 'edge' || under.on === 'point') {
    if (at.toggle) select(selection, toggled(selectedEdges, under.edgeId))
    else select([], [under.edgeId])
  } else if (under.on === 'canvas' && !at.shift && !at.toggle) select([])
}

function toggled(set: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}

function doubleClick(editor: CanvasEditor, element: HTMLElement, event: MouseEvent): void {
  const at = readAt(editor, event, element)
  const under = findUnder(editor, at)
  event.preventDefault()
  if (under.on === 'node') {
    select([under.box.id])
    const onPicture = under.box.picture > 0 && at.point.y < under.box.y + under.box.picture
    if (onPicture && editor.level.get() === 'detail') editor.page.openViewer(under.box.id)
    else renameSelected(editor)
  } else if (under.on === 'frame') renameSelected(editor)
  else if (under.on === 'point') removeEdgePoint(editor, under.edgeId, under.index)
  else if (under.on === 'edge') addEdgePoint(editor, under.edgeId, under.segment, at.point)
  else if (under.on === 'canvas' && !isReadOnly(editor)) openPalette(editor)
}

function contextMenu(editor: CanvasEditor, element: HTMLElement, event: MouseEvent): void {
  event.preventDefault()
  const at = readAt(editor, event, element)
  const under = findUnder(editor, at)
  const { screen } = at
  if (under.on === 'node' || under.on === 'port') {
    if (!session.getState().selection.has(under.box.id)) select([under.box.id])
    editor.menu.set({ on: 'node', id: under.box.id, screen })
  } else if (under.on === 'edge' || under.on === 'point') {
    select([], [under.edgeId])
    editor.menu.set({ on: 'edge', id: under.edgeId, screen })
  } else if (under.on === 'frame') editor.menu.set({ on: 'frame', id: under.frame.id, screen })
  else editor.menu.set({ on: 'canvas', screen })
}

function dragOver(editor: CanvasEditor, event: DragEvent): void {
  if (!event.dataTransfer?.types.includes('Files')) return
  event.preventDefault()
  event.dataTransfer.dropEffect = isReadOnly(editor) ? 'none' : 'copy'
}

function dropFiles(editor: CanvasEditor, element: HTMLElement, event: DragEvent): void {
  const files = [...(event.dataTransfer?.files ?? [])]
  if (files.length === 0) return
  event.preventDefault()
  event.stopPropagation()
  void importFiles(editor, files, readAt(editor, event, element).point)
}
