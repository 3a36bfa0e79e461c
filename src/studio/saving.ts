import type { Clock } from '../kernel/index.ts'
import { FailureError, type Live, toFailure } from '../kernel/index.ts'
import type { StoryboardEntry } from '../storyboard/index.ts'
import type { DocumentState, SaveState } from './contract.ts'

/** Time without an edit after which the document is saved, and the longest that an edit waits (ms). */
export const AUTOSAVE = { quiet: 350, atMost: 900 } as const

/** Brings the open document to disk: some time after an edit, or when asked. */
export type Saver = {
  /** Something was edited. */
  schedule(): void
  /** Saves what is not on disk; a failure becomes the state of the document. */
  saveNow(): Promise<void>
  /** Another document is open, or this one is saved elsewhere: the edits that waited do so no more. */
  forget(): void
}

type SaverPorts = {
  readonly clock: Clock
  readonly document: Live<DocumentState>
  setSave(save: SaveState): void
  /** Writes the document as it was handed over. */
  write(document: DocumentState): Promise<StoryboardEntry>
  /** Called after every save that succeeded. */
  onSaved(entry: StoryboardEntry): void
}

/** Makes the saver of a session. */
export function createSaver({ clock, document, setSave, write, onSaved }: SaverPorts): Saver {
  let cancelTimer: (() => void) | undefined
  let firstUnsaved: number | undefined
  let saving: Promise<void> | undefined

  const schedule = (): void => {
    const now = clock.monotonic()
    firstUnsaved ??= now
    cancelTimer?.()
    // A save that failed stays told until one succeeds.
    if (document.get().save.state !== 'failed') setSave({ state: 'unsaved' })
    const rest = Math.max(0, Math.min(AUTOSAVE.quiet, firstUnsaved + AUTOSAVE.atMost - now))
    cancelTimer = clock.after(rest, () => void saveNow())
  }

  const writeOnce = async (): Promise<void> => {
    const state = document.get()
    firstUnsaved = undefined
    setSave({ state: 'saving' })
    let entry: StoryboardEntry
    try {
      entry = await write(state)
    } catch (thrown) {
      // The edit stays in memory; the person is told and offered the download.
      firstUnsaved ??= clock.monotonic()
      if (document.get().readOnly === undefined) setSave({ state: 'failed', failure: toFailure(thrown) })
      return
    }
    if (document.get().board === state.board) setSave({ state: 'saved', at: clock.now() })
    onSaved(entry)
  }

  const saveNow = async (): Promise<void> => {
    cancelTimer?.()
    cancelTimer = undefined
    if (document.get().readOnly !== undefined) return
    while (saving !== undefined) await saving
    if (document.get().save.state === 'saved' || document.get().readOnly !== undefined) return
    saving = writeOnce().finally(() => {
      saving = undefined
    })
    await saving
    if (document.get().save.state === 'saving') schedule()
  }

  return {
    schedule,
    saveNow,
    forget() {
      cancelTimer?.()
      cancelTimer = undefined
      firstUnsaved = undefined
    },
  }
}

/** Saves until nothing is left; rejects with the reason when the disk takes no more. */
export async function saveAll(saver: Pick<Saver, 'saveNow'>, document: Live<DocumentState>): Promise<void> {
  for (;;) {
    await saver.saveNow()
    const { save, readOnly } = document.get()
    if (readOnly !== undefined || save.state === 'saved') return
    if (save.state === 'failed') throw new FailureError(save.failure)
  }
}
