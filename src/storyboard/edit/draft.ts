import { canonicalJson, type Diff, type RecordChange } from '../../kernel/index.ts'
import type { Header, Storyboard, StoryboardTable } from '../document.ts'
import { edgesByNode, type Graph } from '../graph.ts'
import type { Edge, Frame, StoryboardNode } from '../schema.ts'

/** One table of a storyboard while it is edited: what changed lies over what was there. */
export type DraftTable<T> = {
  get(id: string): T | undefined
  has(id: string): boolean
  set(id: string, value: T): void
  delete(id: string): void
  readonly size: number
  entries(): Iterable<readonly [string, T]>
  /** Records that were touched, with what they are now. */
  touched(): ReadonlyMap<string, T | undefined>
}

/** A storyboard in the making: a list of edits writes into it; nothing outside sees it until all of them are done. */
export type Draft = Graph & {
  readonly id: string
  readonly nodes: DraftTable<StoryboardNode>
  readonly edges: DraftTable<Edge>
  readonly frames: DraftTable<Frame>
  header: Header
  setEdge(id: string, edge: Edge): void
  deleteEdge(id: string): void
  /** What really changed, records of equal content left out. */
  diff(): Diff
}

/** Starts an edit. Costs as much as is touched, not as much as the storyboard holds. */
export function createDraft(board: Storyboard): Draft {
  const nodes = draftTable(board.nodes)
  const edges = draftTable(board.edges)
  const frames = draftTable(board.frames)
  const base = edgesByNode(board.edges)
  const own = new Map<string, Set<string>>()
  const writable = (nodeId: string): Set<string> => {
    const known = own.get(nodeId) ?? new Set(base.get(nodeId))
    own.set(nodeId, known)
    return known
  }
  const deleteEdge = (id: string) => {
    const edge = edges.get(id)
    if (!edge) return
    writable(edge.from.node).delete(id)
    writable(edge.to.node).delete(id)
    edges.delete(id)
  }
  return {
    id: board.id,
    nodes,
    edges,
    frames,
    header: board.header,
    node: nodes.get,
    edge: edges.get,
    edgesAt: (nodeId) => own.get(nodeId) ?? base.get(nodeId) ?? [],
    deleteEdge,
    setEdge(id, edge) {
      deleteEdge(id)
      edges.set(id, edge)
      writable(edge.from.node).add(id)
      writable(edge.to.node).add(id)
    },
    diff() {
      const header = changesOf('header', new Map([['header', board.header]]), new Map([['header', this.header]]))
      return [
        ...header,
        ...changesOf('nodes', board.nodes, nodes.touched()),
        ...changesOf('edges', board.edges, edges.touched()),
        ...changesOf('frames', board.frames, frames.touched()),
      ]
    },
  }
}

/** The difference between a table and its touched records. */
export function changesOf(
  table: StoryboardTable,
  before: ReadonlyMap<string, unknown>,
  touched: ReadonlyMap<string, unknown>,
): RecordChange[] {
  const changes: RecordChange[] = []
  for (const [id, after] of touched) {
    const old = before.get(id)
    if (sameRecord(old, after)) continue
    changes.push({
      table,
      id,
      ...(old === undefined ? {} : { before: old }),
      ...(after === undefined ? {} : { after }),
    })
  }
  return changes
}

function sameRecord(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined) return false
  return canonicalJson(a) === canonicalJson(b)
}

function draftTable<T>(base: ReadonlyMap<string, T>): DraftTable<T> {
  const over = new Map<string, T | undefined>()
  let size = base.size
  const has = (id: string) => (over.has(id) ? over.get(id) !== undefined : base.has(id))
  return {
    get: (id) => (over.has(id) ? over.get(id) : base.get(id)),
    has,
    set(id, value) {
      if (!has(id)) size++
      over.set(id, value)
    },
    delete(id) {
      if (has(id)) size--
      over.set(id, undefined)
    },
    get size() {
      return size
    },
    *entries() {
      for (const [id, value] of base) if (!over.has(id)) yield [id, value] as const
      for (const [id, value] of over) if (value !== undefined) yield [id, value] as const
    },
    touched: () => over,
  }
}
