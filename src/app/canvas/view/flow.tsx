import { type AriaLabelConfig, ReactFlow, useReactFlow, ViewportPortal } from '@xyflow/react'
import { useCallback, useLayoutEffect, useMemo } from 'react'
import { useT } from '../../../ui/browser.tsx'
import { session, useSession } from '../../state/session.ts'
import { useLive } from '../../state/studio-context.tsx'
import { bringIntoView } from '../actions/moving.browser.ts'
import type { CanvasEditor } from '../editor.browser.ts'
import { type View, ZOOM_RANGE } from '../model/view.ts'
import { useEditor } from './editor-context.tsx'
import { Frames } from './frames.tsx'
import { NodeView } from './node-view.tsx'
import { Overlays } from './overlays.tsx'
import { LayerPiece } from './piece.tsx'
import { useFlowNodes } from './use-flow-nodes.browser.ts'
import { Wires } from './wires.tsx'

const nodeTypes = { node: NodeView }
const zoomKeys = ['Meta', 'Control']
const attribution = { hideAttribution: true }
// Nodes take pointer events only when React Flow believes that somebody listens.
const listening = () => undefined

/** What the surface takes. */
export type FlowProps = { readonly wheel: 'zoom' | 'pan' }

/** React Flow: pans, zooms, mounts what is near, and gives nodes the keyboard focus. Everything else is the canvas's own. */
export function Flow({ wheel }: FlowProps) {
  const editor = useEditor()
  const nodes = useFlowNodes(editor)
  const aria = useAria()
  const start = useMemo(() => {
    const { x, y, zoom } = editor.view.get()
    return { x, y, zoom }
  }, [editor])
  const follow = useCallback(
    ({ x, y, zoom }: { x: number; y: number; zoom: number }) => {
      const now = editor.view.get()
      if (now.x !== x || now.y !== y || now.zoom !== zoom) editor.view.set({ ...now, x, y, zoom })
    },
    [editor],
  )
  return (
    <ReactFlow
      nodes={nodes}
      nodeTypes={nodeTypes}
      defaultViewport={start}
      onViewportChange={follow}
      onNodeClick={listening}
      onlyRenderVisibleElements
      minZoom={ZOOM_RANGE.min}
      maxZoom={ZOOM_RANGE.max}
      panOnScroll={wheel === 'pan'}
      zoomOnScroll={wheel === 'zoom'}
      zoomActivationKeyCode={zoomKeys}
      zoomOnDoubleClick={false}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      deleteKeyCode={null}
      nodesDraggable={false}
      nodesConnectable={false}
      elementsSelectable={false}
      edgesFocusable={false}
      ariaLabelConfig={aria}
      proOptions={attribution}
    >
      <Look />
      <ViewportPortal>
        <LayerPiece name="frames">
          <Frames />
        </LayerPiece>
        <LayerPiece name="wires">
          <Wires />
        </LayerPiece>
        <Overlays />
      </ViewportPortal>
    </ReactFlow>
  )
}

/** Lets the rest of the canvas move the view, and answers requests to show something. */
function Look() {
  const editor = useEditor()
  const flow = useReactFlow()
  const reveal = useSession((state) => state.reveal)
  const scene = useLive(editor.scene)
  useLayoutEffect(() => {
    editor.page.look = ({ x, y, zoom }: View, animate = false) => {
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
      void flow.setViewport({ x, y, zoom }, { duration: animate && !calm ? 120 : 0 })
    }
  }, [editor, flow])
  useReadableSize(editor)
  useLayoutEffect(() => {
    if (!reveal) return
    session.setState({ reveal: undefined })
    bringIntoView(
      editor,
      reveal.nodeIds.flatMap((id) => scene.boxes.get(id) ?? []),
    )
  }, [editor, reveal, scene])
  return null
}

function useAria(): Partial<AriaLabelConfig> {
  const t = useT()
  return useMemo(
    () => ({
      'node.a11yDescription.default': t('canvas.node.help'),
      'node.a11yDescription.keyboardDisabled': t('canvas.node.help'),
      'edge.a11yDescription.default': t('canvas.edge.help'),
    }),
    [t],
  )
}

/** Letters of boxes and frames in canvas pixels, so that they stay readable from afar; changed in steps, each of which is a new style for all. */
function useReadableSize(editor: CanvasEditor): void {
  const size = useLive(editor.view, ({ zoom }) => Math.round(Math.min(40, Math.max(12, 11 / zoom)) / 2) * 2)
  useLayoutEffect(() => editor.page.element?.style.setProperty('--readable', String(size)), [editor, size])
}
