import { createId } from '../kernel/index.ts'
import type { EditCommand } from './commands.ts'
import { edgesInto } from './connect.ts'
import type { Storyboard } from './document.ts'
import type { EditPorts } from './edit/step.ts'
import type { Evaluation } from './evaluation.ts'
import { boundsOfNodes, PLACEHOLDER_CARD, type Rect } from './geometry.ts'
import { graphOf } from './graph.ts'
import { makeRoom, ROW_GAP } from './make-room.ts'
import { listShots, type ShotRow } from './queries.ts'
import { type Chain, type ChainEnd, chainLikeSiblings, plainChain, takesClips } from './shot-chain.ts'
import { compareWires } from './wiring.ts'

/** Where new shots go, and what they say. */
export type NewShots = {
  readonly sceneId: string | undefined
  /** The shot that they follow; the last one of the scene when none is named. */
  readonly after?: string
  /** Parameters of each new shot, in story order. */
  readonly shots: readonly Readonly<Record<string, unknown>>[]
}

/** Edits, and the ids of the shots that they make. */
export type AddedShots = { readonly commands: readonly EditCommand[]; readonly shotIds: readonly string[] }

const NOTHING: Chain = { nodes: [], wires: [] }

/**
 * The edits that add shots behind a shot of a scene, each with what its siblings have: keyframe and video wired alike,
 * and its clip in the same cut, in story order. No new card lands on another one.
 */
export function addShots(
  board: Storyboard,
  evaluation: Evaluation,
  { sceneId, after, shots }: NewShots,
  ports: EditPorts,
): AddedShots {
  const rows = listShots(board, evaluation)
  const anchor =
    rows.find((row) => row.shotId === after) ?? rows.findLast((row) => row.sceneId === sceneId) ?? undefined
  const place = anchor ? rows.indexOf(anchor) : rows.length - 1
  const chain = chainLikeSiblings(board, evaluation, rows, sceneId, place) ?? NOTHING
  const kind = [...ports.catalog.kinds.values()].find((one) => one.numbering === 'shot')
  if (!kind || shots.length === 0) return { commands: [], shotIds: [] }
  const size = sizeOf(chain, kind.card, ports)
  const pitch = size.height + ROW_GAP
  const frame = board.nodes.get(anchor?.shotId ?? sceneId ?? '')?.frame
  const start = startOf(board, ports, anchor, sceneId, size)
  const room = makeRoom(
    board,
    ports.catalog,
    { ...start, width: size.width, height: shots.length * pitch - ROW_GAP },
    frame,
  )
  const newId = idMaker(board, ports)
  const commands: EditCommand[] = [...room.commands]
  const clips: Clip[] = []
  const shotIds = shots.map((params, index) => {
    const id = newId(kind.kind)
    const position = { x: room.rect.x - size.left, y: room.rect.y - size.top + index * pitch }
    const belongs = frame === undefined ? {} : { frame }
    commands.push({ type: 'addNode', kind: kind.kind, id, params: { ...params }, position, ...belongs })
    if (sceneId !== undefined) {
      const port = kind.ports(kind.defaults()).inputs.find(({ types }) => types.includes('scene'))?.name ?? 'scene'
      const from = evaluation.nodes.get(sceneId)?.ports.outputs.find(({ types }) => types.includes('scene'))?.name
      if (from !== undefined)
        commands.push({ type: 'connect', from: { node: sceneId, port: from }, to: { node: id, port } })
    }
    const built = buildChain(chain, id, position, frame, newId)
    commands.push(...built.commands)
    clips.push(...built.clips)
    return id
  })
  return { commands: [...commands, ...orderClips(board, evaluation, rows, place, clips, shotIds)], shotIds }
}

/** True when nothing is made of a shot yet. */
export function isBareShot(row: ShotRow): boolean {
  return row.images.length === 0 && row.videos.length === 0
}

/** The edits that give a bare shot what its siblings have; in a film that has none yet, a keyframe and a video in the cut. */
export function addChain(
  board: Storyboard,
  evaluation: Evaluation,
  shotId: string,
  ports: EditPorts,
): readonly EditCommand[] {
  const rows = listShots(board, evaluation)
  const place = rows.findIndex((row) => row.shotId === shotId)
  const row = rows[place]
  const shot = board.nodes.get(shotId)
  if (!row || !shot || !isBareShot(row)) return []
  const chain = chainLikeSiblings(board, evaluation, rows, row.sceneId, place) ?? plainChain(ports.catalog, evaluation)
  if (!chain || chain.nodes.length === 0) return []
  const newId = idMaker(board, ports)
  const behind = sizeOf(chain, undefined, ports)
  const wanted = { x: shot.position.x + behind.left, y: shot.position.y + behind.top, ...boxOf(behind) }
  // Beside its shot when there is room, else in the first row below that is free.
  const { rect, commands: room } = makeRoom(withoutOverlap(board, shotId), ports.catalog, wanted, shot.frame)
  const position = { x: rect.x - behind.left, y: rect.y - behind.top }
  const built = buildChain(chain, shotId, position, shot.frame, newId)
  return [...room, ...built.commands, ...orderClips(board, evaluation, rows, place - 1, built.clips, [shotId])]
}

// The shot itself stays where it is: its chain goes beside it.
function withoutOverlap(board: Storyboard, shotId: string): Storyboard {
  const nodes = new Map(board.nodes)
  nodes.delete(shotId)
  return { ...board, nodes }
}

type Box = {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function boxOf({ width, height }: Box): { width: number; height: number } {
  return { width, height }
}

/** The space that a shot's row takes, from the shot's own corner. */
function sizeOf(
  chain: Chain,
  shotCard: { readonly width: number; readonly height: number } | undefined,
  { catalog }: EditPorts,
): Box {
  const parts: Rect[] = shotCard ? [{ x: 0, y: 0, width: shotCard.width, height: shotCard.height }] : []
  for (const { kind, dx, dy } of chain.nodes) {
    const { width, height } = catalog.get(kind)?.card ?? PLACEHOLDER_CARD
    parts.push({ x: dx, y: dy, width, height })
  }
  const left = Math.min(...parts.map((part) => part.x))
  const top = Math.min(...parts.map((part) => part.y))
  return {
    left,
    top,
    width: Math.max(...parts.map((part) => part.x + part.width)) - left,
    height: Math.max(...parts.map((part) => part.y + part.height)) - top,
  }
}

/** The corner of the first new row: under the shot before it with all that hangs on it, beside an empty scene, or last. */
function startOf(
  board: Storyboard,
  { catalog }: EditPorts,
  anchor: ShotRow | undefined,
  sceneId: string | undefined,
  size: Box,
): { x: number; y: number } {
  const of = (ids: readonly string[]) =>
    boundsOfNodes(
      ids.flatMap((id) => {
        const node = board.nodes.get(id)
        return node ? [[id, node] as const] : []
      }),
      catalog,
    )
  const shot = anchor && board.nodes.get(anchor.shotId)
  if (anchor && shot) {
    // Only what stands in the shot's own row: an alternative far below must not take the new shot along.
    const near = [anchor.shotId, ...anchor.images, ...anchor.videos].filter(
      (id) => Math.abs((board.nodes.get(id)?.position.y ?? 0) - shot.position.y) < PLACEHOLDER_CARD.height,
    )
    const row = of(near)
    return { x: shot.position.x + size.left, y: (row ? row.y + row.height : shot.position.y) + ROW_GAP }
  }
  const scene = sceneId === undefined ? undefined : board.nodes.get(sceneId)
  if (scene) return { x: scene.position.x + 240 + size.left, y: scene.position.y + size.top }
  const all = of([...board.nodes.keys()])
  return all ? { x: all.x, y: all.y + all.height + ROW_GAP } : { x: 0, y: 0 }
}

type Clip = { readonly shotId: string; readonly edge: string; readonly node: string; readonly port: string }

function buildChain(
  chain: Chain,
  shotId: string,
  origin: { readonly x: number; readonly y: number },
  frame: string | undefined,
  newId: (kind: string) => string,
): { readonly commands: readonly EditCommand[]; readonly clips: readonly Clip[] } {
  const ids = new Map(chain.nodes.map(({ key, kind }) => [key, newId(kind)]))
  const commands: EditCommand[] = chain.nodes.map(({ key, kind, params, dx, dy }) => ({
    type: 'addNode',
    kind,
    id: ids.get(key),
    params: { ...params },
    position: { x: origin.x + dx, y: origin.y + dy },
    ...(frame === undefined ? {} : { frame }),
  }))
  const endOf = (end: ChainEnd) => ({
    node: end.at === 'shot' ? shotId : end.at === 'chain' ? (ids.get(end.key) ?? '') : end.node,
    port: end.port,
  })
  const clips: Clip[] = []
  for (const wire of chain.wires) {
    const edge = newId('e')
    const to = endOf(wire.to)
    commands.push({ type: 'connect', from: endOf(wire.from), to, id: edge })
    if (wire.to.at === 'board') clips.push({ shotId, edge, ...to })
  }
  return { commands, clips }
}

/** Puts the new clips behind those of the shots before them; what is in the cut keeps its order. */
function orderClips(
  board: Storyboard,
  evaluation: Evaluation,
  rows: readonly ShotRow[],
  place: number,
  clips: readonly Clip[],
  shotIds: readonly string[],
): readonly EditCommand[] {
  const before = new Set(rows.slice(0, place + 1).flatMap((row) => [...row.images, ...row.videos]))
  const inputs = new Map(clips.map(({ node, port }) => [`${node} ${port}`, { node, port }]))
  return [...inputs.values()].flatMap((to): EditCommand[] => {
    if (!evaluation.nodes.get(to.node)?.ports.inputs.some((port) => port.name === to.port && takesClips(port)))
      return []
    const present = edgesInto(graphOf(board), to)
      .flatMap((id) => {
        const edge = board.edges.get(id)
        return edge ? [{ id, edge }] : []
      })
      .sort(compareWires)
    const last = present.findLastIndex(({ edge }) => before.has(edge.from.node))
    const own = shotIds.flatMap((shotId) =>
      clips.filter((clip) => clip.shotId === shotId && clip.node === to.node && clip.port === to.port),
    )
    const ids = present.map(({ id }) => id)
    ids.splice(last + 1, 0, ...own.map(({ edge }) => edge))
    return [{ type: 'reorderInput', ...to, edges: ids }]
  })
}

/** Makes ids that neither the storyboard nor one of the others has. */
export function idMaker(board: Storyboard, { random }: EditPorts): (kind: string) => string {
  const made = new Set<string>()
  const taken = {
    has: (id: string) => made.has(id) || board.nodes.has(id) || board.edges.has(id) || board.frames.has(id),
  }
  return (kind) => {
    const id = createId(kind, random, taken)
    made.add(id)
    return id
  }
}
