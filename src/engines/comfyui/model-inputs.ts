import { z } from 'zod'

/** Inputs of loader nodes that name a model file, with the folder that the server looks in. */
const loaders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CheckpointLoader: { ckpt_name: 'checkpoints', config_name: 'configs' },
  CheckpointLoaderSimple: { ckpt_name: 'checkpoints' },
  ImageOnlyCheckpointLoader: { ckpt_name: 'checkpoints' },
  unCLIPCheckpointLoader: { ckpt_name: 'checkpoints' },
  UNETLoader: { unet_name: 'diffusion_models' },
  UnetLoaderGGUF: { unet_name: 'diffusion_models' },
  UnetLoaderGGUFAdvanced: { unet_name: 'diffusion_models' },
  VAELoader: { vae_name: 'vae' },
  CLIPLoader: { clip_name: 'text_encoders' },
  CLIPLoaderGGUF: { clip_name: 'text_encoders' },
  DualCLIPLoader: { clip_name1: 'text_encoders', clip_name2: 'text_encoders' },
  DualCLIPLoaderGGUF: { clip_name1: 'text_encoders', clip_name2: 'text_encoders' },
  TripleCLIPLoader: { clip_name1: 'text_encoders', clip_name2: 'text_encoders', clip_name3: 'text_encoders' },
  QuadrupleCLIPLoader: {
    clip_name1: 'text_encoders',
    clip_name2: 'text_encoders',
    clip_name3: 'text_encoders',
    clip_name4: 'text_encoders',
  },
  LTXAVTextEncoderLoader: { text_encoder: 'text_encoders', ckpt_name: 'checkpoints' },
  LTXVAudioVAELoader: { ckpt_name: 'checkpoints' },
  LoraLoader: { lora_name: 'loras' },
  LoraLoaderModelOnly: { lora_name: 'loras' },
  UpscaleModelLoader: { model_name: 'upscale_models' },
  LatentUpscaleModelLoader: { model_name: 'latent_upscale_models' },
  ControlNetLoader: { control_net_name: 'controlnet' },
  DiffControlNetLoader: { control_net_name: 'controlnet' },
  CLIPVisionLoader: { clip_name: 'clip_vision' },
  StyleModelLoader: { style_model_name: 'style_models' },
  GLIGENLoader: { gligen_name: 'gligen' },
  HypernetworkLoader: { hypernetwork_name: 'hypernetworks' },
  PhotoMakerLoader: { photomaker_model_name: 'photomaker' },
  AudioEncoderLoader: { audio_encoder_name: 'audio_encoders' },
  ModelPatchLoader: { name: 'model_patches' },
  IPAdapterModelLoader: { ipadapter_file: 'ipadapter' },
}

/** The model folder that an input of a node class chooses from; undefined when it names no model. */
export function modelFolder(nodeClass: string, input: string): string | undefined {
  const inputs = Object.hasOwn(loaders, nodeClass) ? loaders[nodeClass] : undefined
  return inputs && Object.hasOwn(inputs, input) ? inputs[input] : undefined
}

/** Inputs of a node class that name models, with their folders. */
export function modelInputs(nodeClass: string): readonly (readonly [input: string, folder: string])[] {
  return Object.entries((Object.hasOwn(loaders, nodeClass) ? loaders[nodeClass] : undefined) ?? {})
}

const zInputs = z.record(z.string(), z.unknown())
const zDefinition = z.looseObject({
  input: z.looseObject({ required: zInputs.optional().catch({}), optional: zInputs.optional().catch({}) }).catch({}),
})
const zOptions = z.looseObject({ options: z.array(z.unknown()) })

/** The choices of a combo input in a node definition, in the old form (a list) or the new one (`COMBO`). */
export function choicesOf(definition: unknown, input: string): readonly string[] | undefined {
  const parsed = zDefinition.safeParse(definition).data?.input
  const spec = parsed?.required?.[input] ?? parsed?.optional?.[input]
  if (!Array.isArray(spec)) return undefined
  const list: unknown = Array.isArray(spec[0]) ? spec[0] : zOptions.safeParse(spec[1]).data?.options
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : undefined
}

/** Model files by folder, as the loader nodes of an `object_info` list them. */
export function modelsOf(objectInfo: Readonly<Record<string, unknown>>): Map<string, readonly string[]> {
  const models = new Map<string, readonly string[]>()
  for (const [nodeClass, definition] of Object.entries(objectInfo)) {
    for (const [input, folder] of modelInputs(nodeClass)) {
      const choices = choicesOf(definition, input)
      if (choices) models.set(folder, [...new Set([...(models.get(folder) ?? []), ...choices])])
    }
  }
  return models
}

/** The name under which a server lists a model: exactly, in another folder, or with the other slashes; undefined when it does not. */
export function findModel(name: string, listed: readonly string[]): string | undefined {
  const plain = (text: string) => text.replaceAll('\\', '/')
  const wanted = plain(name)
  return (
    listed.find((one) => one === name) ??
    listed.find((one) => plain(one) === wanted) ??
    listed.find((one) => plain(one).endsWith(`/${wanted}`))
  )
}
