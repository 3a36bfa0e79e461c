/** A storyboard in the list, without its document. Times in ms since 1970. */
export type StoryboardEntry = {
  readonly id: string
  readonly title: string
  readonly createdAt: number
  readonly changedAt: number
  readonly trashedAt?: number
  readonly nodes: number
  readonly shots: number
  /** Asset id of a picture that stands for it. */
  readonly cover?: string
}

/** Why a revision was kept. */
export type RevisionReason = 'before-migration' | 'before-replace' | 'lost-lock'

/** An earlier text of a storyboard. `key` names it among all revisions. */
export type Revision = {
  readonly key: number
  readonly at: number
  readonly reason: RevisionReason
  readonly text: string
}

/**
 * Storyboards on disk, as file text. Saves are strict: when the promise resolves, a power cut loses nothing.
 * After every save a second copy is kept outside the database where the browser can.
 */
export type StoryboardStore = {
  list(): Promise<readonly StoryboardEntry[]>
  /** Text of the document; undefined when there is none. Falls back to the second copy when the database lost it. */
  load(id: string): Promise<string | undefined>
  /** Rejects with `storage/full`, `storage/disk-full` or `storage/closed`; then nothing was changed. */
  save(entry: StoryboardEntry, text: string): Promise<void>
  setEntry(id: string, change: Partial<Omit<StoryboardEntry, 'id'>>): Promise<void>
  /**
   * Takes it out for good, with its takes, runs and jobs, all in one transaction (assets stay: they belong to nobody).
   * Whoever deletes cancels open jobs first.
   */
  delete(id: string): Promise<void>
  keepRevision(id: string, text: string, reason: RevisionReason, at: number): Promise<void>
  /** Oldest first. */
  revisions(id: string): Promise<readonly Revision[]>
  /** Ids of all storyboards that have a second copy, whatever the database knows. */
  copies(): Promise<readonly string[]>
  watch(listener: (entries: readonly StoryboardEntry[]) => void): () => void
}
