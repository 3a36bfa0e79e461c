import type { Pen } from './draw-text.browser.ts'
import { animaticFailures } from './failures.ts'

/** A canvas with its pen; `lasting` ones are read back and stay in main memory, which also keeps their pixels the same everywhere. */
export function openCanvas(
  width: number,
  height: number,
  { lasting = false } = {},
): { canvas: OffscreenCanvas; pen: Pen } {
  const facts = { width, height }
  if (typeof OffscreenCanvas === 'undefined') throw animaticFailures.error('animatic/no-canvas', { facts })
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d', { alpha: false, willReadFrequently: lasting })
  if (!pen) throw animaticFailures.error('animatic/no-canvas', { facts })
  return { canvas, pen }
}
