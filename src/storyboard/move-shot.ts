import type { EditCommand } from './commands.ts'
import type { Storyboard } from './document.ts'
import type { Evaluation } from './evaluation.ts'
import { listShots, type ShotRow } from './queries.ts'
import { cutsOf, takesClips } from './shot-chain.ts'
import { compareWires } from './wiring.ts'

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
  for (const node of cutsOf(evaluation)) {
    const port = evaluation.nodes.get(node)?.ports.inputs.find(takesClips)?.name
    if (port === undefined) continue
    const present = [...board.edges]
      .filter(([, edge]) => edge.to.node === node && edge.to.port === port)
      .sort(([a, one], [b, other]) => compareWires({ id: a, edge: one }, { id: b, edge: other }))
    const ranked = present.filter(([, edge]) => rank.has(edge.from.node))
    const wanted = [...ranked].sort(([, a], [, b]) => (rank.get(a.from.node) ?? 0) - (rank.get(b.from.node) ?? 0))
    if (wanted.every((one, index) => one === ranked[index])) continue
    let next = 0
    const ids = present.map(([id, edge]) => (rank.has(edge.from.node) ? (wanted[next++]?.[0] ?? id) : id))
    commands.push({ type: 'reorderInput', node, port, edges: ids })
  }
  return commands
}
