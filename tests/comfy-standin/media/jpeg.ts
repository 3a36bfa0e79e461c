import { type Picture, withChannels } from './picture.ts'

// A baseline JPEG encoder (ITU T.81) without subsampling. The quantisation and Huffman tables are those of annex K:
// luminance for every component, which costs a few bytes and saves half of the code.
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63,
]
const QUANTA = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
]
const DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
const DC_VALUES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
const AC_COUNTS = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125]
const AC_VALUES = [
  ...Buffer.from(
    '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434' +
      '445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2' +
      'b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
    'hex',
  ),
]

type Codes = Map<number, [code: number, length: number]>

function huffman(counts: number[], values: number[]): Codes {
  const codes: Codes = new Map()
  let code = 0
  let at = 0
  counts.forEach((count, index) => {
    for (let i = 0; i < count; i++) codes.set(values[at++] ?? 0, [code++, index + 1])
    code <<= 1
  })
  return codes
}

const DC = huffman(DC_COUNTS, DC_VALUES)
const AC = huffman(AC_COUNTS, AC_VALUES)
const COSINES = Array.from({ length: 64 }, (_, i) => {
  const [u, x] = [i >> 3, i & 7]
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16)
})

/** Writes a baseline JPEG; `quality` is 1–100. */
export function encodeJpeg(picture: Picture, quality = 90): Buffer {
  const rgb = withChannels(picture, 3)
  const factor = quality < 50 ? 5000 / quality : 200 - quality * 2
  const quanta = QUANTA.map((value) => Math.max(1, Math.min(255, Math.floor((value * factor + 50) / 100))))
  const bits = new BitWriter()
  const last = [0, 0, 0]
  for (let y = 0; y < rgb.height; y += 8) {
    for (let x = 0; x < rgb.width; x += 8) {
      blockOf(rgb, x, y).forEach((block, component) => {
        last[component] = writeBlock(bits, transform(block, quanta), last[component] ?? 0)
      })
    }
  }
  return Buffer.concat([head(rgb, quanta), bits.bytes(), Buffer.from([0xff, 0xd9])])
}

function blockOf(picture: Picture, left: number, top: number): [Float64Array, Float64Array, Float64Array] {
  const block: [Float64Array, Float64Array, Float64Array] = [
    new Float64Array(64),
    new Float64Array(64),
    new Float64Array(64),
  ]
  for (let i = 0; i < 64; i++) {
    const x = Math.min(picture.width - 1, left + (i & 7))
    const y = Math.min(picture.height - 1, top + (i >> 3))
    const at = (y * picture.width + x) * 3
    const [r, g, b] = [picture.pixels[at] ?? 0, picture.pixels[at + 1] ?? 0, picture.pixels[at + 2] ?? 0]
    block[0][i] = 0.299 * r + 0.587 * g + 0.114 * b - 128
    block[1][i] = -0.168736 * r - 0.331264 * g + 0.5 * b
    block[2][i] = 0.5 * r - 0.418688 * g - 0.081312 * b
  }
  return block
}

function transform(block: Float64Array, quanta: number[]): number[] {
  const half = new Float64Array(64)
  for (let y = 0; y < 8; y++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0
      for (let x = 0; x < 8; x++) sum += (block[y * 8 + x] ?? 0) * (COSINES[u * 8 + x] ?? 0)
      half[y * 8 + u] = sum
    }
  }
  return ZIGZAG.map((at) => {
    const [v, u] = [at >> 3, at & 7]
    let sum = 0
    for (let y = 0; y < 8; y++) sum += (half[y * 8 + u] ?? 0) * (COSINES[v * 8 + y] ?? 0)
    return Math.round(sum / (quanta[at] ?? 1))
  })
}

function writeBlock(bits: BitWriter, values: number[], lastDc: number): number {
  const dc = values[0] ?? 0
  bits.number(DC, 0, dc - lastDc)
  let zeros = 0
  for (const value of values.slice(1)) {
    if (value === 0) {
      zeros++
      continue
    }
    for (; zeros > 15; zeros -= 16) bits.code(AC, 0xf0)
    bits.number(AC, zeros << 4, value)
    zeros = 0
  }
  if (zeros > 0) bits.code(AC, 0)
  return dc
}

class BitWriter {
  private readonly out: number[] = []
  private held = 0
  private count = 0

  number(codes: Codes, run: number, value: number): void {
    const size = value === 0 ? 0 : 32 - Math.clz32(Math.abs(value))
    this.code(codes, run | size)
    if (size > 0) this.bits(value < 0 ? value + (1 << size) - 1 : value, size)
  }

  code(codes: Codes, symbol: number): void {
    const [code, length] = codes.get(symbol) ?? [0, 0]
    this.bits(code, length)
  }

  bytes(): Buffer {
    if (this.count > 0) this.bits(0x7f, 8 - this.count)
    return Buffer.from(this.out)
  }

  private bits(value: number, length: number): void {
    for (let i = length - 1; i >= 0; i--) {
      this.held = (this.held << 1) | ((value >> i) & 1)
      if (++this.count === 8) {
        this.out.push(this.held)
        if (this.held === 0xff) this.out.push(0)
        this.held = 0
        this.count = 0
      }
    }
  }
}

function head(picture: Picture, quanta: number[]): Buffer {
  const size = [picture.height >> 8, picture.height & 255, picture.width >> 8, picture.width & 255]
  return Buffer.from([
    0xff,
    0xd8,
    ...segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, [0, ...ZIGZAG.map((at) => quanta[at] ?? 1)]),
    ...segment(0xc0, [8, ...size, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]),
    ...segment(0xc4, [0x00, ...DC_COUNTS, ...DC_VALUES, 0x10, ...AC_COUNTS, ...AC_VALUES]),
    ...segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
  ])
}

function segment(marker: number, data: number[]): number[] {
  const length = data.length + 2
  return [0xff, marker, length >> 8, length & 255, ...data]
}
