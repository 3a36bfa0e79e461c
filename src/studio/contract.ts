import type { Asset, Take } from '../assets/index.ts'
import type { DoctorReport, Server } from '../engines/index.ts'
import type { FilmProgress, FilmResult } from '../exports/index.ts'
import type { Assessment, Job, JobEvent, Plan, Run, RunSummary, Target } from '../jobs/index.ts'
import type { Failure, Issue, Keyed, Live } from '../kernel/index.ts'
import type { Notice } from '../notices/index.ts'
import type { Recipe, RecipeDraft } from '../recipes/index.ts'
import type { CancelTarget, Scheduler, ServerState } from '../scheduler/index.ts'
import type { Catalog, EditCommand, EditResult, Evaluation, RevisionReason, Storyboard } from '../storyboard/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { Operation } from './operations.ts'
import type { QueueDesk } from './queue-desk.ts'

/** What is shown of an asset: all of it, a small picture, or so many small pictures along a film, side by side in one. */
export type UrlVariant = 'full' | 'thumbnail' | `strip-${number}`

/** Whether the open document is on disk. */
export type SaveState =
  | { readonly state: 'saved'; readonly at: number }
  | { readonly state: 'saving' }
  | { readonly state: 'unsaved' }
  | { readonly state: 'failed'; readonly failure: Failure }

/** A storyboard in the list of projects. */
export type Project = {
  readonly id: string
  readonly title: string
  readonly createdAt: number
  readonly changedAt: number
  readonly trashedAt?: number
  readonly nodes: number
  readonly shots: number
  /** Asset of a picture that stands for it. */
  readonly cover?: string
}

/** The open document with everything that follows from it. Replaced as a whole by every edit; records are shared. */
export type DocumentState = {
  readonly board: Storyboard
  readonly evaluation: Evaluation
  readonly save: SaveState
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly undoLabel?: string
  readonly redoLabel?: string
  /** Another tab edits it, or the file is newer than the program. */
  readonly readOnly?: 'other-tab' | 'newer-file'
  /** Issues found while opening. */
  readonly opening: readonly Issue[]
}

/** How an edit is entered into history: edits of one `group` become one undo entry. */
export type EditOptions = { readonly label?: string; readonly group?: string }

/** Progress of a node's running job. `value`/`max` 0/0 = unknown. */
export type NodeProgress = {
  readonly jobId: string
  readonly value: number
  readonly max: number
  readonly label: string
}

/** Progress of a long operation of the page itself. `left` = seconds, when an honest guess is possible. */
export type WorkProgress = FilmProgress

/** Files that an export made. */
export type ExportResult = FilmResult

/** What an export may be told; absent = what the export node says. */
export type ExportOptions = {
  readonly format?: 'mp4' | 'webm'
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: WorkProgress) => void
}

/** What dropping or opening a file led to. */
export type ImportResult =
  | { readonly became: 'storyboard'; readonly storyboardId: string; readonly issues: readonly Issue[] }
  | { readonly became: 'recipe'; readonly recipeId: string; readonly issues: readonly Issue[] }
  | { readonly became: 'nodes'; readonly nodeIds: readonly string[] }
  /** A workflow of ComfyUI: a suggestion that the person looks at. `media` = it travelled in a picture, film or sound. */
  | { readonly became: 'workflow'; readonly name: string; readonly draft: RecipeDraft; readonly media: boolean }
  | {
      readonly became: 'conflict'
      readonly storyboardId: string
      readonly title: string
      readonly file: object
      readonly issues: readonly Issue[]
    }

/** `asMedia`: a picture, film or sound is taken as such, whatever travels in it. */
export type ImportOptions = { readonly asMedia?: boolean }

/** A file with the takes that it is the result of. */
export type LibraryEntry = { readonly asset: Asset; readonly takes: readonly Take[] }

/** An earlier text of a storyboard; `bytes` is its length as a file. */
export type RevisionInfo = {
  readonly key: number
  readonly at: number
  readonly reason: RevisionReason
  readonly bytes: number
}

/** The program behind the screens: use cases for the page, for scripts and for the headless runner. */
export type Studio = {
  readonly catalog: Catalog
  readonly document: Live<DocumentState>
  readonly projects: Live<readonly Project[]>
  /** Takes of the open storyboard by node. */
  readonly takes: Live<ReadonlyMap<string, readonly Take[]>>
  /** What is known of each node that makes something. */
  readonly assessments: Live<ReadonlyMap<string, Assessment>>
  /** Jobs of all storyboards that have not ended, and the ended ones of the open storyboard; queue order. */
  readonly jobs: Live<readonly Job[]>
  readonly runs: Live<readonly Run[]>
  readonly paused: Live<boolean>
  /** The queue as a whole: its mode, places, past runs, priorities, and the diagnostic report. */
  readonly queue: QueueDesk
  /** What takes long in the page itself, beside the jobs: exports and imports that go on. */
  readonly operations: Live<readonly Operation[]>
  readonly servers: Live<readonly ServerState[]>
  readonly recipes: Live<readonly Recipe[]>
  readonly notices: Live<readonly Notice[]>
  readonly role: Live<'leader' | 'follower' | 'starting'>
  /** Progress and previews by node id; never stored. */
  readonly progress: Keyed<NodeProgress>
  readonly previews: Keyed<Blob>
  /** The first edit node's cut as a timeline; undefined while there is none. */
  readonly timeline: Live<Timeline | undefined>
  /** Resolves when the storyboard is open and takes edits; its takes, jobs and the servers may still be on their way. */
  readonly ready: Promise<void>

  edit(commands: readonly EditCommand[], options?: EditOptions): EditResult
  undo(): boolean
  redo(): boolean
  /** JSON text of the selection for the clipboard: nodes and the edges among them. */
  copyFragment(nodeIds: readonly string[]): string
  /** Saves now; resolves when it is on disk. */
  saveNow(): Promise<void>
  /** Calls back after every save that succeeded; the answer ends it. */
  onSaved(listener: (saved: { readonly storyboardId: string; readonly at: number }) => void): () => void
  takeOver(): Promise<void>

  createProject(title: string): Promise<string>
  openProject(id: string): Promise<void>
  renameProject(id: string, title: string): Promise<void>
  duplicateProject(id: string): Promise<string>
  trashProject(id: string): Promise<void>
  restoreProject(id: string): Promise<void>
  deleteProject(id: string): Promise<void>

  /** Opens whatever it is; a sentence in a FailureError when it is nothing we know. */
  importFile(
    source: Blob | string | object,
    name?: string,
    at?: { x: number; y: number },
    options?: ImportOptions,
  ): Promise<ImportResult>
  /** Answers the question of a conflict. */
  resolveConflict(conflict: { file: object }, answer: 'replace' | 'copy'): Promise<string>
  /** Earlier texts of the open storyboard that were kept before something was written over it, newest first. */
  revisions(): Promise<readonly RevisionInfo[]>
  /** Opens an earlier text of the open storyboard as a storyboard of its own; answers its id. */
  openRevision(key: number): Promise<string>
  /** The open storyboard as file text. */
  fileText(): string

  plan(target: Target): Plan
  run(
    target: Target,
    options?: { seeds?: 'keep' | 'new'; takes?: number; draftHere?: boolean },
  ): Promise<{ runId: string }>
  wait(runId: string): Promise<RunSummary>
  cancel(what: CancelTarget): Promise<{ cancelled: number }>
  retry(jobIds: readonly string[]): Promise<{ retried: number }>
  /**
   * Asks for what a job makes once more, with the values of today: stops it when it waits or runs, waits until it has
   * ended, and plans its node anew, with what was to follow it. The former attempt stays in the list.
   */
  restart(jobId: string): Promise<{ runId: string }>
  /** Most jobs that may wait at a time; a run beyond it is refused. */
  waitingLimit(): Promise<number>
  setWaitingLimit(most: number): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  reorder(jobIds: readonly string[]): Promise<void>
  clearEnded(): Promise<number>
  jobEvents(jobId: string): Promise<readonly JobEvent[]>

  addServer(options: {
    url: string
    name?: string
    headers?: Record<string, string>
    concurrency?: number
  }): Promise<Server>
  updateServer(id: string, change: Parameters<Scheduler['updateServer']>[1]): Promise<Server>
  removeServer(id: string): Promise<void>
  checkServer(id: string): Promise<DoctorReport>
  /** Forgets what counts against a server (failed calls, a refused login, a rest) and looks at it. */
  resetServer(id: string): Promise<void>
  /** Runs the test card there without touching any storyboard; the picture it made. */
  tryServer(id: string): Promise<Asset>

  /** A recipe file, or any file with a workflow in it, into the library as it is suggested. */
  importRecipe(source: Blob | string | object, name?: string): Promise<{ recipeId: string; issues: readonly Issue[] }>
  /** Makes a recipe of any file with a workflow in it, for a person to look at; nothing is kept. */
  draftRecipe(source: Blob | string | object, name?: string): Promise<RecipeDraft>
  /** Puts a recipe into the library. Another one of its id stays: then this one gets an id of its own. */
  saveRecipe(recipe: Recipe): Promise<{ recipeId: string; issues: readonly Issue[] }>
  /** Takes a recipe of the person out of the library; answers it, so that it can be put back. Takes made with it stay. */
  removeRecipe(recipeId: string): Promise<Recipe | undefined>

  /** Bytes of an asset; undefined when they are gone. */
  assetBlob(assetId: string): Promise<Blob | undefined>
  asset(assetId: string): Promise<Asset | undefined>
  /** An object URL of an asset's picture or film, shared and counted; `release` when the view goes. */
  acquireUrl(assetId: string, variant?: UrlVariant): { url: Live<string | undefined>; release(): void }
  /** Puts a picked file into the library and answers the reference for a parameter. */
  importMedia(file: Blob, name: string): Promise<Asset>
  allAssets(): Promise<readonly LibraryEntry[]>
  /** Calls back with all assets, newest first, now and after every change; the answer ends it. */
  watchAssets(listener: (all: readonly LibraryEntry[]) => void): () => void

  exportCut(nodeId: string, options?: ExportOptions): Promise<ExportResult>

  readNotices(): void
  dismissNotice(id: string): void
  notify(notice: Pick<Notice, 'topic' | 'level' | 'title'> & Partial<Pick<Notice, 'text' | 'detail' | 'actions'>>): void
}
