import type { InputSpec } from './class-spec.ts'
import type { Traits } from './frontend.ts'
import type { LiveNode, Widget } from './model.ts'
import { IMPORT_LIMITS } from './scan.ts'
import { own } from './shape.ts'

/**
 * Widgets that only the web page knows: `/object_info` does not list them, yet they take places among the stored values
 * and some are exported. Source of every row: the notes of the conversion oracle, and the measured exports.
 */
const EXTRA_INPUTS: readonly {
  readonly classes: readonly string[]
  readonly input: string
  readonly type: string
}[] = [
  {
    classes: ['LoadAudio', 'SaveAudio', 'PreviewAudio', 'SaveAudioMP3', 'SaveAudioOpus', 'SaveAudioAdvanced'],
    input: 'audioUI',
    type: 'AUDIO_UI',
  },
  { classes: ['Preview3D', 'SaveGLB', 'Preview3DAnimation'], input: 'image', type: 'PREVIEW_3D' },
  { classes: ['Load3DAdvanced'], input: 'viewport_state', type: 'LOAD_3D_ADVANCED' },
]

/** Classes whose `filename_prefix` has its placeholders filled by the page. */
const SAVERS = new Set([
  'SaveImage',
  'SaveImageAdvanced',
  'SaveSVGNode',
  'SaveVideo',
  'SaveAnimatedWEBP',
  'SaveWEBM',
  'SaveAudio',
  'SaveAudioMP3',
  'SaveAudioOpus',
  'SaveAudioAdvanced',
  'SaveGLB',
  'Save3DAdvanced',
  'SaveGaussianSplat',
  'SavePointCloud',
  'SaveAnimatedPNG',
  'CLIPSave',
  'VAESave',
  'ModelSave',
  'LoraSave',
  'SaveLatent',
])

/** Classes whose view of a 3D scene is called `viewport_state`, not `image`. */
const VIEWPORTS = new Set([
  'Load3DAdvanced',
  'Preview3DAdvanced',
  'Save3DAdvanced',
  'PreviewGaussianSplat',
  'PreviewPointCloud',
  'SaveGaussianSplat',
  'SavePointCloud',
])

const UPLOADS = ['image_upload', 'animated_image_upload', 'video_upload']

/** Adds the inputs that the page invents for a class: upload buttons, players, 3D views. */
export function addFrontendInputs(name: string, specs: readonly InputSpec[], traits: Traits): readonly InputSpec[] {
  const required = specs.filter((spec) => spec.required)
  const added: InputSpec[] = []
  const add = (input: string, type: string) => {
    added.push({ name: input, type, options: {}, choices: undefined, required: true })
  }
  for (const row of EXTRA_INPUTS) if (row.classes.includes(name)) add(row.input, row.type)
  if (required.some((spec) => spec.type === 'COMBO' && UPLOADS.some((key) => own(spec.options, key) === true))) {
    add('upload', 'IMAGEUPLOAD')
  }
  const audio = required.find((spec) => spec.name === 'audio')
  if (audio !== undefined && own(audio.options, 'audio_upload') === true) add('upload', 'AUDIOUPLOAD')
  if (name === 'PreviewAny' && traits.version !== '1.58') add('preview', 'TEXT_PREVIEW')
  if (name === 'PreviewAny' && traits.version === '1.37') add('previewMode', 'TEXT_PREVIEW_MODE')
  const kept = specs.filter((spec) => !added.some((one) => one.name === spec.name))
  return [...kept.filter((spec) => spec.required), ...added, ...kept.filter((spec) => !spec.required)]
}

const button = (name: string, value: unknown, exported: boolean): Widget => ({ name, value, stored: true, exported })

/** Widgets of the types that exist only in the page; undefined for every other type. */
export function makePageWidgets(node: LiveNode, spec: InputSpec, traits: Traits): Widget[] | undefined {
  const { name } = spec
  switch (spec.type) {
    case 'AUDIO_UI':
      return [{ name, value: '', stored: false, exported: traits.exportsPlayers }]
    case 'AUDIOUPLOAD':
    case 'IMAGEUPLOAD':
      return [button(name, '', false)]
    case 'AUDIO_RECORD':
      return [{ name, value: '', stored: true, exported: true, computed: () => '' }, button(name, '', false)]
    case 'WEBCAM':
      return [{ name, value: '', stored: true, exported: true, computed: () => '' }]
    case 'PREVIEW_3D':
    case 'PREVIEW_3D_ANIMATION':
      return [{ name: 'image', value: '', stored: true, exported: true }]
    case 'TEXT_PREVIEW':
      return [{ name: 'preview', value: '', stored: false, exported: true }]
    case 'TEXT_PREVIEW_MODE':
      return [{ name: 'previewMode', value: false, stored: true, exported: true }]
    case 'LOAD_3D':
    case 'LOAD_3D_ADVANCED':
    case 'LOAD_3D_ANIMATION':
      return [...sceneButtons(node, traits), { name: sceneName(node), value: '', stored: true, exported: true }]
    default:
      return undefined
  }
}

/** True for types that only the page has a widget for. */
export function isPageType(type: string): boolean {
  return PAGE_TYPES.has(type)
}

const PAGE_TYPES = new Set([
  'AUDIO_UI',
  'AUDIOUPLOAD',
  'IMAGEUPLOAD',
  'AUDIO_RECORD',
  'WEBCAM',
  'PREVIEW_3D',
  'PREVIEW_3D_ANIMATION',
  'TEXT_PREVIEW',
  'TEXT_PREVIEW_MODE',
  'LOAD_3D',
  'LOAD_3D_ADVANCED',
  'LOAD_3D_ANIMATION',
])

/** True where the page computes the value while it exports, from pixels or a microphone. */
export function needsBrowser(className: string, input: string): boolean {
  return (
    (className === 'WebcamCapture' && input === 'image') ||
    (className === 'RecordAudio' && input === 'audio') ||
    ((className === 'Load3D' || className === 'Load3DAnimation') && input === 'image') ||
    (VIEWPORTS.has(className) && input === 'viewport_state')
  )
}

/** True when placeholders of this input are filled while exporting. */
export function isFilePrefix(className: string, input: string): boolean {
  return input === 'filename_prefix' && SAVERS.has(className)
}

function sceneName(node: LiveNode): string {
  return VIEWPORTS.has(node.type) ? 'viewport_state' : 'image'
}

function sceneButtons(node: LiveNode, traits: Traits): Widget[] {
  if (traits.version !== '1.27' && !node.widgets.some((widget) => widget.name === 'model_file')) return []
  return [
    button('upload 3d model', 'upload3dmodel', true),
    ...(traits.version === '1.27' ? [] : [button('upload extra resources', 'uploadExtraResources', true)]),
    button('clear', 'clear', true),
  ]
}

/** Adds what the page adds to a node after its inputs: the options of a custom list, the button of a camera. */
export function addPageExtras(node: LiveNode): void {
  if (node.type === 'CustomCombo') addOptions(node)
  if (node.type === 'WebcamCapture') {
    node.widgets.push({ ...button('waiting for camera...', 'capture', true), computed: () => undefined })
  }
}

/** A custom list grows: a filled last option is followed by an empty one; `index` tells which option is chosen. */
function addOptions(node: LiveNode): void {
  const indexOf = (owner: LiveNode) =>
    owner.widgets.slice(2).findIndex((widget) => widget.value === owner.widgets[0]?.value)
  node.widgets.push({ name: 'index', value: undefined, stored: true, exported: true, computed: indexOf })
  addOption(node)
}

function addOption(node: LiveNode): void {
  if (node.widgets.length > IMPORT_LIMITS.slots) return
  const option: Widget = {
    name: `option${node.widgets.length - 1}`,
    value: '',
    stored: true,
    exported: true,
    onChange: (owner, value) => {
      const last = owner.widgets.at(-1)
      if (last === option) {
        if (value) addOption(owner)
      } else if (!value && owner.widgets.at(-2) === option && !last?.value) owner.widgets.pop()
    },
  }
  node.widgets.push(option)
}
