import { createSignal, type Live } from '../../../kernel/index.ts'
import { intersects, type Rect } from '../model/geometry.ts'
import type { Box } from '../model/scene.ts'
import { type Level, type View, visibleRect } from '../model/view.ts'
import type { Later, Mounted } from './window.ts'

/** How a node is drawn: as a whole card, or as a box with its title. */
export type Look = 'card' | 'box'

/**
 * The nodes that React Flow holds now; it shows those that are seen. `settled` = all that is near is among them, so that
 * it can come in sight by itself; else only what stands on the page already. `complete` = nothing that is seen is missing.
 */
export type Drawn = {
  readonly boxes: readonly Box[]
  readonly looks: ReadonlyMap<string, Look>
  readonly settled: boolean
  readonly complete: boolean
}

/** What is done in one frame at most, so that nobody sees a jerk: nodes that get this look, and nodes that go. */
const PER_FRAME = { card: 3, box: 6, removed: 10 }

type DrawnPorts = {
  readonly mounted: Live<Mounted>
  readonly level: Live<Level>
  readonly view: Live<View>
  /** Calls back in the next frame. */
  frame(work: () => void): void
  /** Calls back when nothing has moved for a while. */
  readonly rest: Later
  /** The node that has the keyboard focus: it stays, whatever the level. */
  focused(): string | undefined
}

/**
 * While the zoom changes, nodes neither come nor go; afterwards they come, change their look and go a few per frame,
 * those in the middle first. Until all of them are there the canvas below paints the missing ones, so there is never a hole.
 */
export function createDrawn({ mounted, level, view, frame, rest, focused }: DrawnPorts): Live<Drawn> {
  const drawn = createSignal<Drawn>({ boxes: [], looks: new Map(), settled: true, complete: true })
  let asked = false
  let zoom = view.get().zoom
  let cancelRest: (() => void) | undefined

  const step = () => {
    // Until the surface is measured nobody knows what is seen.
    if (view.get().width <= 1) return
    const zooming = cancelRest !== undefined
    const now: Now = { level: level.get(), view: view.get(), focused: focused(), zooming }
    const { next, busy } = advance(drawn.get(), mounted.get(), now)
    drawn.set(keepSame(drawn.get(), next))
    if (busy) later()
  }
  const later = () => {
    if (asked) return
    asked = true
    frame(() => {
      asked = false
      step()
    })
  }
  const look = () => {
    const before = zoom
    zoom = view.get().zoom
    if (zoom !== before) {
      cancelRest?.()
      cancelRest = rest(() => {
        cancelRest = undefined
        later()
      })
    }
    later()
  }
  // What an edit made or changed is seen with the edit.
  let scene = mounted.get().scene
  mounted.subscribe(() => {
    const edited = mounted.get().scene !== scene
    scene = mounted.get().scene
    if (edited) step()
    else later()
  })
  level.subscribe(later)
  view.subscribe(look)
  step()
  return drawn
}

type Now = {
  readonly level: Level
  readonly view: View
  readonly focused: string | undefined
  readonly zooming: boolean
}

function advance(before: Drawn, { scene, boxes: near }: Mounted, now: Now): { next: Drawn; busy: boolean } {
  const afar = now.level === 'overview'
  const look: Look = now.level === 'detail' ? 'card' : 'box'
  const seen = visibleRect(now.view)
  const isFirst = before.settled && before.boxes.length === 0
  const keepsLook = before.settled && before.boxes.every(({ id }) => before.looks.get(id) === look)
  if (!afar && (isFirst || (keepsLook && !now.zooming))) return { next: settle(near, look), busy: false }

  const looks = new Map<string, Look>()
  for (const { id } of before.boxes) {
    const box = scene.boxes.get(id)
    // Of what was near, only what was seen stands on the page.
    if (box && (!before.settled || id === now.focused || intersects(box, seen)))
      looks.set(id, before.looks.get(id) ?? look)
  }
  const visible = afar ? [] : near.filter((box) => intersects(box, seen))
  const missing = visible.filter(({ id }) => !looks.has(id))
  const wrong = visible.filter(({ id }) => looks.has(id) && looks.get(id) !== look)
  const leaving = afar ? [...looks.keys()].filter((id) => id !== now.focused) : []
  // One kind of work a frame: holes are filled first, and what nobody sees goes last.
  if (!now.zooming) {
    if (missing.length > 0) for (const { id } of nearestFirst(missing, seen, PER_FRAME[look])) looks.set(id, look)
    else if (wrong.length > 0) for (const { id } of nearestFirst(wrong, seen, PER_FRAME[look])) looks.set(id, look)
    else for (const id of leaving.slice(0, PER_FRAME.removed)) looks.delete(id)
    if (!afar && missing.length + wrong.length + leaving.length === 0) return { next: settle(near, look), busy: false }
  }
  const next = {
    boxes: scene.list.filter(({ id }) => looks.has(id)),
    looks,
    settled: false,
    // Coming nearer, the canvas goes on painting until the first step has seen what is missing.
    complete: !afar && missing.every(({ id }) => looks.has(id)),
  }
  return { next, busy: !now.zooming && (!afar || leaving.length > 0) }
}

/** Everything that is near, with one look. */
function settle(near: readonly Box[], look: Look): Drawn {
  return { boxes: near, looks: new Map(near.map(({ id }) => [id, look])), settled: true, complete: true }
}

function nearestFirst(boxes: readonly Box[], seen: Rect, most: number): readonly Box[] {
  if (boxes.length <= most) return boxes
  const x = seen.x + seen.width / 2
  const y = seen.y + seen.height / 2
  const far = (box: Box) => Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y)
  return boxes
    .map((box) => ({ box, far: far(box) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ box }) => box)
}

/** The former answer when nothing about it has changed, so that nobody is woken. */
function keepSame(before: Drawn, next: Drawn): Drawn {
  const same =
    before.complete === next.complete &&
    before.settled === next.settled &&
    before.boxes.length === next.boxes.length &&
    next.boxes.every((box, index) => box === before.boxes[index] && before.looks.get(box.id) === next.looks.get(box.id))
  return same ? before : next
}
