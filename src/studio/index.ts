export type {
  DocumentState,
  EditOptions,
  ExportOptions,
  ExportResult,
  ImportOptions,
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
export type { RunCursor, RunPage } from './history.ts'
export type { Operation } from './operations.ts'
export type { EditingLock, ForwardedTarget, Probe, StudioPorts } from './ports.ts'
export type { QueueDesk, QueuePosition } from './queue-desk.ts'
export type { ReportAbout } from './report.ts'
export { createFramewright, type Framewright, type FramewrightTools, type JobInfo, type TakeInfo } from './scripting.ts'
