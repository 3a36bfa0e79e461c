/** One picture: interleaved 8-bit samples, `channels` of them per pixel (1 mask, 3 RGB, 4 RGBA). */
export type Picture = { width: number; height: number; channels: 1 | 3 | 4; pixels: Uint8Array }

/**
 * A batch of pictures of one size. Frames are made when asked for, so that a long clip costs no memory while it
 * travels through a graph.
 */
export type Batch = { width: number; height: number; channels: 1 | 3 | 4; count: number; frame(index: number): Picture }

/** An RGB colour with samples of 0–255. */
export type Colour = [number, number, number]

/** A picture of one colour. */
export function solid(width: number, height: number, colour: number[]): Picture {
  const channels = colour.length as 1 | 3 | 4
  const pixels = new Uint8Array(width * height * channels)
  for (let i = 0; i < pixels.length; i++) pixels[i] = colour[i % channels] ?? 0
  return { width, height, channels, pixels }
}

/** A batch that shows the same picture `count` times. */
export function still(picture: Picture, count = 1): Batch {
  return { width: picture.width, height: picture.height, channels: picture.channels, count, frame: () => picture }
}

/** A batch whose frames are those of `batch`, each changed by `change` (which must keep to the given shape). */
export function mapBatch(batch: Batch, change: (picture: Picture, index: number) => Picture, shape = {}): Batch {
  return { ...batch, ...shape, frame: (index) => change(batch.frame(index), index) }
}

/** Repeats a whole batch `times` times. */
export function repeatBatch(batch: Batch, times: number): Batch {
  return { ...batch, count: batch.count * times, frame: (index) => batch.frame(index % batch.count) }
}

/** `length` frames from `start`, kept inside the batch as ComfyUI does. */
export function sliceBatch(batch: Batch, start: number, length: number): Batch {
  const from = start < 0 ? Math.max(0, batch.count + start) : Math.min(batch.count - 1, start)
  const count = Math.max(1, Math.min(batch.count - from, length))
  return { ...batch, count, frame: (index) => batch.frame(from + index) }
}

/** Two batches one after the other; the second is scaled to the size of the first. */
export function joinBatches(a: Batch, b: Batch): Batch {
  const same = a.width === b.width && a.height === b.height
  const second = same ? b : mapBatch(b, (picture) => scale(picture, a.width, a.height))
  const channels = Math.max(a.channels, b.channels) as 3 | 4
  return {
    ...a,
    channels,
    count: a.count + b.count,
    frame: (index) => withChannels(index < a.count ? a.frame(index) : second.frame(index - a.count), channels),
  }
}

/** Inverts the colours; alpha stays. */
export function invert(picture: Picture): Picture {
  const { channels } = picture
  return { ...picture, pixels: picture.pixels.map((value, i) => (channels === 4 && i % 4 === 3 ? value : 255 - value)) }
}

/** Nearest-neighbour scaling. */
export function scale(picture: Picture, width: number, height: number): Picture {
  const { channels, pixels } = picture
  const result = new Uint8Array(width * height * channels)
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * picture.height) / height) * picture.width
    for (let x = 0; x < width; x++) {
      const from = (row + Math.floor((x * picture.width) / width)) * channels
      const to = (y * width + x) * channels
      for (let c = 0; c < channels; c++) result[to + c] = pixels[from + c] ?? 0
    }
  }
  return { width, height, channels, pixels: result }
}

/** The rectangle at (x, y), cut off at the picture's edges. */
export function crop(picture: Picture, x: number, y: number, width: number, height: number): Picture {
  const left = Math.min(x, picture.width - 1)
  const top = Math.min(y, picture.height - 1)
  const target = solid(
    Math.min(width, picture.width - left),
    Math.min(height, picture.height - top),
    blank(picture.channels),
  )
  return paste(target, picture, -left, -top)
}

/** Puts `source` onto a copy of `target` at (x, y); `mask` (one channel, size of the source) weighs each pixel. */
export function paste(target: Picture, source: Picture, x: number, y: number, mask?: Picture): Picture {
  const pixels = target.pixels.slice()
  const from = withChannels(source, target.channels)
  const { channels } = target
  for (let row = Math.max(0, -y); row < source.height && row + y < target.height; row++) {
    for (let column = Math.max(0, -x); column < source.width && column + x < target.width; column++) {
      const to = ((row + y) * target.width + column + x) * channels
      const at = row * source.width + column
      const weight = mask ? (mask.pixels[at] ?? 0) / 255 : 1
      for (let c = 0; c < channels; c++) {
        pixels[to + c] = Math.round(
          (from.pixels[at * channels + c] ?? 0) * weight + (pixels[to + c] ?? 0) * (1 - weight),
        )
      }
    }
  }
  return { ...target, pixels }
}

/** A box blur of the given radius, in two passes. */
export function blur(picture: Picture, radius: number): Picture {
  if (radius < 1) return picture
  return blurLine(blurLine(picture, radius, true), radius, false)
}

function blurLine(picture: Picture, radius: number, across: boolean): Picture {
  const { width, height, channels, pixels } = picture
  const result = new Uint8Array(pixels.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let d = -radius; d <= radius; d++) {
          const at = across
            ? y * width + Math.min(width - 1, Math.max(0, x + d))
            : Math.min(height - 1, Math.max(0, y + d)) * width + x
          sum += pixels[at * channels + c] ?? 0
        }
        result[(y * width + x) * channels + c] = Math.round(sum / (2 * radius + 1))
      }
    }
  }
  return { ...picture, pixels: result }
}

/** The picture with another number of channels: grey is spread, alpha is dropped or added opaque. */
export function withChannels(picture: Picture, channels: 1 | 3 | 4): Picture {
  if (picture.channels === channels) return picture
  const count = picture.width * picture.height
  const pixels = new Uint8Array(count * channels)
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < channels; c++) {
      if (c === 3) pixels[i * 4 + 3] = 255
      else pixels[i * channels + c] = picture.pixels[i * picture.channels + (picture.channels === 1 ? 0 : c)] ?? 0
    }
  }
  return { width: picture.width, height: picture.height, channels, pixels }
}

/** The mask that ComfyUI derives from alpha: white where the picture is transparent; 64×64 black without alpha. */
export function maskOf(picture: Picture): Picture {
  if (picture.channels !== 4) return solid(64, 64, [0])
  const pixels = new Uint8Array(picture.width * picture.height)
  for (let i = 0; i < pixels.length; i++) pixels[i] = 255 - (picture.pixels[i * 4 + 3] ?? 255)
  return { width: picture.width, height: picture.height, channels: 1, pixels }
}

function blank(channels: 1 | 3 | 4): number[] {
  return channels === 4 ? [0, 0, 0, 0] : channels === 3 ? [0, 0, 0] : [0]
}

/**
 * What the pretended sampler paints: a gradient around `colour` that wanders sideways with time, with one bright bar
 * whose place tells the frame apart from its neighbours.
 */
export function gradientBatch(width: number, height: number, count: number, colour: Colour, under?: Picture): Batch {
  const base = under ? scale(withChannels(under, 3), width, height) : undefined
  return {
    width,
    height,
    channels: 3,
    count,
    frame: (index) => gradientFrame(width, height, index / count, colour, base),
  }
}

function gradientFrame(width: number, height: number, time: number, colour: Colour, base?: Picture): Picture {
  const pixels = new Uint8Array(width * height * 3)
  const bar = Math.floor(time * width)
  const thickness = Math.max(1, Math.floor(width / 40))
  for (let y = 0; y < height; y++) {
    const light = 0.7 + (0.3 * y) / height
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      const wave = light * (0.6 + 0.4 * Math.abs(((x / width + time) % 1) * 2 - 1))
      const bright = x >= bar && x < bar + thickness
      for (let c = 0; c < 3; c++) {
        const painted = bright ? 255 : (colour[c] ?? 0) * wave
        pixels[at + c] = base ? ((base.pixels[at + c] ?? 0) * 2 + painted) / 3 : painted
      }
    }
  }
  return { width, height, channels: 3, pixels }
}
