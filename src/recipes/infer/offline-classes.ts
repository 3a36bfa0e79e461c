import { readDefinitions } from '../import/raw-graph.ts'
import { asList, asShape, asText, asType, own, type Shape } from '../import/shape.ts'

/**
 * Widgets of common classes in the order in which the page stores their values, for files that are read while no server is
 * there: `name:TYPE`, `!` = a control value follows. Facts of ComfyUI's own nodes.
 */
const WIDGETS: Readonly<Record<string, string>> = {
  KSampler: 'seed:INT! steps:INT cfg:FLOAT sampler_name:COMBO scheduler:COMBO denoise:FLOAT',
  KSamplerAdvanced:
    'add_noise:COMBO noise_seed:INT! steps:INT cfg:FLOAT sampler_name:COMBO scheduler:COMBO start_at_step:INT end_at_step:INT return_with_leftover_noise:COMBO',
  SamplerCustom: 'add_noise:BOOLEAN noise_seed:INT! cfg:FLOAT',
  RandomNoise: 'noise_seed:INT!',
  KSamplerSelect: 'sampler_name:COMBO',
  BasicScheduler: 'scheduler:COMBO steps:INT denoise:FLOAT',
  CFGGuider: 'cfg:FLOAT',
  FluxGuidance: 'guidance:FLOAT',
  CLIPTextEncode: 'text:STRING',
  CLIPTextEncodeFlux: 'clip_l:STRING t5xxl:STRING guidance:FLOAT',
  TextEncodeQwenImageEdit: 'prompt:STRING',
  TextEncodeQwenImageEditPlus: 'prompt:STRING',
  CheckpointLoaderSimple: 'ckpt_name:COMBO',
  ImageOnlyCheckpointLoader: 'ckpt_name:COMBO',
  UNETLoader: 'unet_name:COMBO weight_dtype:COMBO',
  VAELoader: 'vae_name:COMBO',
  CLIPLoader: 'clip_name:COMBO type:COMBO device:COMBO',
  DualCLIPLoader: 'clip_name1:COMBO clip_name2:COMBO type:COMBO device:COMBO',
  TripleCLIPLoader: 'clip_name1:COMBO clip_name2:COMBO clip_name3:COMBO',
  QuadrupleCLIPLoader: 'clip_name1:COMBO clip_name2:COMBO clip_name3:COMBO clip_name4:COMBO',
  CLIPVisionLoader: 'clip_name:COMBO',
  CLIPVisionEncode: 'crop:COMBO',
  ControlNetLoader: 'control_net_name:COMBO',
  ControlNetApplyAdvanced: 'strength:FLOAT start_percent:FLOAT end_percent:FLOAT',
  UpscaleModelLoader: 'model_name:COMBO',
  LoraLoader: 'lora_name:COMBO strength_model:FLOAT strength_clip:FLOAT',
  LoraLoaderModelOnly: 'lora_name:COMBO strength_model:FLOAT',
  ModelSamplingSD3: 'shift:FLOAT',
  ModelSamplingAuraFlow: 'shift:FLOAT',
  CLIPSetLastLayer: 'stop_at_clip_layer:INT',
  EmptyLatentImage: 'width:INT height:INT batch_size:INT',
  EmptySD3LatentImage: 'width:INT height:INT batch_size:INT',
  EmptyHunyuanLatentVideo: 'width:INT height:INT length:INT batch_size:INT',
  EmptyLTXVLatentVideo: 'width:INT height:INT length:INT batch_size:INT',
  WanImageToVideo: 'width:INT height:INT length:INT batch_size:INT',
  WanFirstLastFrameToVideo: 'width:INT height:INT length:INT batch_size:INT',
  Wan22ImageToVideoLatent: 'width:INT height:INT length:INT batch_size:INT',
  LTXVConditioning: 'frame_rate:FLOAT',
  LTXVScheduler: 'steps:INT max_shift:FLOAT base_shift:FLOAT stretch:BOOLEAN terminal:FLOAT',
  LoadImage: 'image:COMBO',
  LoadAudio: 'audio:COMBO',
  LoadVideo: 'file:COMBO',
  ImageScaleToTotalPixels: 'upscale_method:COMBO megapixels:FLOAT',
  ImageScaleBy: 'upscale_method:COMBO scale_by:FLOAT',
  ImageScale: 'upscale_method:COMBO width:INT height:INT crop:COMBO',
  LatentUpscaleBy: 'upscale_method:COMBO scale_by:FLOAT',
  CreateVideo: 'fps:FLOAT',
  SaveImage: 'filename_prefix:STRING',
  SaveVideo: 'filename_prefix:STRING format:COMBO codec:COMBO',
  SaveAnimatedWEBP: 'filename_prefix:STRING fps:FLOAT lossless:BOOLEAN quality:INT method:COMBO',
  SaveAudio: 'filename_prefix:STRING',
  SaveAudioMP3: 'filename_prefix:STRING quality:COMBO',
  VAEDecode: '',
  VAEEncode: '',
  VAEDecodeTiled: 'tile_size:INT overlap:INT temporal_size:INT temporal_overlap:INT',
  PreviewImage: '',
  ConditioningZeroOut: '',
  ImageUpscaleWithModel: '',
  SamplerCustomAdvanced: '',
  BasicGuider: '',
  InpaintModelConditioning: 'noise_mask:BOOLEAN',
  ReferenceLatent: '',
}

const CONTROL = /^(?:fixed|increment|decrement|randomize|increment-wrap)$/

/** Definitions for classes that no server described, and the names of those that were read so. */
export type Guessed = { readonly objectInfo: Shape; readonly classes: readonly string[] }

/**
 * Adds definitions for classes that are missing from `objectInfo`: from the table above, else from the slots that the file
 * stores, where they account for every stored value. A class for which neither works stays unknown.
 */
export function guessClasses(workflow: Shape, objectInfo: unknown): Guessed {
  const known = asShape(objectInfo) ?? {}
  const guessed = new Map<string, Shape>()
  const definitions = readDefinitions(workflow)
  const own_ = new Set(definitions.map((one) => own(one, 'id')))
  for (const graph of [workflow, ...definitions]) {
    for (const value of asList(own(graph, 'nodes'))) {
      const node = asShape(value)
      const type = asText(own(node, 'type'))
      if (node === undefined || type === undefined || own_.has(type)) continue
      if (Object.hasOwn(known, type) || PAGE_ONLY.has(type)) continue
      const made = guess(type, node)
      const before = guessed.get(type)
      // Of several nodes of a class the one that stores most tells most.
      if (made && (before === undefined || sizeOf(made) > sizeOf(before))) guessed.set(type, made)
    }
  }
  return { objectInfo: { ...known, ...Object.fromEntries(guessed) }, classes: [...guessed.keys()].sort() }
}

/** Nodes that live in the page; no server describes them. */
const PAGE_ONLY = new Set(['Note', 'MarkdownNote', 'Reroute', 'PrimitiveNode', 'GetNode', 'SetNode'])

const sizeOf = (definition: Shape) =>
  Object.keys(asShape(own(asShape(own(definition, 'input')), 'optional')) ?? {}).length

function guess(type: string, node: Shape): Shape | undefined {
  const slots = asList(own(node, 'inputs'))
    .map(asShape)
    .filter((slot) => slot !== undefined)
  const table = Object.hasOwn(WIDGETS, type) ? WIDGETS[type] : undefined
  const widgets = table === undefined ? widgetsOfSlots(slots, own(node, 'widgets_values')) : widgetsOfTable(table)
  if (widgets === undefined) return undefined
  const sockets = slots.flatMap((slot): [string, unknown][] => {
    const name = asText(own(slot, 'name'))
    return name === undefined || own(slot, 'widget') !== undefined ? [] : [[name, [asType(own(slot, 'type'))]]]
  })
  const outputs = asList(own(node, 'outputs')).map(asShape)
  return {
    // As optional ones: what the file does not link is for the server to ask for.
    input: { optional: Object.fromEntries([...widgets, ...sockets]) },
    output: outputs.map((slot) => asType(own(slot, 'type'))),
    output_name: outputs.map((slot) => asText(own(slot, 'name')) ?? ''),
  }
}

function widgetsOfTable(text: string): [string, unknown][] {
  return text
    .split(' ')
    .filter((one) => one !== '')
    .map((one) => {
      const [name = '', type = ''] = one.split(':')
      return [name, spec(type.replace('!', ''), type.endsWith('!'))]
    })
}

function spec(type: string, controlled: boolean): unknown {
  return controlled ? [type, { control_after_generate: true }] : [type, {}]
}

/** The widgets that a node shows as slots; undefined unless they account for all values that it stores. */
function widgetsOfSlots(slots: readonly Shape[], stored: unknown): [string, unknown][] | undefined {
  const named = slots.filter((slot) => own(slot, 'widget') !== undefined)
  const values = asShape(stored) ? [] : asList(stored)
  const widgets: [string, unknown][] = []
  let at = 0
  for (const slot of named) {
    const name = asText(own(slot, 'name')) ?? ''
    const type = asType(own(slot, 'type'))
    at += 1
    const controlled = type === 'INT' && typeof values[at] === 'string' && CONTROL.test(String(values[at]))
    if (controlled) at += 1
    widgets.push([name, spec(type, controlled)])
  }
  return at === values.length ? widgets : undefined
}
