/** A cell by its row among the shots that are shown and its column among those shown. */
export type Cell = { readonly row: number; readonly column: number }

/** A block of cells: where it began, and the cell that has the focus. */
export type Block = { readonly anchor: Cell; readonly focus: Cell }

/** The block as ranges, ends included. */
export function boundsOf({ anchor, focus }: Block): { top: number; bottom: number; left: number; right: number } {
  return {
    top: Math.min(anchor.row, focus.row),
    bottom: Math.max(anchor.row, focus.row),
    left: Math.min(anchor.column, focus.column),
    right: Math.max(anchor.column, focus.column),
  }
}

/** True when a cell lies in the block. */
export function isInside(block: Block | undefined, { row, column }: Cell): boolean {
  if (!block) return false
  const { top, bottom, left, right } = boundsOf(block)
  return row >= top && row <= bottom && column >= left && column <= right
}

/** Number of cells in the block. */
export function sizeOf(block: Block): number {
  const { top, bottom, left, right } = boundsOf(block)
  return (bottom - top + 1) * (right - left + 1)
}

const STEPS: Readonly<Record<string, Cell>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  PageUp: { row: -10, column: 0 },
  PageDown: { row: 10, column: 0 },
}

/** The block after a key that moves the focus; undefined for other keys. `extend` keeps the anchor. */
export function moveBlock(block: Block, key: string, extend: boolean, size: Cell): Block | undefined {
  const { row, column } = block.focus
  const step = STEPS[key]
  const target = step
    ? { row: row + step.row, column: column + step.column }
    : key === 'Home'
      ? { row, column: 0 }
      : key === 'End'
        ? { row, column: size.column - 1 }
        : undefined
  if (!target) return undefined
  const focus = { row: clamp(target.row, size.row), column: clamp(target.column, size.column) }
  return { anchor: extend ? block.anchor : focus, focus }
}

function clamp(value: number, size: number): number {
  return Math.max(0, Math.min(size - 1, value))
}
