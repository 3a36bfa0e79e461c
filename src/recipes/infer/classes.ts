/** What is known of classes by name, for files whose server is not at hand; a server's own description wins where it says more. */

/** Inputs of loader nodes that name a model file, with the folder that the server looks in (nodes of ComfyUI and of well-known packs). */
const LOADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CheckpointLoader: { ckpt_name: 'checkpoints' },
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
  FrameInterpolationModelLoader: { model_name: 'frame_interpolation' },
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

/** Name of the recipe input for a file of a folder. */
const MODEL_NAMES: Readonly<Record<string, string>> = {
  checkpoints: 'checkpoint',
  diffusion_models: 'model',
  text_encoders: 'text-encoder',
  upscale_models: 'upscale-model',
  latent_upscale_models: 'latent-upscaler',
  frame_interpolation: 'interpolation-model',
  loras: 'lora',
  clip_vision: 'vision-model',
  style_models: 'style-model',
  hypernetworks: 'hypernetwork',
  audio_encoders: 'audio-encoder',
  model_patches: 'model-patch',
}

/** Inputs of a class that name model files, with their folders. */
export function loaderInputs(name: string): readonly (readonly [input: string, folder: string])[] {
  return Object.hasOwn(LOADERS, name) ? Object.entries(LOADERS[name] ?? {}) : []
}

/** What an input for a file of this folder is called. */
export function modelName(folder: string): string {
  return (Object.hasOwn(MODEL_NAMES, folder) ? MODEL_NAMES[folder] : undefined) ?? toName(folder)
}

/** Letters, digits and hyphens, as names of recipe inputs are written. */
export function toName(text: string): string {
  const name = text
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  return name === '' ? 'value' : name
}

/** Kinds of media files. */
export type Medium = 'image' | 'video' | 'audio'

/** Nodes that load what a person gives, with the input that names the file. */
const MEDIA_LOADERS: Readonly<Record<string, readonly [input: string, medium: Medium]>> = {
  LoadImage: ['image', 'image'],
  LoadImageMask: ['image', 'image'],
  LoadImageOutput: ['image', 'image'],
  LoadVideo: ['file', 'video'],
  LoadAudio: ['audio', 'audio'],
  VHS_LoadVideo: ['video', 'video'],
  VHS_LoadVideoPath: ['video', 'video'],
  VHS_LoadAudioUpload: ['audio', 'audio'],
}

/** The input of a class that names a media file; undefined for other classes. */
export function mediaInput(name: string): readonly [input: string, medium: Medium] | undefined {
  return Object.hasOwn(MEDIA_LOADERS, name) ? MEDIA_LOADERS[name] : undefined
}

/** Nodes that write or show what was made; `preview` ones count only where nothing is saved. */
const SAVERS: Readonly<Record<string, readonly [medium: Medium, preview?: 'preview']>> = {
  SaveImage: ['image'],
  SaveImageAdvanced: ['image'],
  SaveImageWebsocket: ['image'],
  SaveAnimatedWEBP: ['image'],
  SaveAnimatedPNG: ['image'],
  'Image Save': ['image'],
  PreviewImage: ['image', 'preview'],
  MaskPreview: ['image', 'preview'],
  ImageCompare: ['image', 'preview'],
  SaveVideo: ['video'],
  SaveWEBM: ['video'],
  VHS_VideoCombine: ['video'],
  PreviewVideo: ['video', 'preview'],
  SaveAudio: ['audio'],
  SaveAudioAdvanced: ['audio'],
  SaveAudioMP3: ['audio'],
  SaveAudioOpus: ['audio'],
  PreviewAudio: ['audio', 'preview'],
}

/** What a class writes, by name; undefined for classes that are not known. */
export function saverOf(name: string): { readonly medium: Medium; readonly preview: boolean } | undefined {
  const found = Object.hasOwn(SAVERS, name) ? SAVERS[name] : undefined
  return found && { medium: found[0], preview: found[1] === 'preview' }
}

/** A grid of legal values: every `step`, counted from `offset`. */
export type Grid = { readonly step: number; readonly offset: number }

/**
 * Frame counts that a family's latents can hold. Sources: the classes themselves (step and smallest value of `length` in
 * ComfyUI's node definitions), which follow from how many frames their VAEs pack into one: 4 for Wan, Hunyuan, Kandinsky and
 * Cosmos Predict 2, 8 for LTX and Cosmos, 6 for Mochi, each after a first one that stands alone.
 */
const FRAME_GRIDS: readonly (readonly [classes: RegExp, step: number])[] = [
  [/LTX|EmptyCosmosLatentVideo|CosmosImageToVideo/, 8],
  [/Mochi/, 6],
  [/Wan|Hunyuan|Kandinsky|CosmosPredict2|Bernini|ARVideo/, 4],
]

/** Sides that a family's latents can hold; everything else is made in pixels by eight. Sources as above. */
const SIDE_GRIDS: readonly (readonly [classes: RegExp, step: number])[] = [
  [/LTX|Wan22ImageToVideoLatent/, 32],
  [/Wan|Hunyuan|Mochi|Cosmos|Kandinsky|SD3|Flux2|QwenImage/, 16],
  [/^Empty\w*Latent\w*$/, 8],
]

/** The grid of a length or a side by the name of the class that makes the latents. */
export function knownGrid(name: string, of: 'frames' | 'side'): Grid | undefined {
  const found = (of === 'frames' ? FRAME_GRIDS : SIDE_GRIDS).find(([classes]) => classes.test(name))
  return found && { step: found[1], offset: of === 'frames' ? 1 : 0 }
}
