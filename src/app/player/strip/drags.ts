import type { Clip } from '../../../timeline/index.ts'
import { type Block, dropPlace, findBlock, type Lane, type Reshape } from '../model/blocks.ts'
import { snap, snapPlaces, trimEnd, trimStart } from '../model/trims.ts'

/** What is being dragged: the shape of a clip, or the clip itself to another place. */
export type Drag =
  | {
      readonly drag: 'shape'
      readonly clipId: string
      readonly reshape: Reshape
      readonly change: number
      readonly side: 'start' | 'end' | 'gap'
    }
  | {
      readonly drag: 'move'
      readonly clipId: string
      readonly shift: number
      readonly place: number
      readonly at: number
    }

/** Which part of a clip was taken hold of. */
export type Grip = 'start' | 'end' | 'gap' | 'body'

/** The film as it was when the drag began; everything is worked out from it, so that nothing adds up. */
export type Begun = {
  readonly lanes: readonly Lane[]
  readonly block: Block
  readonly lane: Lane
  readonly grip: Grip
  readonly frame: number
  readonly gap: number
  /** Places besides clips that hold an edge: the playhead and the marks. */
  readonly places: readonly number[]
}

/** What dragging to a frame means. `reach` = frames within which edges hold on; 0 = they do not. */
export function dragTo(begun: Begun, frame: number, reach: number): Drag {
  const { block, grip, lanes, places } = begun
  const { clip, start } = block
  const held = snapPlaces(lanes, clip.id, places)
  const moved = frame - begun.frame
  if (grip === 'body') return moveTo(begun, moved)
  if (grip === 'gap') {
    const place = snap(start + moved, held, reach)
    const gap = Math.max(0, begun.gap + place - start)
    return {
      drag: 'shape',
      clipId: clip.id,
      side: 'gap',
      change: gap - begun.gap,
      reshape: { clipId: clip.id, in: clip.in, length: clip.length, gap },
    }
  }
  const edge = grip === 'start' ? start : start + clip.length
  const to = snap(edge + moved, [...held, edge], reach)
  const use = grip === 'start' ? trimStart(block, to) : trimEnd(block, to)
  return {
    drag: 'shape',
    clipId: clip.id,
    side: grip,
    change: use.length - clip.length,
    reshape: { clipId: clip.id, ...use },
  }
}

function moveTo({ block, lane }: Begun, moved: number): Drag {
  const { clip, start } = block
  const others = lane.blocks.filter((one) => one.clip.id !== clip.id)
  const place = dropPlace(others, moved < 0 ? start + moved : start + clip.length + moved)
  const next = others[place]
  const last = others.at(-1)
  const at = next ? next.start : last ? last.start + last.clip.length : 0
  return {
    drag: 'move',
    clipId: clip.id,
    shift: moved,
    place,
    at: Math.max(at, place === others.length ? start + clip.length : 0),
  }
}

/** The frame that the picture shows while an edge is dragged: the first or last one that stays. */
export function shownFrame({ block, grip }: Begun, drag: Drag): number | undefined {
  if (drag.drag !== 'shape' || grip === 'gap') return undefined
  const { clip, start } = block
  const inside = (frame: number) => Math.max(start, Math.min(frame, start + clip.length - 1))
  return grip === 'start' ? inside(start + drag.reshape.in - clip.in) : inside(start + drag.reshape.length - 1)
}

/** Begins a drag at a clip. */
export function beginDrag(
  lanes: readonly Lane[],
  clipId: string,
  rest: Pick<Begun, 'grip' | 'frame' | 'gap' | 'places'>,
): Begun | undefined {
  const found = findBlock(lanes, clipId)
  if (!found) return undefined
  // Sounds lie on tracks of their own: there is nothing to change places with, so they move in time.
  const grip = rest.grip === 'body' && found.lane.kind === 'audio' ? 'gap' : rest.grip
  return { ...rest, ...found, lanes, grip }
}

/** Whether a drag changed anything. */
export function changes(drag: Drag, clip: Clip, gap: number, place: number): boolean {
  if (drag.drag === 'move') return drag.place !== place
  const { reshape } = drag
  return reshape.in !== clip.in || reshape.length !== clip.length || (reshape.gap !== undefined && reshape.gap !== gap)
}
