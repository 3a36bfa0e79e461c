/** Where a label begins, in screen pixels, and how wide it is. */
export type Label = { readonly x: number; readonly y: number; readonly width: number }

/** The labels that stand on a picture already. */
export type LabelRoom = {
  /** Takes the place of a label; false when it would touch one that stands there, or when there are enough of them. */
  take(label: Label, gap?: number): boolean
}

/** Space beside a label that stays free. */
const BESIDE = 3

/** Makes the room for at most `most` labels of a height; `gap` is the free height that a label asks for. */
export function createLabelRoom(height: number, most: number): LabelRoom {
  const rows = new Map<number, Label[]>()
  let count = 0
  const touches = (label: Label, gap: number) => {
    const reach = height + gap
    const [first, last] = [Math.floor((label.y - reach) / height), Math.floor((label.y + reach) / height)]
    for (let row = first; row <= last; row++)
      for (const other of rows.get(row) ?? []) {
        const beside = label.x > other.x + other.width + BESIDE || other.x > label.x + label.width + BESIDE
        if (!beside && Math.abs(other.y - label.y) < reach) return true
      }
    return false
  }
  return {
    take(label, gap = 0) {
      if (count >= most || touches(label, gap)) return false
      count += 1
      const row = Math.floor(label.y / height)
      const known = rows.get(row)
      if (known) known.push(label)
      else rows.set(row, [label])
      return true
    },
  }
}

/** What comes first in a name, such as `SC010` of `SC010 · EXT. CLIFF – DUSK`. */
export function leadOf(name: string): string {
  return name.split(/\s[·|:–—-]\s|:\s/)[0] || name
}
