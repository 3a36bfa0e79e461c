/** Cards whose tops differ by less stand in one row: nobody places cards to the pixel. Canvas pixels. */
export const ROW_TOLERANCE = 48

/** Something that stands on the canvas. */
export type Placed = { readonly id: string; readonly x: number; readonly y: number }

/** The order in which a page is read: rows from top to bottom, in a row from left to right. Depends on nothing else. */
export function readingOrder<T extends Placed>(items: readonly T[]): T[] {
  const byTop = [...items].sort((a, b) => a.y - b.y || a.x - b.x || compareIds(a.id, b.id))
  const read: T[] = []
  for (let start = 0; start < byTop.length; ) {
    const top = byTop[start]?.y ?? 0
    let end = start + 1
    while (end < byTop.length && (byTop[end]?.y ?? 0) - top < ROW_TOLERANCE) end++
    const row = byTop.slice(start, end)
    row.sort((a, b) => a.x - b.x || a.y - b.y || compareIds(a.id, b.id))
    for (const item of row) read.push(item)
    start = end
  }
  return read
}

/** Code-unit order, the same on every machine and in every language. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
