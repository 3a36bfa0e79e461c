import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { IconButton, useT } from '../../ui/browser.tsx'
import { type Marks, paintGraph } from './graph-painter.browser.ts'
import { type Drawing, fitView, nodeAt, type View } from './model/graph-drawing.ts'
import styles from './recipes.module.css'

type GraphViewProps = {
  readonly drawing: Drawing
  readonly marks: Marks
  readonly onSelect: (id: string | undefined) => void
}

/** A graph as a picture that can be moved, enlarged and clicked. */
export function GraphView({ drawing, marks, onSelect }: GraphViewProps) {
  const t = useT()
  const canvas = useRef<HTMLCanvasElement>(null)
  const { view, setView, showAll, zoom } = useView(canvas, drawing)
  const turn = useLooks(canvas)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` counts changes of size and colours, which the canvas shows
  useLayoutEffect(() => {
    if (canvas.current && view) paintGraph(canvas.current, drawing, view, marks)
  }, [drawing, view, marks, turn])
  const drag = useDrag(canvas, { drawing, view, setView, onSelect })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = view ? 60 / view.scale : 0
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    }
    const move = moves[event.key]
    if (move && view) setView({ ...view, x: view.x + move[0], y: view.y + move[1] })
    else if (event.key === '+') zoom(1.25)
    else if (event.key === '-') zoom(0.8)
    else if (event.key === '0') showAll()
    else return
    event.preventDefault()
  }
  const label = useMemo(() => t('recipes.graph', { count: drawing.nodes.length }), [t, drawing])
  return (
    <div className={styles.graph}>
      <canvas ref={canvas} role="img" aria-label={label} tabIndex={0} onKeyDown={onKeyDown} {...drag} />
      <div className={styles.zoom}>
        <IconButton icon="plus" label={t('recipes.zoomIn')} onClick={() => zoom(1.25)} />
        <IconButton icon="minus" label={t('recipes.zoomOut')} onClick={() => zoom(0.8)} />
        <IconButton icon="fit" label={t('recipes.fit')} onClick={showAll} />
      </div>
    </div>
  )
}

function useView(canvas: React.RefObject<HTMLCanvasElement | null>, drawing: Drawing) {
  const [view, setView] = useState<View>()
  const showAll = () => {
    const element = canvas.current
    if (element) setView(fitView(drawing, element.clientWidth, element.clientHeight))
  }
  const zoom = (by: number) => setView((now) => now && { ...now, scale: Math.min(3, Math.max(0.02, now.scale * by)) })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another drawing is seen whole first
  useLayoutEffect(showAll, [drawing])
  useEffect(() => {
    const element = canvas.current
    // React listens passively to wheels, and the page must not scroll under the picture.
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const by = Math.exp(-event.deltaY / 400)
      const box = element?.getBoundingClientRect()
      if (!box) return
      const [dx, dy] = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2]
      setView((now) => {
        if (!now) return now
        const scale = Math.min(3, Math.max(0.02, now.scale * by))
        // What is under the pointer stays there.
        return { x: now.x + dx / now.scale - dx / scale, y: now.y + dy / now.scale - dy / scale, scale }
      })
    }
    element?.addEventListener('wheel', wheel, { passive: false })
    return () => element?.removeEventListener('wheel', wheel)
  }, [canvas])
  return { view, setView, showAll, zoom }
}

/** Counts what changes how a canvas must be painted: its size and the theme. */
function useLooks(canvas: React.RefObject<HTMLCanvasElement | null>): number {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const again = () => setTurn((count) => count + 1)
    const size = new ResizeObserver(again)
    if (canvas.current) size.observe(canvas.current)
    const theme = new MutationObserver(again)
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      size.disconnect()
      theme.disconnect()
    }
  }, [canvas])
  return turn
}

type Hand = {
  readonly drawing: Drawing
  readonly view: View | undefined
  readonly setView: (view: View) => void
  readonly onSelect: (id: string | undefined) => void
}

/** A press that moves drags the picture; one that does not chooses a node. */
function useDrag(canvas: React.RefObject<HTMLCanvasElement | null>, { drawing, view, setView, onSelect }: Hand) {
  const from = useRef<{ x: number; y: number; view: View; moved: boolean }>(undefined)
  return {
    onPointerDown(event: PointerEvent<HTMLCanvasElement>) {
      if (!view || event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      from.current = { x: event.clientX, y: event.clientY, view, moved: false }
    },
    onPointerMove(event: PointerEvent<HTMLCanvasElement>) {
      const start = from.current
      if (!start) return
      const [dx, dy] = [event.clientX - start.x, event.clientY - start.y]
      if (Math.hypot(dx, dy) > 4) start.moved = true
      if (start.moved)
        setView({ ...start.view, x: start.view.x - dx / start.view.scale, y: start.view.y - dy / start.view.scale })
    },
    onPointerUp(event: PointerEvent<HTMLCanvasElement>) {
      const start = from.current
      from.current = undefined
      const box = canvas.current?.getBoundingClientRect()
      if (!start || start.moved || !box) return
      const { x, y, scale } = start.view
      const [dx, dy] = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2]
      onSelect(nodeAt(drawing, x + dx / scale, y + dy / scale)?.id)
    },
  }
}
