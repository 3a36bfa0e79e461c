import { RATES, type Rate, timebase } from '../../kernel/index.ts'

/** Picture shapes of the trade, each with the sizes that are usual for it. */
export const SIZE_PRESETS = [
  { id: '16:9', width: 1280, height: 720 },
  { id: '16:9', width: 1920, height: 1080 },
  { id: '16:9', width: 3840, height: 2160 },
  { id: '2.39:1', width: 1280, height: 536 },
  { id: '2.39:1', width: 1920, height: 804 },
  { id: '1.85:1', width: 1280, height: 692 },
  { id: '1.85:1', width: 1920, height: 1038 },
  { id: '4:3', width: 1024, height: 768 },
  { id: '4:3', width: 1440, height: 1080 },
  { id: '1:1', width: 1080, height: 1080 },
  { id: '9:16', width: 720, height: 1280 },
  { id: '9:16', width: 1080, height: 1920 },
] as const

/** The name under which a size is chosen. */
export function sizeKey({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${width}x${height}`
}

/** Whether encoders take this number of pixels for a side. */
export function isGoodSide(pixels: number | null): pixels is number {
  return pixels !== null && Number.isInteger(pixels) && pixels % 2 === 0 && pixels >= 16 && pixels <= 8192
}

/** The name under which a rate is chosen: its exact fraction. */
export function rateKey({ num, den }: Rate): string {
  return `${num}/${den}`
}

/** The rate behind a name, if it is one of the usual ones. */
export function rateOf(key: string): Rate | undefined {
  return RATES.find((rate) => rateKey(rate) === key)
}

/** The frame count of one second of timecode. */
export function frameBase(rate: Rate): number {
  return timebase(rate)
}

/** Whether a naming pattern tells the shots of a scene apart. */
export function isGoodNaming(pattern: string): boolean {
  return pattern.includes('{shot}')
}
