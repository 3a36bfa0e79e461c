/** Pixels from one line of a waveform to the next. */
export const WAVE_STEP = 3

/** What a waveform is drawn from. */
export type Wave = {
  readonly values: { readonly length: number; readonly [index: number]: number }
  readonly perSecond: number
  /** Second of the file at pixel 0 of the clip. */
  readonly from: number
  readonly pixelsPerSecond: number
}

/** An SVG path of mirrored lines from one pixel of the clip to another, in a box of a height. */
export function wavePath(
  { values, perSecond, from, pixelsPerSecond }: Wave,
  left: number,
  right: number,
  height: number,
): string {
  const parts: string[] = []
  const second = (pixel: number) => from + pixel / pixelsPerSecond
  for (let x = Math.ceil(left / WAVE_STEP) * WAVE_STEP; x < right; x += WAVE_STEP) {
    const first = Math.floor(second(x) * perSecond)
    const last = Math.max(first + 1, Math.floor(second(x + WAVE_STEP) * perSecond))
    if (first >= values.length) break
    let loud = 0
    for (let index = Math.max(0, first); index < last && index < values.length; index++)
      loud = Math.max(loud, values[index] ?? 0)
    // The square root shows quiet sound, too; a line of silence is still a line.
    const half = Math.max(0.5, (Math.sqrt(loud) * (height - 4)) / 2)
    parts.push(`M${x + 1} ${(height / 2 - half).toFixed(1)}v${(half * 2).toFixed(1)}`)
  }
  return parts.join('')
}
