/** ComfyUI versions that were recorded. */
export type RecordedName = '0.3.64' | '0.12.1' | '0.28.2'

/** Versions that the stand-in can imitate: the recorded ones, and others by what is written of them. */
export type ProfileName = RecordedName | '0.3.40' | '0.3.50' | '0.38.1'

/** What a client can notice of a version. */
export type Profile = {
  name: ProfileName
  /** The recorded version of which the node classes are served. */
  classesOf: RecordedName
  /** Takes the `prompt_id` of a client; older servers always give ids of their own. */
  ownIds: boolean
  /** Heeds the `prompt_id` of an interrupt; older servers stop whatever runs. */
  targetedInterrupt: boolean
  /** Sends snapshots of all nodes, names previews, and has `/features`. */
  progressState: boolean
  /** `/api/jobs` and `/api/jobs/{id}`. */
  jobs: boolean
  /** `POST /api/jobs/{id}/cancel` and `POST /api/jobs/cancel`. */
  jobsCancel: boolean
  /** A `prompt_id` must be a canonical lowercase UUID. */
  uuidRule: boolean
  /** Unknown classes are `missing_node_type`, not `invalid_prompt`. */
  missingNodeType: boolean
  /** Nodes that are no objects, and UI workflows, break the request (500) instead of being refused (400). */
  strictPromptShape: boolean
  /** A `prompt` that is an empty list is refused politely (400), not with 500. */
  emptyListPrompt: boolean
  /** Cycles are reported as `dependency_cycle`; before, the bad output vanished without a word. */
  reportsCycles: boolean
  /** `Sec-Fetch-Site: cross-site` is 403. */
  secFetch: boolean
  /** `extra_data.create_time` is written by the server. */
  createTime: boolean
  /** API keys are kept out of `GET /queue`. */
  hidesKeys: boolean
  /** `extra_data.preview_method` is heard. */
  previewMethodPerPrompt: boolean
  /** Progress messages of one node keep at least this many milliseconds apart (0: every one is sent). */
  progressGapMs: number
  /** History outputs hold everything cached too (`all`), only what ran or was a cached output (`run`). */
  historyOutputs: 'all' | 'run'
  /** Cached outputs are missing from the history of a prompt without `client_id`. */
  cachedOutputsNeedClient: boolean
  /** Combos in the newer form (`"COMBO"` with options) are checked. */
  checksNewCombos: boolean
  /** `LoadImage` refuses files outside its folders before running. */
  confinesInputs: boolean
  /** `/view` sends `nosniff` and forces scripts and SVG to be downloaded. */
  hardenedView: boolean
  /** `PATCH` is among the CORS methods. */
  corsPatch: boolean
  /** `/api/assets`: absent, open, or switched off with 503. */
  assets: 'none' | 'open' | 'disabled'
  os: string
  frontend: string
  features: Record<string, unknown>
  modelFolders: string[]
}

const FOLDERS_A = [
  'checkpoints',
  'configs',
  'loras',
  'vae',
  'text_encoders',
  'diffusion_models',
  'clip_vision',
  'style_models',
  'embeddings',
  'diffusers',
  'vae_approx',
  'controlnet',
  'gligen',
  'upscale_models',
  'custom_nodes',
  'hypernetworks',
  'photomaker',
  'classifiers',
  'model_patches',
  'audio_encoders',
]
const FOLDERS_B = FOLDERS_A.flatMap((name) => (name === 'custom_nodes' ? ['latent_upscale_models', name] : [name]))
const FOLDERS_N = [
  ...FOLDERS_B,
  'background_removal',
  'frame_interpolation',
  'geometry_estimation',
  'optical_flow',
  'detection',
]
const MAX_UPLOAD = 104857600

const A: Profile = {
  name: '0.3.64',
  classesOf: '0.3.64',
  ownIds: true,
  targetedInterrupt: true,
  progressState: true,
  jobs: false,
  jobsCancel: false,
  uuidRule: false,
  missingNodeType: false,
  strictPromptShape: false,
  emptyListPrompt: true,
  reportsCycles: false,
  secFetch: false,
  createTime: false,
  hidesKeys: false,
  previewMethodPerPrompt: false,
  progressGapMs: 0,
  historyOutputs: 'all',
  cachedOutputsNeedClient: false,
  checksNewCombos: false,
  confinesInputs: false,
  hardenedView: false,
  corsPatch: false,
  assets: 'none',
  os: 'posix',
  frontend: '1.27.10',
  features: { supports_preview_metadata: true, max_upload_size: MAX_UPLOAD },
  modelFolders: FOLDERS_A,
}

const B: Profile = {
  ...A,
  name: '0.12.1',
  classesOf: '0.12.1',
  jobs: true,
  missingNodeType: true,
  strictPromptShape: true,
  createTime: true,
  hidesKeys: true,
  previewMethodPerPrompt: true,
  progressGapMs: 100,
  historyOutputs: 'run',
  cachedOutputsNeedClient: true,
  checksNewCombos: true,
  corsPatch: true,
  assets: 'open',
  os: 'linux',
  frontend: '1.37.11',
  features: {
    supports_preview_metadata: true,
    max_upload_size: MAX_UPLOAD,
    extension: { manager: { supports_v4: true } },
  },
  modelFolders: FOLDERS_B,
}

const N: Profile = {
  ...B,
  name: '0.28.2',
  classesOf: '0.28.2',
  jobsCancel: true,
  uuidRule: true,
  emptyListPrompt: false,
  reportsCycles: true,
  secFetch: true,
  cachedOutputsNeedClient: false,
  confinesInputs: true,
  hardenedView: true,
  assets: 'disabled',
  frontend: '1.45.21',
  features: {
    supports_preview_metadata: true,
    supports_model_type_tags: true,
    max_upload_size: MAX_UPLOAD,
    extension: { manager: { supports_v4: true } },
    node_replacements: true,
    assets: false,
  },
  modelFolders: FOLDERS_N,
}

/** Before interrupts were aimed at one prompt. */
const BLIND: Profile = { ...A, name: '0.3.50', targetedInterrupt: false, frontend: '1.25.0' }

/** Before clients could choose ids. */
const MINTING: Profile = { ...BLIND, name: '0.3.40', ownIds: false, progressState: false, frontend: '1.22.0' }

/** As written of late 2026: assets are on unless they are switched off. */
const LATE: Profile = {
  ...N,
  name: '0.38.1',
  assets: 'open',
  frontend: '1.49.0',
  features: { ...N.features, assets: true },
}

/** The traits of a version. */
export function profileOf(name: ProfileName): Profile {
  return { '0.3.40': MINTING, '0.3.50': BLIND, '0.3.64': A, '0.12.1': B, '0.28.2': N, '0.38.1': LATE }[name]
}
