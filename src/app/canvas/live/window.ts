import { createSignal, type Live } from '../../../kernel/index.ts'
import { contains, intersects, type Rect } from '../model/geometry.ts'
import type { Box, Scene, Wire } from '../model/scene.ts'
import { type Level, levelFor, type View, visibleRect, windowRect } from '../model/view.ts'

/** The part of the scene around what is seen: nothing on the overview. */
export type Mounted = { readonly boxes: readonly Box[]; readonly wires: readonly Wire[]; readonly scene: Scene }

/** Calls back later; the answer takes it back. */
export type Later = (work: () => void) => () => void

const NOTHING: Omit<Mounted, 'scene'> = { boxes: [], wires: [] }

/**
 * Follows view and scene: which level is drawn, and which nodes and edges are near. `rest` calls back when nothing has
 * moved for a while: as long as the view moves, a level is left only when it fits no more by far.
 */
export function createWindow(
  scene: Live<Scene>,
  view: Live<View>,
  rest: Later,
): { level: Live<Level>; mounted: Live<Mounted> } {
  const level = createSignal<Level>('detail')
  const mounted = createSignal<Mounted>({ ...NOTHING, scene: scene.get() })
  let area: Rect | undefined
  let zoom = 1
  let cancelRest: (() => void) | undefined

  const refresh = (moving: boolean) => {
    const now = view.get()
    const all = scene.get()
    const seen = visibleRect(now)
    const next = levelFor(countVisible(all, mounted.get(), area, seen), now.zoom, level.get(), moving)
    const sceneChanged = mounted.get().scene !== all
    // A window made far out holds too much when one has come near.
    const outgrown = !area || !contains(area, seen) || now.zoom > zoom * 1.8
    if (next !== level.get() || sceneChanged || (next !== 'overview' && outgrown)) {
      area = windowRect(now)
      zoom = now.zoom
      mounted.set(next === 'overview' ? { ...NOTHING, scene: all } : { ...mount(all, area), scene: all })
    }
    level.set(next)
  }
  // One step alone, such as a jump to a node, is no movement.
  const move = () => {
    const moving = cancelRest !== undefined
    cancelRest?.()
    cancelRest = rest(() => {
      cancelRest = undefined
      refresh(false)
    })
    refresh(moving)
  }

  // Both live as long as the editor, which lives as long as the window.
  view.subscribe(move)
  scene.subscribe(() => refresh(cancelRest !== undefined))
  refresh(false)
  return { level, mounted }
}

function countVisible(scene: Scene, mounted: Mounted, area: Rect | undefined, seen: Rect): number {
  const near = mounted.scene === scene && mounted.boxes.length > 0 && area && contains(area, seen)
  let count = 0
  for (const box of near ? mounted.boxes : scene.list) if (intersects(box, seen)) count++
  return count
}

function mount(scene: Scene, area: Rect): Omit<Mounted, 'scene'> {
  const boxes = scene.list.filter((box) => intersects(box, area))
  const wires: Wire[] = []
  for (const wire of scene.wires.values()) if (intersects(wire.bounds, area)) wires.push(wire)
  return { boxes, wires }
}
