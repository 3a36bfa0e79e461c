/** A picture of a strip: where it lies in the clip (pixels), and which of the strip's pictures it shows. */
export type Tile = { readonly left: number; readonly cell: number }

/** Most pictures that a strip has, and fewest that are worth one. */
const MOST = 64
const FEWEST = 2

/**
 * How many pictures along the whole film are enough at this scale: a power of two, so that zooming asks for new ones only
 * now and then. `frames` = length of the film, `scale` = pixels per frame, `tile` = width of a picture.
 */
export function cellsFor(frames: number, scale: number, tile: number): number {
  const wanted = Math.max(1, (frames * scale) / Math.max(1, tile))
  return Math.max(FEWEST, Math.min(MOST, 2 ** Math.ceil(Math.log2(wanted))))
}

/** The pictures of a clip between two places of it (pixels), each of the moment at its left edge. */
export function tilesOf(
  clip: { readonly in: number; readonly length: number },
  film: { readonly frames: number; readonly cells: number },
  view: { readonly scale: number; readonly tile: number; readonly from: number; readonly to: number },
): readonly Tile[] {
  const { scale, tile } = view
  if (!(tile >= 1) || !(scale > 0)) return []
  const last = Math.min(view.to, clip.length * scale)
  const tiles: Tile[] = []
  for (let left = Math.floor(Math.max(0, view.from) / tile) * tile; left < last; left += tile) {
    const frame = clip.in + left / scale
    // A clip that is longer than its film holds the last picture.
    const cell = Math.floor((frame / Math.max(1, film.frames)) * film.cells + 1e-6)
    tiles.push({ left, cell: Math.max(0, Math.min(film.cells - 1, cell)) })
  }
  return tiles
}
