import { type EditCommand, type Evaluation, listShots, type ShotRow, type Storyboard } from '../../storyboard/index.ts'

/**
 * The edits that put a shot `steps` places further within its scene: its cards and those of its pictures and clips change
 * places with the others', and cuts that hold their clips follow. Undefined where there is nothing to change places with.
 */
export function moveShot(
  board: Storyboard,
  evaluation: Evaluation,
  shotId: string,
  steps: number,
): readonly EditCommand[] | undefined {
  const rows = listShots(board, evaluation)
  const scene = rows.filter((row) => row.sceneId === rows.find((one) => one.shotId === shotId)?.sceneId)
  const from = scene.findIndex((row) => row.shotId === shotId)
  const to = from + steps
  const moving = scene[from]
  if (!moving || steps === 0 || to < 0 || to >= scene.length) return undefined
  const order = scene.filter((row) => row !== moving)
  order.splice(to, 0, moving)
  const position = (id: string) => board.nodes.get(id)?.position ?? { x: 0, y: 0 }
  const places = scene.map((row) => position(row.shotId))
  const positions: Record<string, { x: number; y: number }> = {}
  order.forEach((row, index) => {
    const place = places[index] ?? position(row.shotId)
    const old = position(row.shotId)
    const [dx, dy] = [place.x - old.x, place.y - old.y]
    if (dx === 0 && dy === 0) return
    for (const id of [row.shotId, ...row.images, ...row.videos])
      positions[id] = { x: position(id).x + dx, y: position(id).y + dy }
  })
  const all = rows.map((row) => (row.sceneId === moving.sceneId ? (order[scene.indexOf(row)] ?? row) : row))
  return [{ type: 'move', positions }, ...cutsFollowing(board, evaluation, all)]
}

/** Puts the clips of every cut into the order of the shots; clips of no shot keep their places. */
function cutsFollowing(board: Storyboard, evaluation: Evaluation, rows: readonly ShotRow[]): EditCommand[] {
  const rank = new Map(rows.flatMap((row, index) => [...row.images, ...row.videos].map((id) => [id, index] as const)))
  const commands: EditCommand[] = []
  for (const [node, seen] of evaluation.nodes) {
    if (!seen.cut && ![...seen.offers.values()].some((value) => value.type === 'cut')) continue
    const port = seen.ports.inputs.find((one) => one.several && one.types.includes('video'))?.name
    if (port === undefined) continue
    const edges = [...board.edges].filter(([, edge]) => edge.to.node === node && edge.to.port === port)
    const present = edges.sort(([, a], [, b]) => ((a.order ?? '') < (b.order ?? '') ? -1 : 1))
    const ranked = present.filter(([, edge]) => rank.has(edge.from.node))
    const wanted = [...ranked].sort(([, a], [, b]) => (rank.get(a.from.node) ?? 0) - (rank.get(b.from.node) ?? 0))
    if (wanted.every((one, index) => one === ranked[index])) continue
    let next = 0
    const ids = present.map(([id, edge]) => (rank.has(edge.from.node) ? (wanted[next++]?.[0] ?? id) : id))
    commands.push({ type: 'reorderInput', node, port, edges: ids })
  }
  return commands
}

/** A new shot behind the last one of a scene, wired to it. */
export function addShot(
  board: Storyboard,
  evaluation: Evaluation,
  sceneId: string | undefined,
  params: Record<string, unknown> = {},
): readonly EditCommand[] {
  const rows = listShots(board, evaluation)
  const own = rows.filter((row) => row.sceneId === sceneId)
  const last = own.at(-1)
  const anchor = board.nodes.get(last?.shotId ?? sceneId ?? '')?.position
  const id = freshId(board)
  const frame = board.nodes.get(last?.shotId ?? sceneId ?? '')?.frame
  const position = anchor && (last ? { x: anchor.x, y: anchor.y + 224 } : { x: anchor.x + 240, y: anchor.y })
  return [
    {
      type: 'addNode',
      kind: 'shot',
      id,
      params,
      ...(position ? { position } : {}),
      ...(frame === undefined ? {} : { frame }),
    },
    ...(sceneId === undefined
      ? []
      : [{ type: 'connect' as const, from: { node: sceneId, port: 'scene' }, to: { node: id, port: 'scene' } }]),
  ]
}

function freshId(board: Storyboard): string {
  for (let number = board.nodes.size + 1; ; number++) {
    const id = `shot-n${number.toString(36)}`
    if (!board.nodes.has(id)) return id
  }
}
