import type { Draft } from './draft.ts'
import { change } from './nodes.ts'
import { chooseId, needFrame, needNode, type Step } from './step.ts'

/** Draws a frame, around nodes when they are named. */
export const addFrame: Step<'addFrame'> = (draft, { id: wanted, title, rect, colour, nodes = [] }, { random }) => {
  const id = chooseId(draft, 'frame', wanted, random)
  draft.frames.set(id, { title, rect, colour: colour ?? 'grey' })
  for (const node of nodes) setFrameOf(draft, node, id)
  return [id]
}

/** Renames, moves, resizes or recolours a frame. Its nodes are moved by `move` in the same list of edits. */
export const setFrame: Step<'setFrame'> = (draft, { frame: id, title, rect, colour }) => {
  const frame = needFrame(draft, id)
  draft.frames.set(id, {
    ...frame,
    ...(title === undefined ? {} : { title }),
    ...(rect === undefined ? {} : { rect: { ...frame.rect, ...rect } }),
    ...(colour === undefined ? {} : { colour }),
  })
  return []
}

/** Takes a frame away; its nodes stay where they are. */
export const removeFrame: Step<'removeFrame'> = (draft, { frame }) => {
  needFrame(draft, frame)
  draft.frames.delete(frame)
  for (const [id, node] of [...draft.nodes.entries()]) if (node.frame === frame) setFrameOf(draft, id, null)
  return []
}

/** Puts nodes into a frame, or out of any. */
export const setNodeFrame: Step<'setNodeFrame'> = (draft, { nodes, frame }) => {
  if (frame !== null) needFrame(draft, frame)
  for (const node of nodes) setFrameOf(draft, node, frame)
  return []
}

function setFrameOf(draft: Draft, nodeId: string, frame: string | null): void {
  needNode(draft, nodeId)
  change(draft, nodeId, (node) => {
    if (frame === null) delete node.frame
    else node.frame = frame
  })
}
