import { randomInt } from 'node:crypto'
import { type Batch, maskOf, type Picture, solid, still, withChannels } from '../media/picture.ts'
import { decodePng, encodePng } from '../media/png.ts'
import { decodeWithFfmpeg, encodeVideo, type VideoForm } from '../media/video.ts'
import { encodeAnimatedWebp } from '../media/webp.ts'
import { dumpPythonJson, isObject, type Json } from '../python-json.ts'
import { PythonError } from '../python-values.ts'
import type { FileRef, FolderType } from '../types.ts'
import { batchOf, floatOf, isKind, type NodeBody, type NodeRun, textOf, type Video } from './run.ts'

const loadImage: NodeBody = async (run) => {
  const { path } = run.files.annotated(textOf(run, 'image'))
  const stored = run.files.read(path)
  const picture = stored && (await decodePicture(stored.bytes))
  if (!picture) throw new PythonError('PIL.UnidentifiedImageError', `cannot identify image file '${path}'`)
  return { outputs: [still(withChannels(picture, 3)), still(maskOf(picture))] }
}

/** Decodes PNG itself and everything else with ffmpeg; without ffmpeg a JPEG, WebP or GIF becomes plain grey. */
export async function decodePicture(bytes: Buffer): Promise<Picture | undefined> {
  try {
    return decodePng(bytes)
  } catch {
    const decoded = await decodeWithFfmpeg(bytes)
    if (decoded) return { ...decoded, channels: 3 }
    const known = [Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('RIFF'), Buffer.from('GIF8')]
    const readable = known.some((magic) => bytes.subarray(0, magic.length).equals(magic)) && bytes.length > 64
    return readable ? solid(512, 512, [128, 128, 128]) : undefined
  }
}

/** The graph and every key of `extra_pnginfo`, as files carry them. */
function textsOf(run: NodeRun): Record<string, string> {
  const info = run.extraData['extra_pnginfo']
  const extra = isObject(info) ? Object.entries(info).map(([key, value]) => [key, dumpPythonJson(value)] as const) : []
  return Object.fromEntries([['prompt', dumpPythonJson(run.prompt)], ...extra])
}

function savePictures(run: NodeRun, type: FolderType, prefix: string): Json[] {
  const images = batchOf(run, 'images')
  const name = run.files.nextName(type, prefix, images.width, images.height)
  const texts = textsOf(run)
  return Array.from({ length: images.count }, (_, index) => {
    const base = name.base.replaceAll('%batch_num%', String(index))
    const bytes = encodePng(images.frame(index), texts)
    return { ...run.files.save(type, { ...name, base, counter: name.counter + index }, 'png', bytes) }
  })
}

const saveImage: NodeBody = (run) => ({
  outputs: [run.inputs['images']],
  ui: { images: savePictures(run, 'output', textOf(run, 'filename_prefix', 'ComfyUI')) },
})

const previewImage: NodeBody = (run) => {
  const letters = Array.from({ length: 5 }, () => 'abcdefghijklmnopqrstupvxyz'[randomInt(26)]).join('')
  return { outputs: [run.inputs['images']], ui: { images: savePictures(run, 'temp', `ComfyUI_temp_${letters}`) } }
}

const sendImage: NodeBody = (run) => {
  const images = batchOf(run, 'images')
  for (let index = 0; index < images.count; index++) run.sendPicture(encodePng(images.frame(index)))
  return { outputs: [] }
}

const createVideo: NodeBody = (run) => {
  const video: Video = { kind: 'video', frames: batchOf(run, 'images'), rate: floatOf(run, 'fps', 24) }
  return { outputs: [video] }
}

async function saveClip(run: NodeRun, frames: Batch, rate: number, form: VideoForm): Promise<FileRef> {
  const name = run.files.nextName('output', textOf(run, 'filename_prefix', 'ComfyUI'), frames.width, frames.height)
  const bytes = await encodeVideo(frames, rate, form, run.media, textsOf(run))
  return run.files.save('output', name, form === 'mp4-h264' ? 'mp4' : 'webm', bytes)
}

const saveVideo: NodeBody = async (run) => {
  const video = run.inputs['video']
  if (!isKind<Video>(video, 'video'))
    throw new PythonError('AttributeError', "'NoneType' object has no attribute 'save_to'")
  const file = await saveClip(run, video.frames, video.rate, 'mp4-h264')
  return { outputs: [video], ui: { images: [{ ...file }], animated: [true] } }
}

const saveWebm: NodeBody = async (run) => {
  const images = batchOf(run, 'images')
  const file = await saveClip(run, images, floatOf(run, 'fps', 24), 'webm-vp9')
  return { outputs: [images], ui: { images: [{ ...file }], animated: [true] } }
}

const saveAnimatedWebp: NodeBody = (run) => {
  const images = batchOf(run, 'images')
  const name = run.files.nextName('output', textOf(run, 'filename_prefix', 'ComfyUI'), images.width, images.height)
  const frames = Array.from({ length: images.count }, (_, index) => images.frame(index))
  const bytes = encodeAnimatedWebp(frames, 1000 / floatOf(run, 'fps', 6))
  const file = run.files.save('output', name, 'webp', bytes)
  return { outputs: [images], ui: { images: [{ ...file }], ...(images.count === 1 ? {} : { animated: [true] }) } }
}

/** Node classes that read or write files. */
export const storingNodes: Record<string, NodeBody> = {
  LoadImage: loadImage,
  SaveImage: saveImage,
  PreviewImage: previewImage,
  SaveImageWebsocket: sendImage,
  CreateVideo: createVideo,
  SaveVideo: saveVideo,
  SaveWEBM: saveWebm,
  SaveAnimatedWEBP: saveAnimatedWebp,
}
