import { memo, useMemo } from 'react'
import type { PortType } from '../../../storyboard/index.ts'
import { portColor } from '../../../ui/browser.tsx'
import { useSession } from '../../state/session.ts'
import { useLive } from '../../state/studio-context.tsx'
import type { Drag } from '../editor.browser.ts'
import { type Curve, pathOf } from '../model/curve.ts'
import type { Point } from '../model/geometry.ts'
import { type Wire, wireMoved } from '../model/scene.ts'
import { useEditor } from './editor-context.tsx'
import styles from './wires.module.css'

const written = new WeakMap<readonly Curve[], string>()

function textOf(curves: readonly Curve[]): string {
  const known = written.get(curves)
  if (known !== undefined) return known
  const text = pathOf(curves)
  written.set(curves, text)
  return text
}

/** All edges: one path per port type, whatever their number, and one more for each that is marked. */
export const Wires = memo(function Wires() {
  const editor = useEditor()
  const { wires } = useLive(editor.mounted)
  const movingIds = useLive(editor.drag, (drag) => (drag && !drag.ghost ? drag.ids : undefined))
  const [still, moving] = useMemo(() => part(wires, movingIds), [wires, movingIds])
  const paths = useMemo(() => groupPaths(still), [still])
  return (
    <svg className={styles.wires} aria-hidden>
      {[...paths].map(([name, { type, inert, text }]) => (
        <path key={name} d={text} className={inert ? styles.inert : undefined} stroke={portColor(type)} />
      ))}
      {moving.length > 0 && <MovingWires wires={moving} />}
      <MarkedWires />
      <RerouteHandles wires={still} />
    </svg>
  )
})

function part(wires: readonly Wire[], ids: ReadonlySet<string> | undefined): [readonly Wire[], readonly Wire[]] {
  if (!ids) return [wires, []]
  const moves = ({ from, to }: Wire) => ids.has(from.id) || ids.has(to.id)
  return [wires.filter((wire) => !moves(wire)), wires.filter(moves)]
}

function groupPaths(wires: readonly Wire[]) {
  const groups = new Map<string, { type: PortType; inert: boolean; text: string }>()
  for (const { type, inert, curves } of wires) {
    const name = inert ? `${type} inert` : type
    const group = groups.get(name)
    if (group) group.text += textOf(curves)
    else groups.set(name, { type, inert, text: textOf(curves) })
  }
  return groups
}

function shiftOf(drag: Drag): (id: string) => Point | undefined {
  return (id) => (drag.ids.has(id) ? { x: drag.dx, y: drag.dy } : undefined)
}

function MovingWires({ wires }: { readonly wires: readonly Wire[] }) {
  const drag = useLive(useEditor().drag)
  if (!drag) return null
  return wires.map((wire) => (
    <path key={wire.id} d={pathOf(wireMoved(wire, shiftOf(drag)))} stroke={portColor(wire.type)} />
  ))
}

/** Selected edges, the one under the pointer, and the one that a dragged node would be put into. */
function MarkedWires() {
  const editor = useEditor()
  const scene = useLive(editor.scene)
  const selected = useSession((state) => state.selectedEdges)
  const hovered = useLive(editor.hoveredEdge)
  const dropEdge = useLive(editor.dropEdge)
  const overview = useLive(editor.level, (level) => level === 'overview')
  if (overview) return null
  const ids = new Set([
    ...selected,
    ...(hovered === undefined ? [] : [hovered]),
    ...(dropEdge === undefined ? [] : [dropEdge]),
  ])
  return [...ids].map((id) => {
    const wire = scene.wires.get(id)
    if (!wire) return null
    const look = id === dropEdge ? styles.target : selected.has(id) ? styles.selected : styles.hovered
    return <path key={id} d={textOf(wire.curves)} className={look} data-edge={id} stroke={portColor(wire.type)} />
  })
}

function RerouteHandles({ wires }: { readonly wires: readonly Wire[] }) {
  return wires.flatMap(({ id, type, edge }) =>
    (edge.points ?? []).map(({ x, y }, index) => (
      <circle
        // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place on the wire
        key={`${id} ${index}`}
        cx={x}
        cy={y}
        r={4}
        className={styles.point}
        stroke={portColor(type)}
        data-reroute={id}
      />
    )),
  )
}
