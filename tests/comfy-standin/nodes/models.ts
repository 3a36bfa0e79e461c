import { createHash } from 'node:crypto'
import { type Colour, gradientBatch, scale, solid, still } from '../media/picture.ts'
import {
  batchOf,
  type Conditioning,
  intOf,
  isKind,
  type Latent,
  latentOf,
  type NodeBody,
  type NodeRun,
  optionalBatch,
  type Token,
  textOf,
} from './run.ts'

const token = (name: string): Token => ({ kind: 'token', name })

const loader =
  (input: string, outputs = 1): NodeBody =>
  (run) => ({ outputs: Array.from({ length: outputs }, () => token(textOf(run, input))) })

const passThrough =
  (...names: string[]): NodeBody =>
  (run) => ({ outputs: names.map((name) => run.inputs[name]) })

const textEncode: NodeBody = (run) => {
  const conditioning: Conditioning = { kind: 'conditioning', texts: [textOf(run, 'text')] }
  return { outputs: [conditioning] }
}

const emptyLatent =
  (lengthInput?: string): NodeBody =>
  (run) => ({ outputs: [latentFrom(run, lengthInput)] })

function latentFrom(run: NodeRun, lengthInput?: string): Latent {
  const still = intOf(run, 'batch_size', 1)
  const frames = lengthInput ? intOf(run, lengthInput, 1) : still
  const under = optionalBatch(run, 'start_image') ?? optionalBatch(run, 'image')
  const latent: Latent = { kind: 'latent', width: intOf(run, 'width', 64), height: intOf(run, 'height', 64), frames }
  return under ? { ...latent, under: under.frame(0) } : latent
}

const videoConditioning = (): NodeBody => (run) => ({
  outputs: [run.inputs['positive'], run.inputs['negative'], latentFrom(run, 'length')],
})

function colourOf(seed: unknown, texts: string[]): Colour {
  const [r = 0, g = 0, b = 0] = createHash('sha256')
    .update([String(seed), ...texts].join('\n'))
    .digest()
  return [64 + (r % 192), 64 + (g % 192), 64 + (b % 192)]
}

const sampler =
  (seedInput: string, outputs = 1): NodeBody =>
  async (run) => {
    const latent = latentOf(run, 'latent_image')
    const texts = ['positive', 'negative'].flatMap((name) => {
      const value = run.inputs[name]
      return isKind<Conditioning>(value, 'conditioning') ? value.texts : []
    })
    const colour = colourOf(run.inputs[seedInput], texts)
    const painted = gradientBatch(latent.width, latent.height, latent.frames, colour, latent.under)
    const steps = run.steps ?? (run.inputs['sigmas'] ? sigmaSteps(run) : intOf(run, 'steps', 1))
    for (let step = 1; step <= steps; step++) {
      await run.step(step, steps, () => previewOf(painted.frame(0), step / steps))
    }
    return { outputs: Array.from({ length: outputs }, () => ({ ...latent, painted })) }
  }

/** The picture so far: the result fades in from grey, no side longer than 256. */
function previewOf(picture: ReturnType<typeof solid>, progress: number): ReturnType<typeof solid> {
  const factor = Math.min(1, 256 / Math.max(picture.width, picture.height))
  const small = scale(
    picture,
    Math.max(1, Math.round(picture.width * factor)),
    Math.max(1, Math.round(picture.height * factor)),
  )
  return { ...small, pixels: small.pixels.map((value) => Math.round(128 + (value - 128) * progress)) }
}

function sigmaSteps(run: NodeRun): number {
  const sigmas = run.inputs['sigmas']
  return isKind<Token>(sigmas, 'token') ? Math.max(1, Number(sigmas.name) || 1) : 1
}

const scheduler: NodeBody = (run) => ({ outputs: [token(String(intOf(run, 'steps', 1)))] })

const decode: NodeBody = (run) => {
  const latent = latentOf(run, 'samples')
  return { outputs: [latent.painted ?? still(solid(latent.width, latent.height, [128, 128, 128]), latent.frames)] }
}

const encode: NodeBody = (run) => {
  const pixels = batchOf(run, 'pixels')
  const latent: Latent = {
    kind: 'latent',
    width: pixels.width,
    height: pixels.height,
    frames: pixels.count,
    painted: pixels,
  }
  return { outputs: [{ ...latent, under: pixels.frame(0) }] }
}

/** Loaders, text encoders, latents and the pretended sampler. */
export const modelNodes: Record<string, NodeBody> = {
  CheckpointLoaderSimple: loader('ckpt_name', 3),
  UNETLoader: loader('unet_name'),
  CLIPLoader: loader('clip_name'),
  VAELoader: loader('vae_name'),
  CLIPVisionLoader: loader('clip_name'),
  CLIPVisionEncode: () => ({ outputs: [token('vision')] }),
  LoraLoader: passThrough('model', 'clip'),
  LoraLoaderModelOnly: passThrough('model'),
  ModelSamplingSD3: passThrough('model'),
  ModelSamplingLTXV: passThrough('model'),
  CLIPTextEncode: textEncode,
  EmptyLatentImage: emptyLatent(),
  EmptyLTXVLatentVideo: emptyLatent('length'),
  Wan22ImageToVideoLatent: emptyLatent('length'),
  WanImageToVideo: videoConditioning(),
  LTXVImgToVideo: videoConditioning(),
  LTXVConditioning: passThrough('positive', 'negative'),
  LTXVScheduler: scheduler,
  BasicScheduler: scheduler,
  KSamplerSelect: loader('sampler_name'),
  KSampler: sampler('seed'),
  KSamplerAdvanced: sampler('noise_seed'),
  SamplerCustom: sampler('noise_seed', 2),
  VAEDecode: decode,
  VAEDecodeTiled: decode,
  VAEEncode: encode,
}
