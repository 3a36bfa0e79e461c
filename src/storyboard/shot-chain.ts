import type { Catalog } from './catalog.ts'
import type { Storyboard } from './document.ts'
import type { Evaluation } from './evaluation.ts'
import { type Graph, graphOf } from './graph.ts'
import type { ShotRow } from './queries.ts'
import type { Edge, StoryboardNode } from './schema.ts'
import { compareWires } from './wiring.ts'

/** A node of a chain: what it is, and where it stands beside its shot. */
export type ChainNode = {
  readonly key: string
  readonly kind: string
  readonly params: Readonly<Record<string, unknown>>
  readonly dx: number
  readonly dy: number
}

/** An end of a chain's wire: the new shot, a node of the chain, or a node that is there already. */
export type ChainEnd =
  | { readonly at: 'shot'; readonly port: string }
  | { readonly at: 'chain'; readonly key: string; readonly port: string }
  | { readonly at: 'board'; readonly node: string; readonly port: string }

/** What shots have behind them: the nodes that make their picture and clip, and the wires from the shot to the cut. */
export type Chain = {
  readonly nodes: readonly ChainNode[]
  readonly wires: readonly { readonly from: ChainEnd; readonly to: ChainEnd }[]
}

/**
 * What a new shot gets: what most shots of its scene have, taken from the nearest of them; in a scene without shots,
 * what the nearest shot of the storyboard has. Undefined where the shots have nothing behind them.
 */
export function chainLikeSiblings(
  board: Storyboard,
  evaluation: Evaluation,
  rows: readonly ShotRow[],
  sceneId: string | undefined,
  place: number,
): Chain | undefined {
  const near = rows
    .map((row, index) => ({ row, away: Math.abs(index - place), ids: chainOf(board, evaluation, row) }))
    .sort((a, b) => a.away - b.away)
  const siblings = near.filter(({ row }) => row.sceneId === sceneId)
  const pool = siblings.length > 0 ? siblings : near
  const chained = pool.filter(({ ids }) => ids.length > 0)
  const shape = (ids: readonly string[]) => ids.map((id) => board.nodes.get(id)?.kind ?? '').join(' ')
  const counts = new Map<string, number>()
  for (const { ids } of chained) counts.set(shape(ids), (counts.get(shape(ids)) ?? 0) + 1)
  const most = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
  const peers = chained.filter(({ ids }) => shape(ids) === most)
  const model = peers[0]
  return model && copyChain(board, evaluation, rows, model, peers)
}

/** The plain chain for a film that has none yet: a picture made of the shot, a clip made of both, into the last cut. */
export function plainChain(catalog: Catalog, evaluation: Evaluation): Chain | undefined {
  const find = (takes: readonly string[], gives: string) =>
    [...catalog.kinds.values()].find((kind) => {
      const ports = kind.ports(kind.defaults())
      return (
        kind.make !== undefined &&
        takes.every((type) => ports.inputs.some((port) => (port.types as readonly string[]).includes(type))) &&
        ports.outputs.some((port) => (port.types as readonly string[]).includes(gives))
      )
    })
  const image = find(['shot'], 'image')
  const video = find(['shot', 'image'], 'video')
  if (!image) return undefined
  const nodes: ChainNode[] = [{ key: 'image', kind: image.kind, params: {}, dx: 240, dy: 0 }]
  const wires: { from: ChainEnd; to: ChainEnd }[] = []
  const shotPort = 'shot'
  const portFor = (kind: typeof image, type: string, side: 'inputs' | 'outputs') =>
    kind.ports(kind.defaults())[side].find((port) => (port.types as readonly string[]).includes(type))?.name ?? type
  wires.push({
    from: { at: 'shot', port: shotPort },
    to: { at: 'chain', key: 'image', port: portFor(image, 'shot', 'inputs') },
  })
  if (video) {
    nodes.push({ key: 'video', kind: video.kind, params: {}, dx: 480, dy: 0 })
    wires.push(
      {
        from: { at: 'chain', key: 'image', port: portFor(image, 'image', 'outputs') },
        to: { at: 'chain', key: 'video', port: portFor(video, 'image', 'inputs') },
      },
      {
        from: { at: 'shot', port: shotPort },
        to: { at: 'chain', key: 'video', port: portFor(video, 'shot', 'inputs') },
      },
    )
  }
  const cut = cutsOf(evaluation).at(-1)
  const last = video ? { key: 'video', kind: video, type: 'video' } : { key: 'image', kind: image, type: 'image' }
  const into = cut && evaluation.nodes.get(cut)?.ports.inputs.find((port) => takesClips(port))
  if (cut !== undefined && into)
    wires.push({
      from: { at: 'chain', key: last.key, port: portFor(last.kind, last.type, 'outputs') },
      to: { at: 'board', node: cut, port: into.name },
    })
  return { nodes, wires }
}

/** Nodes that put clips into a cut, in flow order. */
export function cutsOf(evaluation: Evaluation): readonly string[] {
  return evaluation.order.filter((id) => {
    const seen = evaluation.nodes.get(id)
    const gives = seen?.cut !== undefined || [...(seen?.offers.values() ?? [])].some((value) => value.type === 'cut')
    return gives && seen?.ports.inputs.some(takesClips)
  })
}

/** True for the input of a cut that clips go into. */
export function takesClips(port: { readonly several?: boolean; readonly types: readonly string[] }): boolean {
  return port.several === true && port.types.includes('video')
}

/** The makers of a shot that lead into a cut, in flow order; all that are switched on where nothing leads into one. */
function chainOf(board: Storyboard, evaluation: Evaluation, row: ShotRow): string[] {
  const on = new Set([...row.images, ...row.videos].filter((id) => board.nodes.get(id)?.mode !== 'muted'))
  const cuts = new Set(cutsOf(evaluation))
  const graph = graphOf(board)
  const leads = new Set<string>()
  const visit = (id: string) => {
    if (!on.has(id) || leads.has(id)) return
    leads.add(id)
    for (const edge of edgesOf(graph, id)) if (edge.to.node === id) visit(edge.from.node)
  }
  for (const id of on) if (edgesOf(graph, id).some((edge) => edge.from.node === id && cuts.has(edge.to.node))) visit(id)
  return evaluation.order.filter((id) => (leads.size > 0 ? leads : on).has(id))
}

type Peer = { readonly row: ShotRow; readonly ids: readonly string[] }

function copyChain(
  board: Storyboard,
  evaluation: Evaluation,
  rows: readonly ShotRow[],
  model: Peer,
  peers: readonly Peer[],
): Chain | undefined {
  const shot = board.nodes.get(model.row.shotId)
  if (!shot) return undefined
  const nodes = model.ids.flatMap((id, index): ChainNode[] => {
    const node = board.nodes.get(id)
    if (!node) return []
    const others = peers.flatMap(({ ids }) => board.nodes.get(ids[index] ?? '') ?? [])
    return [
      {
        key: id,
        kind: node.kind,
        params: sharedParams(node, others),
        dx: node.position.x - shot.position.x,
        dy: node.position.y - shot.position.y,
      },
    ]
  })
  return { nodes, wires: copyWires(board, evaluation, rows, model, peers) }
}

/** Parameters that all of the siblings have alike; of a single one, all but the words that were written for its shot. */
function sharedParams(node: StoryboardNode, all: readonly StoryboardNode[]): Record<string, unknown> {
  const alike = ([name, value]: readonly [string, unknown]) =>
    all.length > 1
      ? all.every((other) => JSON.stringify(other.params[name]) === JSON.stringify(value))
      : typeof value !== 'string' || !/\s/.test(value) || value.includes('{')
  return Object.fromEntries(Object.entries(node.params).filter(alike))
}

function copyWires(
  board: Storyboard,
  evaluation: Evaluation,
  rows: readonly ShotRow[],
  model: Peer,
  peers: readonly Peer[],
): Chain['wires'] {
  const graph = graphOf(board)
  const cuts = new Set(cutsOf(evaluation))
  const ofShots = new Set(rows.flatMap((row) => [row.shotId, ...row.images, ...row.videos]))
  const own = new Set(model.ids)
  const end = (id: string, port: string): ChainEnd =>
    id === model.row.shotId
      ? { at: 'shot', port }
      : own.has(id)
        ? { at: 'chain', key: id, port }
        : { at: 'board', node: id, port }
  const wires: { from: ChainEnd; to: ChainEnd }[] = []
  const members = [model.row.shotId, ...model.ids]
  for (const [index, id] of members.entries()) {
    for (const edge of edgesOf(graph, id)) {
      const inside = (node: string) => node === model.row.shotId || own.has(node)
      const into = edge.to.node === id
      const wanted = into
        ? inside(edge.from.node) || (!ofShots.has(edge.from.node) && isShared(board, graph, edge, peers, index))
        : cuts.has(edge.to.node)
      if (wanted) wires.push({ from: end(edge.from.node, edge.from.port), to: end(edge.to.node, edge.to.port) })
    }
  }
  return wires.filter((wire) => !(wire.to.at === 'shot' && isScene(evaluation, wire.from)))
}

function isScene(evaluation: Evaluation, end: ChainEnd): boolean {
  return end.at === 'board' && evaluation.story.some(({ sceneId }) => sceneId === end.node)
}

/** A wire from outside is taken over when it is a look, or when all of several siblings have it. */
function isShared(board: Storyboard, graph: Graph, edge: Edge, peers: readonly Peer[], index: number): boolean {
  const source = board.nodes.get(edge.from.node)
  if (!source) return false
  if (edge.from.port === 'style') return true
  if (peers.length < 2) return false
  return peers.every(({ row, ids }) =>
    edgesOf(graph, [row.shotId, ...ids][index] ?? '').some(
      (other) => other.from.node === edge.from.node && other.to.port === edge.to.port,
    ),
  )
}

function edgesOf(graph: Graph, id: string): readonly Edge[] {
  return [...graph.edgesAt(id)]
    .flatMap((edgeId) => {
      const edge = graph.edge(edgeId)
      return edge ? [{ id: edgeId, edge }] : []
    })
    .sort(compareWires)
    .map(({ edge }) => edge)
}
