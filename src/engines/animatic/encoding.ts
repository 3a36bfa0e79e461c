import type { Rate } from '../../kernel/index.ts'

/** How a clip is encoded. All clips of one size and rate share it, so that a film can be joined without re-encoding. */
export type Encoding = {
  readonly codec: 'avc' | 'vp9'
  readonly container: 'mp4' | 'webm'
  readonly mime: 'video/mp4' | 'video/webm'
  /** Bits per second. */
  readonly bitrate: number
  /** Every how many frames a picture that needs no other: once a second. */
  readonly keyEvery: number
  readonly acceleration: 'prefer-software' | 'no-preference'
}

/** Bits for one pixel of one frame: drawn panels look clean at this. */
const BITS_PER_PIXEL = 0.18
/** Encoders refuse or blur below this. */
const LEAST_BITRATE = 150_000

/**
 * The encodings to try, best first. Software before hardware: it gives the same bytes every time, and the same parameter
 * sets for every clip. H.264 needs even sides.
 */
export function encodingsFor(size: { readonly width: number; readonly height: number }, rate: Rate): Encoding[] {
  const perSecond = rate.num / rate.den
  const bitrate = Math.max(LEAST_BITRATE, Math.round(size.width * size.height * perSecond * BITS_PER_PIXEL))
  const keyEvery = Math.max(1, Math.round(perSecond))
  const mp4 = { codec: 'avc', container: 'mp4', mime: 'video/mp4', bitrate, keyEvery } as const
  const webm = { codec: 'vp9', container: 'webm', mime: 'video/webm', bitrate, keyEvery } as const
  const even = size.width % 2 === 0 && size.height % 2 === 0
  return [...(even ? [mp4] : []), webm].flatMap((one) => [
    { ...one, acceleration: 'prefer-software' as const },
    { ...one, acceleration: 'no-preference' as const },
  ])
}
