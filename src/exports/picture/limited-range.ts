// BT.709 weights (ITU-R BT.709-6, 3.2) scaled to 8-bit limited range and to 16 fractional bits.
const FRACTION = 16
const LUMA = [11966, 40254, 4064] as const
const BLUE = [-6596, -22188, 28784] as const
const RED = [28784, -26145, -2639] as const
const HALF = 1 << (FRACTION - 1)
const LUMA_BASE = (16 << FRACTION) + HALF
// Chroma is taken of the sum of four pixels: two bits more.
const CHROMA_BASE = (128 << (FRACTION + 2)) + (HALF << 2)

/** Bytes of an I420 picture. */
export function i420Bytes(width: number, height: number): number {
  return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2)
}

/** Converts RGBA pixels (R'G'B', full range) to limited-range BT.709 I420, in place of `target`. Each chroma value is the mean of its 2 × 2 pixels. */
export function toLimitedI420(
  rgba: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
  target: Uint8Array,
): void {
  const half = Math.ceil(width / 2)
  const blueAt = width * height
  const redAt = blueAt + half * Math.ceil(height / 2)
  for (let y = 0; y < height; y++) lumaRow(rgba, y * width, width, target)
  for (let y = 0; y < height; y += 2) {
    const upper = y * width * 4
    const lower = (y + 1 < height ? y + 1 : y) * width * 4
    chromaRow(rgba, upper, lower, width, target, blueAt + (y >> 1) * half, redAt + (y >> 1) * half)
  }
}

function lumaRow(rgba: Uint8ClampedArray | Uint8Array, from: number, width: number, target: Uint8Array): void {
  for (let at = from, pixel = from * 4; at < from + width; at++, pixel += 4) {
    target[at] =
      (LUMA[0] * (rgba[pixel] as number) +
        LUMA[1] * (rgba[pixel + 1] as number) +
        LUMA[2] * (rgba[pixel + 2] as number) +
        LUMA_BASE) >>
      FRACTION
  }
}

function chromaRow(
  rgba: Uint8ClampedArray | Uint8Array,
  upper: number,
  lower: number,
  width: number,
  target: Uint8Array,
  blueAt: number,
  redAt: number,
): void {
  for (let x = 0, out = 0; x < width; x += 2, out++) {
    const left = x * 4
    const right = x + 1 < width ? left + 4 : left
    const [a, b, c, d] = [upper + left, upper + right, lower + left, lower + right]
    const r = (rgba[a] as number) + (rgba[b] as number) + (rgba[c] as number) + (rgba[d] as number)
    const g = (rgba[a + 1] as number) + (rgba[b + 1] as number) + (rgba[c + 1] as number) + (rgba[d + 1] as number)
    const bl = (rgba[a + 2] as number) + (rgba[b + 2] as number) + (rgba[c + 2] as number) + (rgba[d + 2] as number)
    target[blueAt + out] = (BLUE[0] * r + BLUE[1] * g + BLUE[2] * bl + CHROMA_BASE) >> (FRACTION + 2)
    target[redAt + out] = (RED[0] * r + RED[1] * g + RED[2] * bl + CHROMA_BASE) >> (FRACTION + 2)
  }
}
