export type {
  DocumentState,
  EditOptions,
  ExportOptions,
  ExportResult,
  ImportResult,
  NodeProgress,
  Project,
  SaveState,
  Studio,
  WorkProgress,
} from './contract.ts'
export { createStudio } from './create-studio.ts'
export type { EditingLock, FilmRequest, FilmWriter, ForwardedTarget, Probe, StudioPorts } from './ports.ts'
export { createFramewright, type Framewright, type JobInfo, type TakeInfo } from './scripting.ts'
