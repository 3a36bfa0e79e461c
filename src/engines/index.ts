import { animaticFailures } from './animatic/failures.ts'
import { comfyFailures } from './comfyui/failures.ts'

export { diagnose } from './diagnose.ts'
export type { DoctorReport, Observation, PageSight, Verdict } from './doctor.ts'
export { doctorSentences } from './doctor-sentences.ts'
export type { DiagnosisContext } from './finding.ts'
export type {
  Capabilities,
  Collected,
  Engine,
  EngineEvent,
  FollowEnd,
  Order,
  Server,
  ServerOffers,
  ServerQueue,
} from './port.ts'
export type { Commands, Platform } from './shell.ts'
export { ENGINE_TRAITS, type EngineTraits } from './traits.ts'

/** What can go wrong with each engine. */
export const engineFailures = [comfyFailures, animaticFailures] as const
