import type { Recipe } from '../../../recipes/index.ts'

/** A node as a box; `id` is its id in the drawing, which stands for all nodes of the prompt that lie inside. */
export type DrawnNode = {
  readonly id: string
  readonly title: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** What stands in it, a line each. */
  readonly lines: readonly string[]
  /** `off` = muted or bypassed, `note` = no part of a run. */
  readonly state: 'on' | 'off' | 'note'
}

/** A link between two boxes, from a slot of the one to a slot of the other. */
export type DrawnLink = {
  readonly from: string
  readonly to: string
  readonly fromSlot: number
  readonly toSlot: number
}

/** The picture of a graph. */
export type Drawing = { readonly nodes: readonly DrawnNode[]; readonly links: readonly DrawnLink[] }

/** Distance between columns and rows of a graph that is laid out here. */
const COLUMN = 300
const ROW = 130
const BOX = { width: 220, height: 90 }
/** More are not drawn: a picture of them says nothing. */
const MOST = 5000

type Shape = Readonly<Record<string, unknown>>

const asShape = (value: unknown): Shape | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Shape) : undefined
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const asNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? Math.max(-1e6, Math.min(1e6, value)) : undefined

/** Draws a recipe's workflow as its author laid it out; a graph without a drawing is laid out from left to right. */
export function drawRecipe(recipe: Recipe): Drawing {
  const drawn = recipe.workflow ? drawWorkflow(recipe.workflow, recipe.graph) : undefined
  return drawn && drawn.nodes.length > 0 ? drawn : layOut(recipe.graph)
}

function drawWorkflow(workflow: Shape, graph: Recipe['graph']): Drawing {
  const names = new Map(
    asList(asShape(workflow.definitions)?.subgraphs).map((one) => [asShape(one)?.id, String(asShape(one)?.name ?? '')]),
  )
  const nodes = asList(workflow.nodes)
    .slice(0, MOST)
    .flatMap((one) => drawNode(asShape(one), names, graph) ?? [])
  const known = new Set(nodes.map(({ id }) => id))
  const links = asList(workflow.links)
    .slice(0, MOST * 4)
    .map(readLink)
    .filter(({ from, to }) => known.has(from) && known.has(to))
  return { nodes, links }
}

function drawNode(
  node: Shape | undefined,
  names: ReadonlyMap<unknown, string>,
  graph: Recipe['graph'],
): DrawnNode | undefined {
  const id = node?.id
  if (node === undefined || (typeof id !== 'number' && typeof id !== 'string')) return undefined
  const type = String(node.type ?? '')
  const [x, y] = pair(node.pos)
  const [width, height] = pair(node.size)
  const collapsed = asShape(node.flags)?.collapsed === true
  const title = typeof node.title === 'string' && node.title !== '' ? node.title : (names.get(type) ?? type)
  return {
    id: String(id),
    title: title.slice(0, 200),
    x: x ?? 0,
    y: (y ?? 0) - 30,
    width: Math.max(80, width ?? BOX.width),
    height: collapsed ? 30 : Math.max(30, (height ?? BOX.height - 30) + 30),
    lines: collapsed ? [] : /Note$/.test(type) ? noteLines(node.widgets_values) : linesOf(graph, String(id)),
    state: /Note$/.test(type) ? 'note' : node.mode === 2 || node.mode === 4 ? 'off' : 'on',
  }
}

/** Lines of a node that are drawn at most, and letters of each. */
const LINES = 12
const LETTERS = 120

function linesOf(graph: Recipe['graph'], id: string): readonly string[] {
  const inputs = Object.hasOwn(graph, id) ? graph[id]?.inputs : undefined
  return Object.entries(inputs ?? {})
    .filter(([, value]) => typeof value !== 'object')
    .slice(0, LINES)
    .map(([name, value]) => `${name}  ${String(value).replace(/\s+/g, ' ')}`.slice(0, LETTERS))
}

function noteLines(values: unknown): readonly string[] {
  return String(asList(values)[0] ?? '')
    .slice(0, 2000)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, LINES)
    .map((line) => line.slice(0, LETTERS))
}

function pair(value: unknown): readonly [number | undefined, number | undefined] {
  const shape = (value ?? {}) as { readonly [index: number]: unknown }
  return [asNumber(shape[0]), asNumber(shape[1])]
}

function readLink(value: unknown): DrawnLink {
  const shape = asShape(value)
  const [, from, fromSlot, to, toSlot] = Array.isArray(value)
    ? (value as readonly unknown[])
    : [0, shape?.origin_id, shape?.origin_slot, shape?.target_id, shape?.target_slot]
  return { from: String(from), to: String(to), fromSlot: slotOf(fromSlot), toSlot: slotOf(toSlot) }
}

const slotOf = (value: unknown) => Math.max(0, Math.min(200, Math.trunc(Number(value)) || 0))

/** Each node one column behind the furthest of those that it hangs on. */
function layOut(graph: Recipe['graph']): Drawing {
  const ids = Object.keys(graph).slice(0, MOST)
  const links = ids.flatMap((to) =>
    Object.values(graph[to]?.inputs ?? {}).flatMap((value, toSlot): readonly DrawnLink[] =>
      Array.isArray(value) && value.length === 2 && Object.hasOwn(graph, String(value[0]))
        ? [{ from: String(value[0]), to, fromSlot: slotOf(value[1]), toSlot }]
        : [],
    ),
  )
  const columns = columnsOf(ids, links)
  const rows = new Map<number, number>()
  const nodes = ids.map((id): DrawnNode => {
    const column = columns.get(id) ?? 0
    const row = rows.get(column) ?? 0
    rows.set(column, row + 1)
    const node = graph[id]
    return {
      ...{ id, x: column * COLUMN, y: row * ROW, ...BOX },
      lines: linesOf(graph, id),
      title: (node?._meta?.title || node?.class_type || id).slice(0, 200),
      state: 'on',
    }
  })
  return { nodes, links }
}

function columnsOf(ids: readonly string[], links: readonly DrawnLink[]): ReadonlyMap<string, number> {
  const columns = new Map(ids.map((id) => [id, 0]))
  // A circle would push its nodes on for ever; a graph has no longer way than it has nodes.
  for (let turn = 0; turn < Math.min(ids.length, 200); turn += 1) {
    let moved = false
    for (const { from, to } of links) {
      const wanted = (columns.get(from) ?? 0) + 1
      if (wanted > (columns.get(to) ?? 0) && wanted <= ids.length) {
        columns.set(to, wanted)
        moved = true
      }
    }
    if (!moved) break
  }
  return columns
}

/** The box of the drawing in which a node of the prompt lies: itself, or the outermost subgraph around it. */
export function boxOf(drawing: Drawing, node: string): string | undefined {
  const known = new Set(drawing.nodes.map(({ id }) => id))
  if (known.has(node)) return node
  const outer = node.split(':')[0] ?? ''
  return known.has(outer) ? outer : undefined
}

/** Nodes of the prompt that lie in a box. */
export function nodesIn(recipe: Recipe, box: string): readonly string[] {
  return Object.keys(recipe.graph).filter((id) => id === box || id.startsWith(`${box}:`))
}

/** What of a drawing is seen: `x`, `y` = its point in the middle of the view, `scale` = pixels per unit. */
export type View = { readonly x: number; readonly y: number; readonly scale: number }

/** The view that shows everything. */
export function fitView({ nodes }: Drawing, width: number, height: number): View {
  if (nodes.length === 0) return { x: 0, y: 0, scale: 1 }
  const left = Math.min(...nodes.map((one) => one.x))
  const top = Math.min(...nodes.map((one) => one.y))
  const right = Math.max(...nodes.map((one) => one.x + one.width))
  const bottom = Math.max(...nodes.map((one) => one.y + one.height))
  const scale = Math.min(1, (width - 40) / Math.max(1, right - left), (height - 40) / Math.max(1, bottom - top))
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.max(0.02, scale) }
}

/** The node under a point of the drawing; of several the one that is drawn last. */
export function nodeAt({ nodes }: Drawing, x: number, y: number): DrawnNode | undefined {
  return nodes.findLast((one) => x >= one.x && x <= one.x + one.width && y >= one.y && y <= one.y + one.height)
}
