import type { Engine } from './port.ts'

/** What is said of an engine beside its work: enough to choose one where it cannot be reached. */
export type EngineTraits = Pick<Engine, 'id' | 'reads' | 'drafts' | 'serverless'>

/** Makes takes on ComfyUI servers. */
export const comfyTraits = {
  id: 'comfyui',
  reads: 'generate',
  drafts: false,
  serverless: false,
} as const satisfies EngineTraits

/** Draws drafts inside the program. */
export const animaticTraits = {
  id: 'animatic',
  reads: 'panel',
  drafts: true,
  serverless: true,
} as const satisfies EngineTraits

/** All engines of the program; of several that could, the first is taken. */
export const ENGINE_TRAITS: readonly EngineTraits[] = [comfyTraits, animaticTraits]
