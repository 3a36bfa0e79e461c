import type { Catalog } from './catalog.ts'
import type { Storyboard } from './document.ts'
import type { Evaluation } from './evaluation.ts'
import type { PortType, SubjectFacts } from './facts.ts'
import { boundsOfNodes, overlaps, type Rect, rectOfNode } from './geometry.ts'
import { type Graph, graphOf } from './graph.ts'
import { shotName } from './naming.ts'

/** Nodes whose cards touch a rectangle, in the storyboard's order. */
export function nodesInRect(board: Storyboard, catalog: Catalog, rect: Rect): string[] {
  return [...board.nodes].flatMap(([id, node]) => (overlaps(rectOfNode(node, catalog), rect) ? [id] : []))
}

/** Nodes that belong to a frame. */
export function nodesOfFrame(board: Storyboard, frame: string): string[] {
  return [...board.nodes].flatMap(([id, node]) => (node.frame === frame ? [id] : []))
}

/** The smallest rectangle around the cards of nodes; of all of them when none are named. Undefined when there is none. */
export function boundsOf(
  board: Storyboard,
  catalog: Catalog,
  nodeIds: Iterable<string> = board.nodes.keys(),
): Rect | undefined {
  const nodes = [...nodeIds].flatMap((id) => {
    const node = board.nodes.get(id)
    return node ? [[id, node] as const] : []
  })
  return boundsOfNodes(nodes, catalog)
}

/** Everything that nodes depend on, themselves left out. */
export function upstreamOf(board: Storyboard, nodeIds: readonly string[]): Set<string> {
  return walk(graphOf(board), nodeIds, 'upstream')
}

/** Everything that depends on nodes, themselves left out. */
export function downstreamOf(board: Storyboard, nodeIds: readonly string[]): Set<string> {
  return walk(graphOf(board), nodeIds, 'downstream')
}

function walk(graph: Graph, nodeIds: readonly string[], direction: 'upstream' | 'downstream'): Set<string> {
  const seen = new Set<string>(nodeIds)
  const next = [...nodeIds]
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    for (const edgeId of graph.edgesAt(id)) {
      const edge = graph.edge(edgeId)
      if (!edge) continue
      const [near, far] = direction === 'upstream' ? [edge.to.node, edge.from.node] : [edge.from.node, edge.to.node]
      if (near !== id || seen.has(far) || !graph.node(far)) continue
      seen.add(far)
      next.push(far)
    }
  }
  for (const id of nodeIds) seen.delete(id)
  return seen
}

/** One row of the shots table. */
export type ShotRow = {
  readonly shotId: string
  readonly sceneId?: string
  /** Numbers as written, and the name by the storyboard's pattern. */
  readonly scene: string
  readonly shot: string
  readonly name: string
  readonly params: Readonly<Record<string, unknown>>
  /** Nodes behind the shot that make pictures and clips, in flow order; a clip of two shots counts for both. */
  readonly images: readonly string[]
  readonly videos: readonly string[]
}

/** The shots in story order. Costs one walk over the storyboard. */
export function listShots(board: Storyboard, evaluation: Evaluation): readonly ShotRow[] {
  const made = shotsOfMakers(board, evaluation)
  return evaluation.story.flatMap(({ sceneId, shotIds }) => {
    const scene = sceneId === undefined ? '' : (evaluation.numbers.get(sceneId) ?? '')
    return shotIds.flatMap((shotId) => {
      const node = board.nodes.get(shotId)
      if (!node) return []
      const shot = evaluation.numbers.get(shotId) ?? ''
      const makers = made.get(shotId) ?? []
      const of = (makes: string) => makers.filter((id) => evaluation.nodes.get(id)?.spec?.makes === makes)
      const name = shotName(board.header.settings.naming, { ...(scene ? { scene } : {}), shot })
      return [
        {
          shotId,
          ...(sceneId === undefined ? {} : { sceneId }),
          scene,
          shot,
          name,
          params: node.params,
          images: of('image'),
          videos: of('video'),
        },
      ]
    })
  })
}

/** Making nodes by the shot that their offered value speaks of, else by the shots wired into them. */
function shotsOfMakers(board: Storyboard, evaluation: Evaluation): Map<string, string[]> {
  const shots = new Set(evaluation.story.flatMap(({ shotIds }) => shotIds))
  const graph = graphOf(board)
  const byShot = new Map<string, string[]>()
  for (const id of evaluation.order) {
    const node = evaluation.nodes.get(id)
    if (!node?.spec) continue
    const named = [...node.offers.values()].flatMap((value) =>
      'shot' in value && value.shot && shots.has(value.shot.nodeId) ? [value.shot.nodeId] : [],
    )
    const wired = [...graph.edgesAt(id)].flatMap((edgeId) => {
      const edge = graph.edge(edgeId)
      return edge && edge.to.node === id && shots.has(edge.from.node) ? [edge.from.node] : []
    })
    for (const shot of new Set([...named, ...wired])) byShot.set(shot, [...(byShot.get(shot) ?? []), id])
  }
  return byShot
}

/** All subjects of the storyboard, in flow order: what typing `@` offers. */
export function listSubjects(evaluation: Evaluation): readonly SubjectFacts[] {
  return evaluation.order.flatMap((id) =>
    [...(evaluation.nodes.get(id)?.offers.values() ?? [])].flatMap((value) =>
      value.type === 'subject' && value.subject.nodeId === id ? [value.subject] : [],
    ),
  )
}

/** A node that a search found. */
export type SearchHit = {
  readonly nodeId: string
  readonly kind: string
  readonly title: string
  readonly line: string
}

/** Nodes whose title, kind, number or text holds every word, in flow order. */
export function searchNodes(board: Storyboard, evaluation: Evaluation, query: string): readonly SearchHit[] {
  const words = query.toLocaleLowerCase('en').split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return evaluation.order.flatMap((nodeId) => {
    const node = board.nodes.get(nodeId)
    const card = evaluation.nodes.get(nodeId)?.card
    if (!node || !card) return []
    const title = node.title ?? card.title
    const lines = card.lines.map((line) => (typeof line === 'string' ? line : line.message))
    const texts = Object.values(node.params).filter((value) => typeof value === 'string')
    const hay = [title, card.title, node.kind, nodeId, evaluation.numbers.get(nodeId) ?? '', ...lines, ...texts]
      .join('\n')
      .toLocaleLowerCase('en')
    return words.every((word) => hay.includes(word)) ? [{ nodeId, kind: node.kind, title, line: lines[0] ?? '' }] : []
  })
}

/** A kind that a dragged wire could end at, with the port it would be connected to. */
export type Connectable = { readonly kind: string; readonly port: string }

/** Kinds that take a value of a type (`direction` input) or give one (`output`), as they are when new. */
export function connectableKinds(
  catalog: Catalog,
  type: PortType,
  direction: 'input' | 'output',
): readonly Connectable[] {
  return [...catalog.kinds.values()].flatMap((kind) => {
    const ports = kind.ports(kind.defaults())
    const port = (direction === 'input' ? ports.inputs : ports.outputs).find(({ types }) => types.includes(type))
    return port ? [{ kind: kind.kind, port: port.name }] : []
  })
}
