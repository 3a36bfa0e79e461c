import { produce } from 'immer'
import type { Catalog } from '../catalog.ts'
import { boundsOfNodes } from '../geometry.ts'
import type { StoryboardNode } from '../schema.ts'
import type { Draft } from './draft.ts'
import { initialParams, mergeParams } from './params.ts'
import { chooseId, needFrame, needNode, refusal, type Step } from './step.ts'

/** Space between a node that was placed by itself and the ones above it. Canvas pixels. */
const PLACING_GAP = 40

/** Adds one node. */
export const addNode: Step<'addNode'> = (draft, command, { catalog, random }) => {
  const kind = catalog.get(command.kind)
  if (!kind) throw refusal('storyboard/no-such-kind', { kind: command.kind })
  if (command.frame !== undefined) needFrame(draft, command.frame)
  const id = chooseId(draft, kind.kind, command.id, random)
  draft.nodes.set(id, {
    kind: kind.kind,
    v: kind.v,
    position: command.position ?? freePlace(draft, catalog),
    params: initialParams(kind, command.params ?? {}),
    ...(command.title?.trim() ? { title: command.title } : {}),
    ...(command.frame === undefined ? {} : { frame: command.frame }),
  })
  return [id]
}

/** Removes nodes with their wires. A chain that loses a link stays open: passing through is what bypassing is for. */
export const removeNodes: Step<'removeNodes'> = (draft, { ids }) => {
  for (const id of new Set(ids)) {
    needNode(draft, id)
    for (const edge of [...draft.edgesAt(id)]) draft.deleteEdge(edge)
    draft.nodes.delete(id)
  }
  return []
}

/** Changes parameters of a node. */
export const setParams: Step<'setParams'> = (draft, { node: id, params }, { catalog }) => {
  const node = needNode(draft, id)
  const merged = mergeParams(catalog.get(node.kind), id, node.params, params)
  return change(draft, id, (next) => {
    next.params = merged
  })
}

/** Names a node; an empty title gives it back the name that its kind makes. */
export const setTitle: Step<'setTitle'> = (draft, { node, title }) =>
  change(draft, node, (next) => {
    if (title.trim() === '') delete next.title
    else next.title = title
  })

/** Switches a node on, off, or into passing through. */
export const setMode: Step<'setMode'> = (draft, { node: id, mode }, { catalog }) => {
  const { kind } = needNode(draft, id)
  if (mode === 'bypassed' && !catalog.get(kind)?.bypass) throw refusal('storyboard/cannot-bypass', { kind }, [], id)
  return change(draft, id, (next) => {
    if (mode === 'on') delete next.mode
    else next.mode = mode
  })
}

/** Chooses a take; `null` leaves the choice to the program again. `pinned` absent = as it was. */
export const setPick: Step<'setPick'> = (draft, { node, take, pinned }) =>
  change(draft, node, (next) => {
    if (take === null) {
      delete next.pick
      delete next.pinned
      return
    }
    next.pick = take
    if (pinned === true) next.pinned = true
    if (pinned === false) delete next.pinned
  })

/** Folds a node's card or opens it. */
export const setCollapsed: Step<'setCollapsed'> = (draft, { node, collapsed }) =>
  change(draft, node, (next) => {
    if (collapsed) next.collapsed = true
    else delete next.collapsed
  })

/** Gives a node's card a size of its own. */
export const setSize: Step<'setSize'> = (draft, { node, size }) =>
  change(draft, node, (next) => {
    next.size = { ...next.size, ...size }
  })

/** Moves any number of nodes. */
export const move: Step<'move'> = (draft, { positions }) => {
  for (const [id, { x, y }] of Object.entries(positions))
    change(draft, id, (next) => {
      next.position.x = x
      next.position.y = y
    })
  return []
}

/** Changes a node's record; a recipe that changes nothing keeps the record itself. */
export function change(draft: Draft, id: string, recipe: (node: StoryboardNode) => void): readonly string[] {
  const next = produce(needNode(draft, id), (writable) => recipe(writable as StoryboardNode))
  draft.nodes.set(id, next)
  return []
}

/** Below everything that is there, at its left edge: a new scene or shot comes last in the story. */
function freePlace(draft: Draft, catalog: Catalog): { x: number; y: number } {
  const bounds = boundsOfNodes(draft.nodes.entries(), catalog)
  return bounds ? { x: bounds.x, y: bounds.y + bounds.height + PLACING_GAP } : { x: 0, y: 0 }
}
