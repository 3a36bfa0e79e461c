import { type Picture, withChannels } from './picture.ts'

// Lossless WebP (VP8L) with the plainest codes that the format allows: no transforms, no back references, and per
// channel either a code for one or two values or the flat code of 8 bits. Large, but correct and without a dependency.
const LENGTH_ORDER = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]

/** Writes a still WebP (lossless). */
export function encodeWebp(picture: Picture): Buffer {
  return riff([chunk('VP8L', vp8l(picture))])
}

/** Writes an animated WebP (lossless); `frameMs` is how long each frame stays. */
export function encodeAnimatedWebp(frames: Picture[], frameMs: number): Buffer {
  const first = frames[0]
  if (!first) throw new Error('an animation needs a frame')
  const alpha = first.channels === 4 ? 0x10 : 0
  const extended = Buffer.concat([Buffer.from([alpha | 0x02, 0, 0, 0]), u24(first.width - 1), u24(first.height - 1)])
  const animation = Buffer.from([0, 0, 0, 0, 0, 0])
  const parts = frames.map((frame) => {
    const place = Buffer.concat([u24(0), u24(0), u24(frame.width - 1), u24(frame.height - 1), u24(Math.round(frameMs))])
    return chunk('ANMF', Buffer.concat([place, Buffer.from([0x02]), chunk('VP8L', vp8l(frame))]))
  })
  return riff([chunk('VP8X', extended), chunk('ANIM', animation), ...parts])
}

function riff(chunks: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  const head = Buffer.alloc(8)
  head.write('RIFF')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name)
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

function u24(value: number): Buffer {
  return Buffer.from([value & 255, (value >> 8) & 255, (value >> 16) & 255])
}

type Coder = (value: number) => void

function vp8l(picture: Picture): Buffer {
  const { width, height, pixels } = withChannels(picture, 4)
  const bits = new Bits(width * height * 4 + 256)
  bits.put(0x2f, 8)
  bits.put(width - 1, 14)
  bits.put(height - 1, 14)
  bits.put(picture.channels === 4 ? 1 : 0, 1)
  bits.put(0, 3)
  bits.put(0, 3) // no transform, no colour cache, one group of codes
  const code = (channel: number, alphabet: number) => writeCode(bits, valuesOf(pixels, channel), alphabet)
  const [green, red, blue, alpha] = [code(1, 280), code(0, 256), code(2, 256), code(3, 256)]
  writeCode(bits, [0], 40)
  for (let i = 0; i < pixels.length; i += 4) {
    green(pixels[i + 1] ?? 0)
    red(pixels[i] ?? 0)
    blue(pixels[i + 2] ?? 0)
    alpha(pixels[i + 3] ?? 0)
  }
  return bits.bytes()
}

/** At most three of the values that a channel takes: more than two need the flat code anyway. */
function valuesOf(pixels: Uint8Array, channel: number): number[] {
  const values = new Set<number>()
  for (let i = channel; i < pixels.length && values.size < 3; i += 4) values.add(pixels[i] ?? 0)
  return [...values].sort((a, b) => a - b)
}

function writeCode(bits: Bits, values: number[], alphabet: number): Coder {
  if (values.length > 2) return writeFlatCode(bits, alphabet)
  bits.put(1, 1)
  bits.put(values.length - 1, 1)
  bits.put(1, 1)
  for (const value of values) bits.put(value, 8)
  return values.length === 1 ? () => undefined : (value) => bits.put(value === values[1] ? 1 : 0, 1)
}

function writeFlatCode(bits: Bits, alphabet: number): Coder {
  bits.put(0, 1)
  // Lengths 0 and 8 are the only ones used; the list must reach 8's place in the fixed order.
  const used = LENGTH_ORDER.indexOf(8) + 1
  bits.put(used - 4, 4)
  for (const length of LENGTH_ORDER.slice(0, used)) bits.put(length === 0 || length === 8 ? 1 : 0, 3)
  bits.put(0, 1)
  for (let symbol = 0; symbol < alphabet; symbol++) bits.put(symbol < 256 ? 1 : 0, 1)
  return (value) => bits.put(REVERSED[value] ?? 0, 8)
}

const REVERSED = Array.from({ length: 256 }, (_, value) =>
  [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, bit) => sum | (((value >> bit) & 1) << (7 - bit)), 0),
)

class Bits {
  private readonly buffer: Buffer
  private at = 0

  constructor(size: number) {
    this.buffer = Buffer.alloc(size)
  }

  put(value: number, count: number): void {
    for (let i = 0; i < count; i++, this.at++) {
      if ((value >> i) & 1) this.buffer[this.at >> 3] = (this.buffer[this.at >> 3] ?? 0) | (1 << (this.at & 7))
    }
  }

  bytes(): Buffer {
    return this.buffer.subarray(0, Math.ceil(this.at / 8))
  }
}
