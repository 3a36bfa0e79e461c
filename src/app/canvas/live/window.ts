import { createSignal, type Live } from '../../../kernel/index.ts'
import { contains, intersects, type Rect } from '../model/geometry.ts'
import type { Box, Scene, Wire } from '../model/scene.ts'
import { type Level, levelFor, type View, visibleRect, windowRect } from '../model/view.ts'

/** The part of the scene that React draws: nothing on the overview, else what is near the visible part. */
export type Mounted = { readonly boxes: readonly Box[]; readonly wires: readonly Wire[]; readonly scene: Scene }

const NOTHING: Omit<Mounted, 'scene'> = { boxes: [], wires: [] }

/** Follows view and scene: which level is drawn, and which nodes and edges are mounted. */
export function createWindow(scene: Live<Scene>, view: Live<View>): { level: Live<Level>; mounted: Live<Mounted> } {
  const level = createSignal<Level>('detail')
  const mounted = createSignal<Mounted>({ ...NOTHING, scene: scene.get() })
  let area: Rect | undefined
  let zoom = 1

  const refresh = () => {
    const now = view.get()
    const all = scene.get()
    const seen = visibleRect(now)
    const next = levelFor(countVisible(all, mounted.get(), area, seen), now.zoom, level.get())
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

  // Both live as long as the editor, which lives as long as the window.
  view.subscribe(refresh)
  scene.subscribe(refresh)
  refresh()
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
