import { readFileSync } from 'node:fs'
import { contentTypeOf, type FileStore } from './files.ts'
import type { RecordedName } from './profile.ts'
import { isObject, type Json, type JsonObject, parsePythonJson } from './python-json.ts'

/** One input of a class, as validation needs it. */
export type InputInfo = { name: string; required: boolean; type: Json; options: JsonObject; config: Json[] }

/** Which combo lists the files of which model folder. */
const MODEL_COMBOS: Record<string, [input: string, folder: string]> = {
  CheckpointLoaderSimple: ['ckpt_name', 'checkpoints'],
  UNETLoader: ['unet_name', 'diffusion_models'],
  CLIPLoader: ['clip_name', 'text_encoders'],
  VAELoader: ['vae_name', 'vae'],
  LoraLoader: ['lora_name', 'loras'],
  LoraLoaderModelOnly: ['lora_name', 'loras'],
  CLIPVisionLoader: ['clip_name', 'clip_vision'],
}

/** The node classes of the server. */
export class Catalog {
  private readonly definitions: JsonObject
  private readonly models: Record<string, string[]>
  private readonly files: FileStore

  constructor(definitions: JsonObject, models: Record<string, string[]>, files: FileStore) {
    this.definitions = definitions
    this.models = models
    this.files = files
  }

  /** Every class name. */
  get names(): string[] {
    return Object.keys(this.definitions)
  }

  /** The definition of a class with today's files in its combos, or undefined. */
  describe(name: string): JsonObject | undefined {
    const definition = Object.hasOwn(this.definitions, name) ? this.definitions[name] : undefined
    if (!isObject(definition)) return undefined
    const combo = MODEL_COMBOS[name]
    if (combo)
      return withChoices(definition, combo[0], (old) => [...new Set([...(this.models[combo[1]] ?? []), ...old])])
    if (name === 'LoadImage') return withChoices(definition, 'image', () => this.pictures())
    return definition
  }

  /** All definitions, as `GET /object_info` sends them. */
  describeAll(): JsonObject {
    return Object.fromEntries(this.names.map((name) => [name, this.describe(name) ?? {}]))
  }

  inputsOf(name: string): InputInfo[] {
    const input = this.describe(name)?.['input']
    const sections = isObject(input) ? input : {}
    return (['required', 'optional'] as const).flatMap((section) =>
      Object.entries(isObject(sections[section]) ? sections[section] : {}).map(([key, config]) => {
        const type = (Array.isArray(config) ? config[0] : config) ?? null
        const options = Array.isArray(config) && isObject(config[1]) ? config[1] : {}
        return { name: key, required: section === 'required', type, options, config: [type, options] }
      }),
    )
  }

  outputsOf(name: string): Json[] {
    const output = this.describe(name)?.['output']
    return Array.isArray(output) ? output : []
  }

  isOutput(name: string): boolean {
    return this.describe(name)?.['output_node'] === true
  }

  private pictures(): string[] {
    return this.files.list('input').filter((path) => !path.includes('/') && contentTypeOf(path).startsWith('image/'))
  }
}

function withChoices(definition: JsonObject, input: string, choose: (old: string[]) => string[]): JsonObject {
  const copy = structuredClone(definition)
  const required = isObject(copy['input']) ? copy['input']['required'] : undefined
  const config = isObject(required) ? required[input] : undefined
  if (!Array.isArray(config)) return copy
  // The recorded list is from the machine of the recording; entries that are no files (such as "pixel_space") stay.
  if (Array.isArray(config[0])) config[0] = choose(config[0].map(String).filter((choice) => !choice.includes('.')))
  else if (isObject(config[1]) && Array.isArray(config[1]['options'])) {
    config[1]['options'] = choose(config[1]['options'].map(String).filter((choice) => !choice.includes('.')))
  }
  return copy
}

/** The trimmed definitions that were recorded from this version. */
export function recordedObjectInfo(profile: RecordedName): JsonObject {
  const text = readFileSync(new URL(`./fixtures/object-info-${profile}.json`, import.meta.url), 'utf8')
  const parsed = parsePythonJson(text)
  if (!isObject(parsed)) throw new Error(`the object_info fixture of ${profile} is no object`)
  return parsed
}
