import { portColor } from '../../../ui/browser.tsx'
import { useLive } from '../../state/studio-context.tsx'
import type { WireDraft } from '../editor.browser.ts'
import { draftCurves, portOf, type WireEnd } from '../model/connecting.ts'
import { pathOf } from '../model/curve.ts'
import type { Point } from '../model/geometry.ts'
import type { Scene } from '../model/scene.ts'
import { useEditor } from './editor-context.tsx'
import styles from './overlays.module.css'

/** What is drawn over the nodes while something is going on, in canvas coordinates. */
export function Overlays() {
  return (
    <svg className={styles.layer} aria-hidden>
      <Draft />
      <Guides />
      <Ghost />
      <Lasso />
    </svg>
  )
}

/** The wire that is being drawn, and the node that it would be joined with; it stays while the palette offers what fits. */
function Draft() {
  const editor = useEditor()
  const drawn = useLive(editor.wire)
  const palette = useLive(editor.palette)
  const wire = drawn ?? (palette?.end && wireTo(editor.scene.get(), palette.end, palette.at))
  if (!wire) return null
  const { boxes } = editor.scene.get()
  const target = wire.target === undefined ? undefined : boxes.get(wire.target)
  const type = portOf(editor.scene.get(), wire.end)?.types[0] ?? 'text'
  return (
    <>
      {target && (
        <rect
          className={styles.target}
          x={target.x - 2}
          y={target.y - 2}
          width={target.width + 4}
          height={target.height + 4}
          rx={8}
        />
      )}
      <path d={pathOf(wire.curves)} className={wire.refused ? styles.refused : styles.draft} stroke={portColor(type)} />
    </>
  )
}

function wireTo(scene: Scene, end: WireEnd, at: Point): WireDraft | undefined {
  const curves = draftCurves(scene, end, at)
  return curves.length === 0 ? undefined : { end, curves, refused: false }
}

function Guides() {
  const guides = useLive(useEditor().guides)
  return guides.map(({ axis, at, from, to }) =>
    axis === 'x' ? (
      <line key={axis} className={styles.guide} x1={at} x2={at} y1={from} y2={to} />
    ) : (
      <line key={axis} className={styles.guide} x1={from} x2={to} y1={at} y2={at} />
    ),
  )
}

/** The outline that stands for many nodes on their way. */
function Ghost() {
  const drag = useLive(useEditor().drag)
  if (!drag?.ghost) return null
  const { x, y, width, height } = drag.ghost
  return <rect className={styles.ghost} x={x + drag.dx} y={y + drag.dy} width={width} height={height} rx={6} />
}

function Lasso() {
  const rect = useLive(useEditor().lasso)
  return rect ? <rect className={styles.lasso} {...rect} /> : null
}

/** The sentence at the pointer, in screen coordinates. */
export function PointerHint() {
  const editor = useEditor()
  const hint = useLive(editor.hint)
  if (!hint) return null
  const { width } = editor.view.get()
  const left = Math.max(8, Math.min(hint.x + 14, width - 296))
  return (
    <div className={styles.hint} style={{ left, top: hint.y + 18 }}>
      {hint.text}
    </div>
  )
}
