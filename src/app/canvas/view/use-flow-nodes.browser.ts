import { useMemo } from 'react'
import { useSession } from '../../state/session.ts'
import { useLive } from '../../state/studio-context.tsx'
import { kindName } from '../actions/adding.browser.ts'
import type { CanvasEditor } from '../editor.browser.ts'
import type { Look } from '../live/drawn.ts'
import type { Rect } from '../model/geometry.ts'
import type { Box } from '../model/scene.ts'
import type { CardNode } from './card.tsx'

/** The drawn nodes as React Flow wants them. A node that did not change stays the same object. */
export function useFlowNodes(editor: CanvasEditor): CardNode[] {
  const { boxes, looks } = useLive(editor.drawn)
  const selection = useSession((state) => state.selection)
  const drag = useLive(editor.drag)
  const resizing = useLive(editor.resizing)
  const matches = useLive(editor.matches)
  const carried = drag?.ghost ? undefined : drag
  return useMemo(() => {
    const nodes = boxes.map((box) => {
      const moved = carried?.ids.has(box.id)
      return nodeFor(editor, box, {
        look: looks.get(box.id) ?? 'box',
        selected: selection.has(box.id),
        dx: moved ? (carried?.dx ?? 0) : 0,
        dy: moved ? (carried?.dy ?? 0) : 0,
        rect: resizing?.id === box.id ? resizing.rect : undefined,
        dimmed: matches !== undefined && !matches.has(box.id),
      })
    })
    if (carried) nodes.push(...strays(editor, boxes, carried))
    return nodes
  }, [editor, boxes, looks, selection, carried, resizing, matches])
}

type Drawn = {
  readonly look: Look
  readonly selected: boolean
  readonly dx: number
  readonly dy: number
  readonly rect: Rect | undefined
  readonly dimmed?: boolean
}

/** Dragged nodes whose old place has left the window. */
function strays(
  editor: CanvasEditor,
  boxes: readonly Box[],
  drag: { ids: ReadonlySet<string>; dx: number; dy: number },
) {
  const look: Look = editor.level.get() === 'detail' ? 'card' : 'box'
  const mounted = new Set(boxes.map(({ id }) => id))
  const { boxes: all } = editor.scene.get()
  return [...drag.ids].flatMap((id) => {
    const box = mounted.has(id) ? undefined : all.get(id)
    return box ? [nodeFor(editor, box, { look, selected: true, dx: drag.dx, dy: drag.dy, rect: undefined })] : []
  })
}

const made = new WeakMap<Box, { readonly drawn: Drawn; readonly node: CardNode }>()

function nodeFor(editor: CanvasEditor, box: Box, drawn: Drawn): CardNode {
  const known = made.get(box)
  if (known && sameDrawn(known.drawn, drawn)) return known.node
  const node = makeNode(editor, box, drawn)
  made.set(box, { drawn, node })
  return node
}

function sameDrawn(a: Drawn, b: Drawn): boolean {
  return (
    a.look === b.look &&
    a.selected === b.selected &&
    a.dx === b.dx &&
    a.dy === b.dy &&
    a.rect === b.rect &&
    a.dimmed === b.dimmed
  )
}

function makeNode(editor: CanvasEditor, box: Box, { look, selected, dx, dy, rect, dimmed }: Drawn): CardNode {
  const width = rect?.width ?? box.width
  const height = rect?.height ?? box.height
  const shown = rect ? { ...box, width, height } : box
  return {
    id: box.id,
    type: 'node',
    position: { x: box.x + dx, y: box.y + dy },
    width,
    height,
    // Without these React Flow would measure each node, in whole pixels, as soon as it stands on the page.
    measured: { width: Math.round(width), height: Math.round(height) },
    handles: [],
    selected,
    className: dimmed ? 'dimmed' : '',
    data: { box: shown, look },
    ariaLabel: labelOf(editor, box),
    domAttributes: { 'aria-describedby': undefined },
  }
}

const labels = new WeakMap<Box, { readonly t: CanvasEditor['page']['t']; readonly label: string }>()

/** Words are dear where hundreds of nodes change their look. */
function labelOf(editor: CanvasEditor, box: Box): string {
  const { t } = editor.page
  const known = labels.get(box)
  if (known?.t === t) return known.label
  const label = t('canvas.node.label', { title: box.title, kind: kindName(editor, box.node.kind) })
  labels.set(box, { t, label })
  return label
}
