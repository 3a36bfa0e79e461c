import {
  type Batch,
  blur,
  crop,
  invert,
  joinBatches,
  mapBatch,
  maskOf,
  paste,
  repeatBatch,
  scale,
  sliceBatch,
  solid,
  still,
  withChannels,
} from '../media/picture.ts'
import { PythonError } from '../python-values.ts'
import { batchOf, floatOf, intOf, type NodeBody, type NodeRun, optionalBatch, textOf } from './run.ts'

const MEMORY_LIMIT = 16e9

const emptyImage: NodeBody = (run) => {
  const [width, height, count] = [intOf(run, 'width', 512), intOf(run, 'height', 512), intOf(run, 'batch_size', 1)]
  const bytes = width * height * count * 3 * 4
  if (bytes > MEMORY_LIMIT) {
    const text = `can't allocate memory: you tried to allocate ${bytes} bytes. Error code 12 (Cannot allocate memory)`
    throw new PythonError('RuntimeError', `[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: ${text}`)
  }
  const colour = intOf(run, 'color')
  return { outputs: [still(solid(width, height, [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255]), count)] }
}

const imageScale: NodeBody = (run) => {
  const image = batchOf(run, 'image')
  const asked = [intOf(run, 'width'), intOf(run, 'height')]
  if (asked[0] === 0 && asked[1] === 0) return { outputs: [image] }
  const width = asked[0] || Math.max(1, Math.round((image.width * (asked[1] ?? 0)) / image.height))
  const height = asked[1] || Math.max(1, Math.round((image.height * (asked[0] ?? 0)) / image.width))
  return { outputs: [scaled(image, width, height, textOf(run, 'crop') === 'center')] }
}

function scaled(image: Batch, width: number, height: number, centre: boolean): Batch {
  const wide = image.width / image.height > width / height
  const cutWidth = centre && wide ? Math.round((image.height * width) / height) : image.width
  const cutHeight = centre && !wide ? Math.round((image.width * height) / width) : image.height
  const [left, top] = [Math.round((image.width - cutWidth) / 2), Math.round((image.height - cutHeight) / 2)]
  return mapBatch(image, (picture) => scale(crop(picture, left, top, cutWidth, cutHeight), width, height), {
    width,
    height,
  })
}

const imageScaleBy: NodeBody = (run) => {
  const image = batchOf(run, 'image')
  const factor = floatOf(run, 'scale_by', 1)
  return { outputs: [scaled(image, Math.round(image.width * factor), Math.round(image.height * factor), false)] }
}

const imageCrop: NodeBody = (run) => {
  const image = batchOf(run, 'image')
  const [x, y] = [Math.min(intOf(run, 'x'), image.width - 1), Math.min(intOf(run, 'y'), image.height - 1)]
  const [width, height] = [
    Math.min(intOf(run, 'width'), image.width - x),
    Math.min(intOf(run, 'height'), image.height - y),
  ]
  return { outputs: [mapBatch(image, (picture) => crop(picture, x, y, width, height), { width, height })] }
}

const imagePad: NodeBody = (run) => {
  const image = batchOf(run, 'image')
  const [left, top, right, bottom] = [intOf(run, 'left'), intOf(run, 'top'), intOf(run, 'right'), intOf(run, 'bottom')]
  const [width, height] = [image.width + left + right, image.height + top + bottom]
  const grey = solid(width, height, Array<number>(image.channels).fill(127))
  const padded = mapBatch(image, (picture) => paste(grey, picture, left, top), { width, height })
  const hole = solid(image.width, image.height, [0])
  return { outputs: [padded, still(paste(solid(width, height, [255]), hole, left, top))] }
}

const imageComposite: NodeBody = (run) => {
  const [destination, given] = [batchOf(run, 'destination'), batchOf(run, 'source')]
  const fits = run.inputs['resize_source'] === true
  const source = fits ? scaled(given, destination.width, destination.height, false) : given
  const mask = optionalBatch(run, 'mask')
  const [x, y] = [intOf(run, 'x'), intOf(run, 'y')]
  const composed = mapBatch(destination, (picture, index) => {
    const top = source.frame(index % source.count)
    const weights = mask ? scale(mask.frame(index % mask.count), top.width, top.height) : undefined
    return paste(picture, top, x, y, weights)
  })
  return { outputs: [composed] }
}

const solidMask: NodeBody = (run) => {
  const value = Math.round(floatOf(run, 'value', 1) * 255)
  return { outputs: [still(solid(intOf(run, 'width', 512), intOf(run, 'height', 512), [value]))] }
}

const maskToImage: NodeBody = (run) => ({
  outputs: [mapBatch(batchOf(run, 'mask'), (picture) => withChannels(picture, 3), { channels: 3 })],
})

const imageToMask: NodeBody = (run) => {
  const image = batchOf(run, 'image')
  const channel = ['red', 'green', 'blue', 'alpha'].indexOf(textOf(run, 'channel', 'red'))
  if (channel === 3) return { outputs: [mapBatch(image, maskOf, { channels: 1 })] }
  const pick = (picture: ReturnType<Batch['frame']>) => ({
    ...picture,
    channels: 1 as const,
    pixels: picture.pixels.filter((_, i) => i % picture.channels === channel),
  })
  return { outputs: [mapBatch(image, pick, { channels: 1 })] }
}

const constant: NodeBody = (run) => ({ outputs: [run.inputs['value']] })

function change(run: NodeRun, body: (image: Batch) => Batch) {
  return { outputs: [body(batchOf(run, 'image'))] }
}

/** Node classes that make or change pictures, and constants. */
export const imageNodes: Record<string, NodeBody> = {
  EmptyImage: emptyImage,
  ImageInvert: (run) => change(run, (image) => mapBatch(image, invert)),
  ImageScale: imageScale,
  ImageScaleBy: imageScaleBy,
  ImageBlur: (run) => change(run, (image) => mapBatch(image, (picture) => blur(picture, intOf(run, 'blur_radius', 1)))),
  ImageBatch: (run) => ({ outputs: [joinBatches(batchOf(run, 'image1'), batchOf(run, 'image2'))] }),
  RepeatImageBatch: (run) => change(run, (image) => repeatBatch(image, intOf(run, 'amount', 1))),
  ImageFromBatch: (run) =>
    change(run, (image) => sliceBatch(image, intOf(run, 'batch_index'), intOf(run, 'length', 1))),
  ImageCrop: imageCrop,
  ImagePadForOutpaint: imagePad,
  ImageCompositeMasked: imageComposite,
  SolidMask: solidMask,
  MaskToImage: maskToImage,
  ImageToMask: imageToMask,
  PrimitiveInt: constant,
  PrimitiveFloat: constant,
  PrimitiveString: constant,
  PrimitiveStringMultiline: constant,
  PrimitiveBoolean: constant,
}
