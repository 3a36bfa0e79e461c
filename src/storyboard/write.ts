import { type Storyboard, toFile } from './document.ts'
import { compareIds } from './reading-order.ts'

const NODE_KEYS = ['kind', 'v', 'position', 'size', 'params', 'title', 'mode', 'pick', 'pinned', 'collapsed', 'frame']
const EDGE_KEYS = ['from', 'to', 'order', 'points']
const END_KEYS = ['node', 'port']
const FRAME_KEYS = ['title', 'rect', 'colour']
const RECT_KEYS = ['x', 'y', 'width', 'height']
const SETTINGS_KEYS = ['rate', 'size', 'startTimecode', 'handles', 'naming', 'style', 'negative', 'recipes']
const SMALL_KEYS = ['num', 'den']

type Members = Record<string, unknown>

/** A storyboard as file text: fixed key order, two spaces, a final newline. Equal documents give equal bytes. */
export function writeStoryboardText(board: Storyboard): string {
  const { $schema, format, version, id, title, settings, nodes, edges, frames, ...extra } = toFile(board)
  const file = {
    $schema,
    format,
    version,
    id,
    title,
    settings: arrangeSettings(settings),
    nodes: arrangeRecords(nodes, arrangeNode),
    edges: arrangeRecords(edges, arrangeEdge),
    frames: arrangeRecords(frames, arrangeFrame),
    ...(sortDeep(extra) as Members),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** A value whose objects have sorted keys. */
export function sortDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortDeep)
  if (typeof value !== 'object' || value === null) return value
  return arrange(value as Members, [])
}

/** A node with its keys in file order. */
export function arrangeNode(node: Members): Members {
  return {
    ...arrange(node, NODE_KEYS),
    position: arrange(node.position as Members, RECT_KEYS),
    ...(node.size ? { size: arrange(node.size as Members, RECT_KEYS) } : {}),
  }
}

/** An edge with its keys in file order. */
export function arrangeEdge(edge: Members): Members {
  const points = Array.isArray(edge.points)
    ? { points: edge.points.map((point) => arrange(point as Members, RECT_KEYS)) }
    : {}
  return {
    ...arrange(edge, EDGE_KEYS),
    from: arrange(edge.from as Members, END_KEYS),
    to: arrange(edge.to as Members, END_KEYS),
    ...points,
  }
}

/** A frame with its keys in file order. */
export function arrangeFrame(frame: Members): Members {
  return { ...arrange(frame, FRAME_KEYS), rect: arrange(frame.rect as Members, RECT_KEYS) }
}

/** Records by id, sorted. */
export function arrangeRecords(
  records: Readonly<Record<string, unknown>>,
  each: (record: Members) => Members,
): Members {
  return Object.fromEntries(
    Object.keys(records)
      .sort(compareIds)
      .map((id) => [id, each(records[id] as Members)]),
  )
}

function arrangeSettings(settings: Members): Members {
  return {
    ...arrange(settings, SETTINGS_KEYS),
    rate: arrange(settings.rate as Members, SMALL_KEYS),
    size: arrange(settings.size as Members, RECT_KEYS),
  }
}

/** Named keys first, in their order; the others behind, sorted; everything inside sorted. */
function arrange(members: Members, first: readonly string[]): Members {
  const named = first.filter((key) => members[key] !== undefined)
  const others = Object.keys(members)
    .filter((key) => members[key] !== undefined && !first.includes(key))
    .sort(compareIds)
  return Object.fromEntries([...named, ...others].map((key) => [key, sortDeep(members[key])]))
}
