import type { SoundPart } from '../plan/sound.ts'

/** Left and right. */
export type Stereo = readonly [Float32Array, Float32Array]

/** Which samples of a part are heard in a block; undefined when none are. All numbers at the film's sample rate. */
export function heardIn(
  part: SoundPart,
  blockStart: number,
  blockLength: number,
): { source: number; at: number; count: number } | undefined {
  const from = Math.max(part.start, blockStart)
  const to = Math.min(part.start + part.length, blockStart + blockLength)
  return to > from ? { source: part.from + from - part.start, at: from - blockStart, count: to - from } : undefined
}

/** Adds a part's samples to a block. */
export function addTo(block: Stereo, at: number, samples: Stereo): void {
  for (const side of [0, 1] as const) {
    const [sum, add] = [block[side], samples[side]]
    for (let n = 0; n < add.length; n++) sum[at + n] = (sum[at + n] as number) + (add[n] as number)
  }
}

/** Keeps loud sums within what encoders take. */
export function clampBlock(block: Stereo): void {
  for (const side of block) for (let n = 0; n < side.length; n++) side[n] = Math.max(-1, Math.min(1, side[n] as number))
}

const SIDE = Math.SQRT1_2
/** Weights for left and right by channel count, as the Web Audio specification mixes speakers down. */
const MATRICES: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  1: [[1, 1]],
  2: [
    [1, 0],
    [0, 1],
  ],
  4: [
    [0.5, 0],
    [0, 0.5],
    [0.5, 0],
    [0, 0.5],
  ],
  6: [
    [1, 0],
    [0, 1],
    [SIDE, SIDE],
    [0, 0],
    [SIDE, 0],
    [0, SIDE],
  ],
}

/** Mixes any number of channels to two; unknown layouts keep their first two. */
export function toStereo(channels: readonly Float32Array[]): Stereo {
  const length = channels[0]?.length ?? 0
  const mixed: Stereo = [new Float32Array(length), new Float32Array(length)]
  const matrix = MATRICES[channels.length] ?? MATRICES[2] ?? []
  matrix.forEach((weights, index) => {
    const channel = channels[index]
    if (!channel) return
    for (const side of [0, 1] as const) {
      const weight = weights[side]
      const target = mixed[side]
      if (weight !== 0)
        for (let n = 0; n < length; n++) target[n] = (target[n] as number) + weight * (channel[n] as number)
    }
  })
  return mixed
}
