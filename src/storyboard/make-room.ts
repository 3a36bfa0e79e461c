import type { Catalog } from './catalog.ts'
import type { EditCommand } from './commands.ts'
import type { Storyboard } from './document.ts'
import { overlaps, type Rect, rectOfNode } from './geometry.ts'

/** Room between a card and the next one below it. Canvas pixels. */
export const ROW_GAP = 34

/**
 * The edits that clear a rectangle of cards: everything below it moves down as far as it takes, frames too, and the
 * frame that the new cards belong to grows. `rect` comes back lower when a tall card reaches into it from above.
 */
export function makeRoom(
  board: Storyboard,
  catalog: Catalog,
  wanted: Rect,
  frameId: string | undefined,
): { readonly rect: Rect; readonly commands: readonly EditCommand[] } {
  const cards = [...board.nodes].map(([id, node]) => ({ id, node, rect: rectOfNode(node, catalog) }))
  const rect = belowTallCards(
    wanted,
    cards.map((card) => card.rect),
  )
  const padded = { ...rect, height: rect.height + ROW_GAP }
  const inTheWay =
    cards.some((card) => overlaps(card.rect, padded)) ||
    [...board.frames].some(([id, frame]) => id !== frameId && frame.rect.y >= rect.y && overlaps(frame.rect, padded))
  const down = inTheWay ? padded.height : 0
  const commands: EditCommand[] = []
  const pushed = cards.filter((card) => down > 0 && card.rect.y >= rect.y)
  if (pushed.length > 0)
    commands.push({
      type: 'move',
      positions: Object.fromEntries(
        pushed.map(({ id, node }) => [id, { x: node.position.x, y: node.position.y + down }]),
      ),
    })
  for (const [id, frame] of board.frames) {
    const { x, y, width, height } = frame.rect
    if (y >= rect.y && id !== frameId) {
      if (down > 0) commands.push({ type: 'setFrame', frame: id, rect: { x, y: y + down, width, height } })
      continue
    }
    const grown = grow({ x, y, width, height }, id === frameId ? rect : undefined, y + height > rect.y ? down : 0)
    if (grown) commands.push({ type: 'setFrame', frame: id, rect: grown })
  }
  return { rect, commands }
}

// Cards that begin above the line but end below it would be covered whatever is pushed away.
function belowTallCards(wanted: Rect, cards: readonly Rect[]): Rect {
  let rect = wanted
  for (;;) {
    const tall = cards.find((card) => card.y < rect.y && overlaps(card, rect))
    if (!tall) return rect
    rect = { ...rect, y: tall.y + tall.height + ROW_GAP }
  }
}

function grow(frame: Rect, inner: Rect | undefined, down: number): Rect | undefined {
  const bottom = Math.max(frame.y + frame.height + down, inner ? inner.y + inner.height + ROW_GAP : 0)
  const right = Math.max(frame.x + frame.width, inner ? inner.x + inner.width + 24 : Number.NEGATIVE_INFINITY)
  const left = Math.min(frame.x, inner ? inner.x - 24 : Number.POSITIVE_INFINITY)
  const next = { x: left, y: frame.y, width: right - left, height: bottom - frame.y }
  return next.x === frame.x && next.width === frame.width && next.height === frame.height ? undefined : next
}
