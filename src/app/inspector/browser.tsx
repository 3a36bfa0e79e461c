import { type KeyboardEvent, useMemo, useState } from 'react'
import { useT } from '../../ui/browser.tsx'
import { openViewer } from '../state/dialogs.ts'
import { useSession } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import styles from './inspector.module.css'
import { type NodeView, viewNode } from './model/node-view.ts'
import { EdgePanel } from './node/edge-panel.tsx'
import { FramePanel } from './node/frame-panel.tsx'
import { ManyNodes } from './node/many.tsx'
import { NodeInspector, type NodeTab } from './node/node-inspector.tsx'
import { Summary } from './node/summary.tsx'

/** What the inspector takes. */
export type InspectorProps = {
  /** Opens the large viewer of a node's takes; the window's own unless said otherwise. */
  readonly onOpenViewer?: ((nodeId: string) => void) | undefined
}

/** Everything about what is selected: a node, several nodes, a wire, a frame, or the storyboard itself. */
export function Inspector({ onOpenViewer = openViewer }: InspectorProps) {
  const studio = useStudio()
  const t = useT()
  const readOnly = useLive(studio.document, (state) => state.readOnly)
  const undo = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)) return
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.altKey || !/^[zy]$/i.test(event.key))
      return
    // In a field of the document there is one history, the document's.
    event.preventDefault()
    event.stopPropagation()
    if (/y/i.test(event.key) || event.shiftKey) studio.redo()
    else studio.undo()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: undo and redo of the fields inside
    <div className={styles.inspector} onKeyDown={undo}>
      {readOnly && <p className={styles.readOnly}>{t(`inspector.readOnly.${readOnly}`)}</p>}
      <Selected readOnly={readOnly !== undefined} onOpenViewer={onOpenViewer} />
    </div>
  )
}

function Selected({
  readOnly,
  onOpenViewer,
}: {
  readonly readOnly: boolean
  readonly onOpenViewer: (nodeId: string) => void
}) {
  const studio = useStudio()
  const [tab, setTab] = useState<NodeTab>('fields')
  const nodes = useSelectedNodes()
  const { edgeId, frameId } = useSelectedThing()
  const edge = useLive(studio.document, ({ board }) => (edgeId === undefined ? undefined : board.edges.get(edgeId)))
  const frame = useLive(studio.document, ({ board }) => (frameId === undefined ? undefined : board.frames.get(frameId)))
  const [node] = nodes
  if (node && nodes.length === 1)
    return (
      <NodeInspector key={node.id} {...{ node, readOnly, tab }} onTab={setTab} onView={() => onOpenViewer(node.id)} />
    )
  if (nodes.length === 0 && !edge && !frame) return <Summary />
  return (
    <div className={styles.scroll}>
      {nodes.length > 1 ? (
        <ManyNodes key={nodes.map(({ id }) => id).join()} {...{ nodes, readOnly }} />
      ) : edge && edgeId !== undefined ? (
        <EdgePanel key={edgeId} {...{ edgeId, edge, readOnly }} />
      ) : (
        frame && frameId !== undefined && <FramePanel key={frameId} {...{ frameId, frame, readOnly }} />
      )}
    </div>
  )
}

/** The selected nodes; the same list as long as nothing about them has changed. */
function useSelectedNodes(): readonly NodeView[] {
  const studio = useStudio()
  const selection = useSession((state) => state.selection)
  const board = useLive(studio.document, (state) => state.board)
  const evaluation = useLive(studio.document, (state) => state.evaluation)
  return useMemo(
    () => [...selection].flatMap((id) => viewNode({ board, evaluation }, studio.catalog, id) ?? []),
    [selection, board, evaluation, studio],
  )
}

function useSelectedThing(): { edgeId: string | undefined; frameId: string | undefined } {
  const edges = useSession((state) => state.selectedEdges)
  const frameId = useSession((state) => state.selectedFrame)
  const [edgeId] = edges
  return { edgeId: edges.size === 1 ? edgeId : undefined, frameId }
}
