export type {
  DocumentState,
  EditOptions,
  ExportOptions,
  ExportResult,
  ImportResult,
  LibraryEntry,
  NodeProgress,
  Project,
  RevisionInfo,
  SaveState,
  Studio,
  UrlVariant,
  WorkProgress,
} from './contract.ts'
export { createStudio } from './create-studio.ts'
export type { EditingLock, ForwardedTarget, Probe, StudioPorts } from './ports.ts'
export { createFramewright, type Framewright, type JobInfo, type TakeInfo } from './scripting.ts'
