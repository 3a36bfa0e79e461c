export type { DocumentState, EditOptions, ExportOptions, ExportResult, ImportResult, NodeProgress, Project, SaveState, Studio, WorkProgress } from './contract.ts'
