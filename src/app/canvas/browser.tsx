import '@xyflow/react/dist/base.css'
import { ReactFlowProvider } from '@xyflow/react'
import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button, EmptyState, useT } from '../../ui/browser.tsx'
import { registerCommands } from '../state/commands.ts'
import { pruneSelection, rememberView, session } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { openPalette } from './actions/adding.browser.ts'
import { listedCommands } from './actions/commands.browser.ts'
import { useKeys } from './actions/use-keys.browser.ts'
import styles from './canvas.module.css'
import { type CanvasEditor, canvasEditor } from './editor.browser.ts'
import { useGestures } from './gestures/use-gestures.browser.ts'
import { boundsOf } from './model/geometry.ts'
import { fitRect, type View } from './model/view.ts'
import { EditorProvider, useEditor } from './view/editor-context.tsx'
import { Flow } from './view/flow.tsx'
import { Minimap } from './view/minimap.tsx'
import { PointerHint } from './view/overlays.tsx'
import { Overview } from './view/overview.tsx'
import { LayerPiece } from './view/piece.tsx'
import { Toolbar } from './view/toolbar.tsx'

const Palette = lazy(() => import('./palette/palette.tsx').then(({ Palette: component }) => ({ default: component })))
const PlaceMenu = lazy(() =>
  import('./view/place-menu.tsx').then(({ PlaceMenu: component }) => ({ default: component })),
)
const Outline = lazy(() => import('./outline.tsx').then(({ Outline: component }) => ({ default: component })))

/** What the canvas takes. */
export type CanvasScreenProps = {
  /** Opens the large viewer of a node's takes. */
  readonly onOpenViewer: (nodeId: string) => void
  /** What the wheel does; the other one is done with ctrl or cmd. */
  readonly wheel?: 'zoom' | 'pan' | undefined
}

/** Narrower than this, the outline is the canvas. */
const NARROW = 560
/** On less than this the minimap would hide what it shows, unless somebody asks for it. */
const SMALL = { width: 640, height: 400 }

/** The canvas: the storyboard as a graph, with its outline as accessible twin. */
export function CanvasScreen({ onOpenViewer, wheel = 'zoom' }: CanvasScreenProps) {
  const studio = useStudio()
  const t = useT()
  const editor = canvasEditor(studio)
  useLayoutEffect(() => {
    editor.page.t = t
    editor.page.openViewer = onOpenViewer
  }, [editor, t, onOpenViewer])
  usePrunedSelection(editor)
  useEffect(() => registerCommands(listedCommands(editor)), [editor])
  return (
    <EditorProvider editor={editor}>
      <Surface wheel={wheel} />
    </EditorProvider>
  )
}

function Surface({ wheel }: { readonly wheel: 'zoom' | 'pan' }) {
  const editor = useEditor()
  const t = useT()
  const ref = useRef<HTMLDivElement>(null)
  const whole = useRef<HTMLDivElement>(null)
  const [chosen, setMinimap] = useState<boolean>()
  const ready = useMeasuredView(editor, whole)
  const narrow = useLive(editor.view, (view) => ready && view.width < NARROW)
  const outline = useLive(editor.outline) || narrow
  const overview = useLive(editor.level, (level) => level === 'overview')
  const small = useLive(editor.view, (view) => view.width < SMALL.width || view.height < SMALL.height)
  const minimap = chosen ?? !small
  const palette = useLive(editor.palette)
  const menu = useLive(editor.menu)
  const empty = useLive(editor.scene, (scene) => scene.list.length === 0 && scene.frames.length === 0)
  useGestures(editor, ref)
  useKeys(editor, whole)
  return (
    <div ref={whole} className={styles.screen}>
      <section
        ref={ref}
        className={styles.canvas}
        aria-label={t('canvas.label')}
        tabIndex={-1}
        hidden={outline}
        data-level={overview ? 'overview' : undefined}
      >
        {ready && (
          <ReactFlowProvider>
            <LayerPiece name="overview">
              <Overview />
            </LayerPiece>
            <Flow wheel={wheel} />
            {empty && <Nothing />}
            <Toolbar minimap={minimap} onMinimap={setMinimap} />
            {minimap && !empty && (
              <LayerPiece name="minimap">
                <Minimap />
              </LayerPiece>
            )}
          </ReactFlowProvider>
        )}
      </section>
      {outline && (
        <Suspense>
          <Outline narrow={narrow} />
        </Suspense>
      )}
      <PointerHint />
      <Suspense>
        {palette && <Palette request={palette} />}
        {menu && <PlaceMenu request={menu} />}
      </Suspense>
    </div>
  )
}

function Nothing() {
  const editor = useEditor()
  const t = useT()
  return (
    <div className={styles.nothing}>
      <EmptyState
        icon="canvas"
        title={t('canvas.empty.title')}
        action={
          <Button variant="primary" icon="plus" onClick={() => openPalette(editor)}>
            {t('canvas.command.add')}
          </Button>
        }
      >
        {t('canvas.empty.text')}
      </EmptyState>
    </div>
  )
}

/** Follows the size of the surface, and begins where its storyboard was last looked at, or with everything in view. */
function useMeasuredView(editor: CanvasEditor, ref: { readonly current: HTMLElement | null }): boolean {
  const [ready, setReady] = useState(false)
  const fitted = useRef<View>(undefined)
  const boardId = useLive(editor.studio.document, (state) => state.board.id)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    editor.page.element = element
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element
      const before = editor.view.get()
      if (width === 0 || (width === before.width && height === before.height)) return
      editor.view.set({ ...before, width, height })
      if (!untouched(before, fitted.current)) return
      fitted.current = fitAll(editor)
      show(editor, fitted.current)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      observer.disconnect()
      editor.page.element = undefined
      editor.page.pointer = undefined
    }
  }, [editor, ref])
  useLayoutEffect(() => {
    const known = session.getState().viewports.get(boardId)
    fitted.current = known ? undefined : fitAll(editor)
    show(editor, fitted.current ?? { ...editor.view.get(), ...known })
    setReady(true)
    return () => {
      const { x, y, zoom } = editor.view.get()
      rememberView(boardId, { x, y, zoom })
    }
  }, [editor, boardId])
  return ready
}

function fitAll(editor: CanvasEditor): View {
  const view = editor.view.get()
  const { list, frames } = editor.scene.get()
  const bounds = boundsOf([...list, ...frames.map(({ rect }) => rect)])
  return bounds ? fitRect(view, bounds) : { ...view, x: 0, y: 0, zoom: 1 }
}

function show(editor: CanvasEditor, view: View): void {
  editor.view.set(view)
  editor.page.look(view)
}

/** Still as it was fitted: a window that changes its size may then be filled anew. */
function untouched(view: View, fitted: View | undefined): boolean {
  return fitted !== undefined && view.x === fitted.x && view.y === fitted.y && view.zoom === fitted.zoom
}

/** What left the document leaves the selection. */
function usePrunedSelection(editor: CanvasEditor): void {
  useEffect(() => {
    const prune = () => {
      const { boxes, wires } = editor.scene.get()
      pruneSelection({ node: (id) => boxes.has(id), edge: (id) => wires.has(id) })
    }
    prune()
    return editor.scene.subscribe(prune)
  }, [editor])
}
