import type { EditCommand } from '../../../storyboard/index.ts'
import { select } from '../../state/session.ts'
import { type CanvasEditor, edit, freshNodeId, type PaletteRequest, placeForNew, tell } from '../editor.browser.ts'
import { type Joint, kindsThatFit, portOf, type Refusal, type WireEnd } from '../model/connecting.ts'
import { covers, type Point, snap } from '../model/geometry.ts'
import { frameFor } from './moving.browser.ts'

/** What a new node begins with. */
export type NewNode = {
  readonly kind: string
  readonly params?: Readonly<Record<string, unknown>> | undefined
  readonly title?: string | undefined
}

/** Opens the palette where new things go. */
export function openPalette(editor: CanvasEditor): void {
  editor.palette.set(placeForNew(editor))
}

/** Adds a node and joins it with what the palette was opened for; one undo entry. The id of the node, or undefined when refused. */
export function addNode(
  editor: CanvasEditor,
  wanted: NewNode,
  request: Omit<PaletteRequest, 'screen'>,
): string | undefined {
  const { catalog } = editor.studio
  const kind = catalog.get(wanted.kind)
  const id = freshNodeId(editor, wanted.kind)
  const width = kind?.card.width ?? 196
  const end = request.end
  // A node at the end of a wire stands so that its port meets the pointer.
  const x = end ? (end.side === 'out' ? request.at.x : request.at.x - width) : request.at.x - width / 2
  const position = { x: snap(x), y: snap(request.at.y - (end ? 18 : 20)) }
  const frame = frameFor(editor.scene.get().frames, { ...position, width, height: 40 })
  const commands: EditCommand[] = [
    {
      type: 'addNode',
      kind: wanted.kind,
      id,
      position,
      ...(wanted.params ? { params: wanted.params } : {}),
      ...(wanted.title ? { title: wanted.title } : {}),
      ...(frame === null ? {} : { frame }),
    },
  ]
  if (end) commands.push(...joinNew(editor, id, wanted.kind, end))
  if (request.edge !== undefined) commands.push({ type: 'insertOnEdge', node: id, edge: request.edge })
  if (!edit(editor, commands, editor.page.t('canvas.undo.add', { name: kindName(editor, wanted.kind) })))
    return undefined
  select([id])
  return id
}

function joinNew(editor: CanvasEditor, id: string, kind: string, end: WireEnd): EditCommand[] {
  const port = portOf(editor.scene.get(), end)
  const match = port && kindsThatFit(editor.studio.catalog, end, port).get(kind)
  if (match === undefined) return []
  const mine = { node: end.nodeId, port: end.port }
  const its = { node: id, port: match }
  return [end.side === 'out' ? { type: 'connect', from: mine, to: its } : { type: 'connect', from: its, to: mine }]
}

/** Draws an edge that was found possible, or says why it was not. */
export function connectJoint(editor: CanvasEditor, joint: Joint): boolean {
  if (!joint.ok) {
    tell(editor, refusalSentence(editor, joint.refusal))
    return false
  }
  return (
    edit(editor, [{ type: 'connect', from: joint.from, to: joint.to }], editor.page.t('canvas.undo.connect')) !==
    undefined
  )
}

/** Why two ends cannot be joined, as a sentence. */
export function refusalSentence(editor: CanvasEditor, { reason, facts }: Refusal): string {
  const { t } = editor.page
  const say = t as unknown as (key: string, values?: Readonly<Record<string, string>>) => string
  const list = new Intl.ListFormat(document.documentElement.lang || 'en', { type: 'disjunction' })
  const said = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === 'string' ? fact : list.format(fact.map((type) => t(`canvas.portType.${type}`))),
    ]),
  )
  if (reason === 'no-port' && said['side'])
    return say(said['side'] === 'in' ? 'canvas.refusal.no-input' : 'canvas.refusal.no-output', said)
  return say(`canvas.refusal.${reason}`, said)
}

/** What the interface calls a kind; an unknown kind keeps the name that its file gives it. */
export function kindName(editor: CanvasEditor, kind: string): string {
  const key = `canvas.kind.${kind}`
  const name = (editor.page.t as unknown as (key: string) => string)(key)
  return name === key ? kind : name
}

/** Puts a new reroute point on an edge, where the pointer is. */
export function addEdgePoint(editor: CanvasEditor, edgeId: string, segment: number, at: Point): void {
  const wire = editor.scene.get().wires.get(edgeId)
  if (!wire) return
  const points = [...(wire.edge.points ?? [])]
  points.splice(segment, 0, { x: snap(at.x), y: snap(at.y) })
  edit(editor, [{ type: 'setEdgePoints', edge: edgeId, points }], editor.page.t('canvas.undo.reroute'))
}

/** Takes a reroute point away. */
export function removeEdgePoint(editor: CanvasEditor, edgeId: string, index: number): void {
  const points = editor.scene.get().wires.get(edgeId)?.edge.points ?? []
  edit(
    editor,
    [{ type: 'setEdgePoints', edge: edgeId, points: points.filter((_, place) => place !== index) }],
    editor.page.t('canvas.undo.reroute'),
  )
}

/** The reroute point of a wire under a canvas point. */
export function edgePointAt(
  editor: CanvasEditor,
  at: Point,
  reach: number,
): { edgeId: string; index: number } | undefined {
  const { level, mounted } = editor
  if (level.get() === 'overview') return undefined
  for (const { id, edge } of mounted.get().wires) {
    const index = (edge.points ?? []).findIndex(({ x, y }) =>
      covers({ x: x - reach, y: y - reach, width: reach * 2, height: reach * 2 }, at),
    )
    if (index >= 0) return { edgeId: id, index }
  }
  return undefined
}
