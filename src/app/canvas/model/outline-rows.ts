import type { Box, Scene } from './scene.ts'

/** A line of the outline: the heading of a frame or scene, or a node. */
export type OutlineRow =
  | {
      readonly row: 'group'
      readonly id: string
      readonly title: string | undefined
      readonly size: number
      readonly open: boolean
    }
  | { readonly row: 'node'; readonly id: string; readonly box: Box; readonly place: number; readonly of: number }

type Group = { readonly id: string; readonly title: string | undefined; readonly boxes: Box[] }

/** Id of the heading above nodes that belong to no frame and no scene. */
export const UNGROUPED = 'group rest'

/** The nodes in flow order below their frame, else below the scene that they come from. */
export function outlineRows(scene: Scene, closed: ReadonlySet<string>): readonly OutlineRow[] {
  return groupBoxes(scene).flatMap((group): OutlineRow[] => {
    const open = !closed.has(group.id)
    const heading: OutlineRow = { row: 'group', id: group.id, title: group.title, size: group.boxes.length, open }
    if (!open) return [heading]
    const of = group.boxes.length
    return [
      heading,
      ...group.boxes.map((box, index): OutlineRow => ({ row: 'node', id: box.id, box, place: index + 1, of })),
    ]
  })
}

function groupBoxes(scene: Scene): Group[] {
  const frames = new Map(scene.frames.map(({ id, frame }) => [id, frame.title]))
  const groups = new Map<string, Group>()
  const sceneOf = new Map<string, Box>()
  for (const box of scene.list) {
    const own = sceneAbove(scene, box, sceneOf)
    if (own) sceneOf.set(box.id, own)
    const inFrame = box.node.frame !== undefined && frames.has(box.node.frame)
    const id = inFrame ? `group ${box.node.frame}` : own ? `group ${own.id}` : UNGROUPED
    const title = inFrame ? frames.get(box.node.frame ?? '') : own?.title
    const group = groups.get(id) ?? { id, title, boxes: [] }
    groups.set(id, group)
    group.boxes.push(box)
  }
  const rest = groups.get(UNGROUPED)
  groups.delete(UNGROUPED)
  return rest ? [...groups.values(), rest] : [...groups.values()]
}

/** The scene that a node comes from; undefined when it comes from several, as a cut does. */
function sceneAbove(scene: Scene, box: Box, known: ReadonlyMap<string, Box>): Box | undefined {
  if (box.kind?.numbering === 'scene') return box
  const above = new Set<Box>()
  for (const wire of scene.wiresOf.get(box.id) ?? []) {
    const from = wire.to === box ? known.get(wire.from.id) : undefined
    if (from) above.add(from)
  }
  return above.size === 1 ? [...above][0] : undefined
}
