export { type DiagnosisContext, diagnose } from './diagnose.ts'
export type { DoctorReport, Observation, Verdict } from './doctor.ts'
export type { Capabilities, Collected, Engine, EngineEvent, FollowEnd, Order, Server } from './port.ts'
