import { idMaker } from './add-shots.ts'
import type { EditCommand } from './commands.ts'
import { canConnect } from './connect.ts'
import type { Storyboard } from './document.ts'
import type { EditPorts } from './edit/step.ts'
import type { Evaluation } from './evaluation.ts'
import { rectOfNode } from './geometry.ts'
import { graphOf } from './graph.ts'
import { makeRoom, ROW_GAP } from './make-room.ts'
import { listShots, type ShotRow } from './queries.ts'
import { ROW_TOLERANCE, readingOrder } from './reading-order.ts'

/**
 * The edits that begin a new scene at a shot: it and the shots behind it go over to a new scene card that has the wires
 * and words of the old one, its written number left out. Empty when the shot is the first of its scene, or has none.
 */
export function splitScene(
  board: Storyboard,
  evaluation: Evaluation,
  shotId: string,
  ports: EditPorts,
): readonly EditCommand[] {
  const rows = listShots(board, evaluation)
  const sceneId = rows.find((row) => row.shotId === shotId)?.sceneId
  const own = rows.filter((row) => row.sceneId === sceneId)
  const from = own.findIndex((row) => row.shotId === shotId)
  const scene = sceneId === undefined ? undefined : board.nodes.get(sceneId)
  const first = board.nodes.get(shotId)
  if (sceneId === undefined || !scene || !first || from < 1) return []
  const id = idMaker(board, ports)(scene.kind)
  const { number: _number, ...params } = scene.params
  const add: EditCommand = {
    type: 'addNode',
    kind: scene.kind,
    id,
    params,
    position: { x: scene.position.x, y: first.position.y },
    ...(scene.frame === undefined ? {} : { frame: scene.frame }),
  }
  const placed = placeScene(board, evaluation, sceneId, add, ports)
  const wires = incoming(board, sceneId).map(
    (edge): EditCommand => ({ type: 'connect', from: { ...edge.from }, to: { node: id, port: edge.to.port } }),
  )
  return [...placed, ...wires, ...own.slice(from).flatMap((row) => rewire(board, evaluation, row, id))]
}

/**
 * The edits that put the next scene's shots behind those of a scene and remove the emptied card. Words and wires of the
 * second scene that the first has no place for are kept as far as it has one. Empty when there is no next scene.
 */
export function joinScenes(
  board: Storyboard,
  evaluation: Evaluation,
  sceneId: string,
  ports: EditPorts,
): readonly EditCommand[] {
  const scenes = evaluation.story.flatMap((part) => (part.sceneId === undefined ? [] : [part.sceneId]))
  const at = scenes.indexOf(sceneId)
  const nextId = at < 0 ? undefined : scenes[at + 1]
  const first = board.nodes.get(sceneId)
  const second = nextId === undefined ? undefined : board.nodes.get(nextId)
  if (!first || !second || nextId === undefined) return []
  const rows = listShots(board, evaluation)
  const moving = rows.filter((row) => row.sceneId === nextId)
  const commands: EditCommand[] = []
  const action = [first.params.action, second.params.action].filter((text) => typeof text === 'string' && text.trim())
  if (action.length === 2 && action[0] !== action[1])
    commands.push({ type: 'setParams', node: sceneId, params: { action: action.join('\n') } })
  else if (action.length === 1 && action[0] !== first.params.action)
    commands.push({ type: 'setParams', node: sceneId, params: { action: action[0] } })
  for (const edge of incoming(board, nextId)) {
    const to = { node: sceneId, port: edge.to.port }
    const answer = canConnect(board, ports.catalog, edge.from, to)
    if (answer.ok && answer.replaces === undefined) commands.push({ type: 'connect', from: { ...edge.from }, to })
  }
  const shots = new Set(moving.map((row) => row.shotId))
  for (const id of graphOf(board).edgesAt(nextId)) {
    const edge = board.edges.get(id)
    if (edge?.from.node !== nextId || shots.has(edge.to.node)) continue
    commands.push(
      { type: 'disconnect', edge: id },
      { type: 'connect', from: { node: sceneId, port: edge.from.port }, to: { ...edge.to } },
    )
  }
  commands.push(...moving.flatMap((row) => rewire(board, evaluation, row, sceneId)))
  commands.push(
    ...keepOrder(
      board,
      rows.filter((row) => row.sceneId === sceneId),
      moving,
      ports,
    ),
  )
  return [...commands, { type: 'removeNodes', ids: [nextId] }]
}

function incoming(board: Storyboard, nodeId: string) {
  return [...graphOf(board).edgesAt(nodeId)]
    .sort()
    .flatMap((id) => {
      const edge = board.edges.get(id)
      return edge && edge.to.node === nodeId ? [edge] : []
    })
    .sort((a, b) => ((a.order ?? '') < (b.order ?? '') ? -1 : 1))
}

/** Hangs a shot on another scene. */
function rewire(board: Storyboard, evaluation: Evaluation, row: ShotRow, sceneId: string): EditCommand[] {
  const input = evaluation.nodes.get(row.shotId)?.ports.inputs.find(({ types }) => types.includes('scene'))?.name
  const old = row.sceneId === undefined ? undefined : evaluation.nodes.get(row.sceneId)
  const output = old?.ports.outputs.find(({ types }) => types.includes('scene'))?.name
  if (input === undefined || output === undefined || !board.nodes.has(row.shotId)) return []
  return [{ type: 'connect', from: { node: sceneId, port: output }, to: { node: row.shotId, port: input } }]
}

/** The new scene's card, read behind the old scene and before the next one, on free ground. */
function placeScene(
  board: Storyboard,
  evaluation: Evaluation,
  sceneId: string,
  add: Extract<EditCommand, { type: 'addNode' }>,
  { catalog }: EditPorts,
): readonly EditCommand[] {
  const scenes = evaluation.story.flatMap((part) => (part.sceneId === undefined ? [] : [part.sceneId]))
  const wanted = [...scenes]
  wanted.splice(scenes.indexOf(sceneId) + 1, 0, add.id ?? '')
  const old = board.nodes.get(sceneId)
  const position = add.position ?? { x: 0, y: 0 }
  if (!old) return []
  const { width, height } = catalog.get(add.kind)?.card ?? rectOfNode(old, catalog)
  const shots = new Set(evaluation.story.flatMap(({ shotIds }) => shotIds))
  const orderOf = (places: ReadonlyMap<string, { readonly x: number; readonly y: number }>) =>
    readingOrder([...places].map(([id, place]) => ({ id, ...place }))).map(({ id }) => id)
  const told = orderOf(new Map([...board.nodes].map(([id, node]) => [id, node.position]))).filter((id) => shots.has(id))
  const readsWell = (commands: readonly EditCommand[], at: { x: number; y: number }) => {
    const places = new Map([...board.nodes].map(([id, node]) => [id, node.position]))
    for (const command of commands)
      if (command.type === 'move') for (const [id, to] of Object.entries(command.positions)) places.set(id, to)
    places.set(add.id ?? '', at)
    const read = orderOf(places)
    const isSame = (ids: readonly string[], all: readonly string[]) => ids.every((id, index) => id === all[index])
    const scenesRead = read.filter((id) => wanted.includes(id))
    const shotsRead = read.filter((id) => shots.has(id))
    return isSame(scenesRead, wanted) && isSame(shotsRead, told)
  }
  // Beside its first shot, else right under the old scene's card, else pushed into the row between.
  const tries = [
    { x: position.x, y: position.y },
    { x: old.position.x, y: old.position.y + rectOfNode(old, catalog).height + ROW_GAP },
    { x: old.position.x, y: old.position.y + ROW_TOLERANCE },
  ]
  for (const at of tries) {
    const { rect, commands } = makeRoom(board, catalog, { ...at, width, height }, add.frame)
    if (readsWell(commands, rect)) return [...commands, { ...add, position: { x: rect.x, y: rect.y } }]
  }
  // Scenes that stand in one row: the place behind the old card in that row is always read right.
  return [{ ...add, position: { x: old.position.x + 1, y: old.position.y } }]
}

/** Moves the second scene's shots below the first's when the canvas would be read in another order otherwise. */
function keepOrder(
  board: Storyboard,
  first: readonly ShotRow[],
  second: readonly ShotRow[],
  { catalog }: EditPorts,
): readonly EditCommand[] {
  const wanted = [...first, ...second].map((row) => row.shotId)
  const placeOf = (id: string) => board.nodes.get(id)?.position ?? { x: 0, y: 0 }
  // All cards take part in reading: which of them stand in one row depends on those between.
  const read = readingOrder([...board.nodes].map(([id, { position }]) => ({ id, ...position })))
    .map(({ id }) => id)
    .filter((id) => wanted.includes(id))
  if (read.every((id, index) => id === wanted[index])) return []
  const ids = [...new Set(second.flatMap((row) => [row.shotId, ...row.images, ...row.videos]))]
  const bottom = Math.max(
    ...[...board.nodes].map(([, node]) => {
      const rect = rectOfNode(node, catalog)
      return rect.y + rect.height
    }),
  )
  const top = Math.min(...ids.map((id) => placeOf(id).y))
  const down = bottom + ROW_GAP + ROW_TOLERANCE - top
  return [
    {
      type: 'move',
      positions: Object.fromEntries(ids.map((id) => [id, { x: placeOf(id).x, y: placeOf(id).y + down }])),
    },
  ]
}
