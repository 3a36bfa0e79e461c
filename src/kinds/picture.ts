import type { MediaInput, Values } from '../assets/index.ts'
import type { KindContext, PortValue, ShotFacts } from '../storyboard/index.ts'
import { sceneAsShot } from './scene/kind.ts'
import { LONGEST_PROMPT, type Resolved, referenceInputs, resolveText, type Scope, scopeOf } from './template.ts'

/** What keyframe and video have in common: a shot, texts resolved in its scope, and the pictures of its subjects. */
export type PictureBrief = {
  readonly shot: ShotFacts | undefined
  readonly scope: Scope
  readonly prompt: Resolved
  readonly negative: Resolved
  readonly references: readonly MediaInput[]
  /** LoRAs of its subjects for recipes, each file once; nothing where no subject has one. */
  readonly loras: Values
  /** The panel engine's reading: framing and texts; never scene or shot numbers, which are laid over later. */
  readonly panel: Values
}

/** Reads the shot from the port, or from the picture that is wired in. */
export function shotOf(context: KindContext<unknown>, ports: readonly string[]): ShotFacts | undefined {
  for (const port of ports) {
    for (const value of context.input(port)) {
      const shot = shotIn(value, context)
      if (shot) return shot
    }
  }
  return undefined
}

function shotIn(value: PortValue, context: KindContext<unknown>): ShotFacts | undefined {
  if (value.type === 'shot') return value.shot
  if (value.type === 'scene') return sceneAsShot(value.scene, context.settings.rate)
  return value.type === 'image' || value.type === 'video' ? value.shot : undefined
}

/** Resolves the texts of a node that makes a picture or a clip. */
export function briefOf(
  context: KindContext<{ prompt: string; negative: string }>,
  shot: ShotFacts | undefined,
  size: { width: number; height: number },
): PictureBrief {
  const { params, settings, id } = context
  const scope = scopeOf(
    {
      shot,
      scene: shot?.scene,
      subjects: context.input('subjects'),
      styles: context.input('style'),
      texts: context.input('text'),
    },
    settings,
  )
  const prompt = resolveText(params.prompt, scope, id, 'prompt')
  const negatives = [params.negative, ...scope.styles.map((style) => style.negative), settings.negative]
    .filter(Boolean)
    .join(', ')
  const negative = resolveText(negatives, scope, id, 'negative')
  const action = resolveText(scope.variables.get('action') ?? '', scope, id, 'prompt')
  const shown =
    prompt.used.length > 0 || action.used.length > 0
      ? uniqueNames([...prompt.used, ...action.used])
      : uniqueNames(scope.subjects)
  const panel: Values = {
    width: size.width,
    height: size.height,
    size: shot?.size ?? '',
    angle: shot?.angle ?? '',
    move: shot?.move ?? '',
    lens: shot?.lens ?? '',
    action: plainMentions(scope.variables.get('action') || params.prompt),
    dialogue: shot?.dialogue ?? '',
    subjects: shown,
    time: shot?.scene?.time ?? '',
    place: shot?.scene?.place ?? '',
  }
  return {
    shot,
    scope,
    prompt,
    negative,
    references: referenceInputs(scope.subjects, scope.styles),
    loras: lorasOf(scope),
    panel,
  }
}

function lorasOf({ subjects }: Scope): Values {
  const loras = new Map<string, { readonly name: string; readonly strength: number }>()
  for (const { lora } of subjects) if (lora && !loras.has(lora.name)) loras.set(lora.name, lora)
  return loras.size > 0 ? { loras: [...loras.values()].map(({ name, strength }) => ({ name, strength })) } : {}
}

function uniqueNames(subjects: readonly { name: string }[]): string[] {
  return [...new Set(subjects.map((subject) => subject.name))]
}

// A panel is read by people: `@mara` becomes plain words and unfilled variables disappear.
function plainMentions(text: string): string {
  return text
    .slice(0, LONGEST_PROMPT)
    .replace(
      /@([\p{L}\p{N}_-]+)/gu,
      (_, name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' '),
    )
    .replace(/\{[^{}]*\}/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
