import type { RecipePurpose } from '../schema.ts'
import type { Medium } from './classes.ts'
import type { Finding } from './finding.ts'
import type { PromptGraph } from './graph.ts'
import { startsFromPicture } from './samplers.ts'

/** What is known when the purpose is guessed. */
export type Known = {
  readonly graph: PromptGraph
  readonly makes: Medium | undefined
  readonly samplers: readonly string[]
  readonly findings: readonly Finding[]
  /** Nodes that the outputs hang on. */
  readonly used: readonly string[]
}

/** What a graph is for, by what goes in and what comes out. */
export function guessPurpose(known: Known): RecipePurpose {
  if (known.makes === 'video') return filmPurpose(known)
  if (known.makes === 'image') return picturePurpose(known)
  if (known.makes === 'audio')
    return uses(known, /TTS|Speech|Speak|Voice|Chatterbox|Kokoro|F5|ElevenLabs/i) ? 'speech' : 'music'
  return 'other'
}

function filmPurpose(known: Known): RecipePurpose {
  const has = (name: string) => known.findings.some((one) => one.name === name)
  if (has('first') && has('last')) return 'first-last-frame'
  if (has('audio') && (has('first') || has('video') || has('references'))) return 'lip-sync'
  if (has('first')) return 'image-to-video'
  if (has('video')) {
    if (uses(known, /Interpolat|RIFE|FILM_VFI|GIMM/)) return 'interpolate'
    if (isUpscale(known)) return 'upscale'
    return uses(known, /Extend|Continue/i) ? 'extend' : 'other'
  }
  return has('references') ? 'image-to-video' : 'text-to-video'
}

function picturePurpose(known: Known): RecipePurpose {
  const given = known.findings.some((one) => one.type === 'image')
  if (!given) return known.findings.some((one) => one.name === 'prompt') ? 'text-to-image' : 'other'
  if (uses(known, /TextEncode\w*Edit|ReferenceLatent|Kontext|InstructPix|NanoBanana|GeminiImage|ImageEdit/))
    return 'image-edit'
  if (isUpscale(known)) return 'upscale'
  if (startsFromPicture(known.graph, known.samplers)) return 'image-to-image'
  if (known.samplers.length > 0) return 'text-to-image'
  return known.findings.some((one) => one.name === 'prompt') ? 'image-edit' : 'other'
}

/** Made larger, and nothing else: what is told what to make makes something of its own. */
function isUpscale(known: Known): boolean {
  if (uses(known, /SeedVR|UltimateSDUpscale/)) return true
  return (
    uses(known, /Upscale|Topaz|Enhance/) &&
    known.samplers.length === 0 &&
    !known.findings.some((one) => one.name === 'prompt')
  )
}

function uses({ graph, used }: Known, pattern: RegExp): boolean {
  return used.some((id) => pattern.test(graph.classOf(id)))
}
