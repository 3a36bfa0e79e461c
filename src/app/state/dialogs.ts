import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Target } from '../../jobs/index.ts'
import type { Issue } from '../../kernel/index.ts'
import type { RecipeDraft } from '../../recipes/index.ts'
import type { ImportResult } from '../../studio/index.ts'

/** A question or a piece of work that stands over the window; one at a time. */
export type OpenDialog =
  | { readonly dialog: 'plan'; readonly target: Target }
  | { readonly dialog: 'takes'; readonly target: Target }
  | { readonly dialog: 'export'; readonly nodeId: string }
  | { readonly dialog: 'conflict'; readonly conflict: Extract<ImportResult, { became: 'conflict' }> }
  /** `media` = the picture, film or sound that the workflow travelled in, and where it was dropped. */
  | {
      readonly dialog: 'recipe'
      readonly name: string
      readonly draft: RecipeDraft
      readonly media?: Blob
      readonly at?: { readonly x: number; readonly y: number }
    }
  | { readonly dialog: 'issues'; readonly title: string; readonly issues: readonly Issue[] }
  | { readonly dialog: 'shortcuts' }
  | { readonly dialog: 'revisions' }

/** What stands over the window, and which panels beside the screens are shown. */
export type Dialogs = {
  readonly open: OpenDialog | undefined
  /** Node whose takes are seen large. */
  readonly viewing: string | undefined
}

/** The dialogs of this window. */
export const dialogs: StoreApi<Dialogs> = createStore<Dialogs>(() => ({ open: undefined, viewing: undefined }))

/** A part of the dialogs' state; renders again when that part changes. */
export function useDialogs<T>(selector: (state: Dialogs) => T): T {
  return useStore(dialogs, selector)
}

/** Opens a dialog in place of whichever was open. */
export function showDialog(open: OpenDialog): void {
  dialogs.setState({ open })
}

/** Closes the dialog. */
export function closeDialog(): void {
  dialogs.setState({ open: undefined })
}

/** Opens the export of an export or edit node. */
export function openExport(nodeId: string): void {
  showDialog({ dialog: 'export', nodeId })
}

/** Opens the large viewer of a node's takes; undefined closes it. */
export function openViewer(nodeId: string | undefined): void {
  dialogs.setState({ viewing: nodeId })
}
