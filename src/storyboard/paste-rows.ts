import { type AddedShots, addShots } from './add-shots.ts'
import type { EditCommand } from './commands.ts'
import type { Storyboard } from './document.ts'
import type { EditPorts } from './edit/step.ts'
import type { Evaluation } from './evaluation.ts'
import type { ShotRow } from './queries.ts'

/** A cell of pasted text that was left out, because its text does not fit its column. */
export type RefusedCell = { readonly column: string; readonly text: string }

/** What pasting means: the edits, and what of the pasted text they leave out. */
export type PastedRows = AddedShots & { readonly refused: readonly RefusedCell[] }

/** Rows and columns that the text falls on. A column without a name takes no text. */
export type PasteTarget = {
  readonly rows: readonly ShotRow[]
  readonly columns: readonly (string | undefined)[]
  readonly table: readonly (readonly string[])[]
  /** Scene of the shots that rows beyond the last one become. */
  readonly sceneId: string | undefined
  /** The value that a text means in a column; undefined when it fits none. */
  read(column: string, text: string): { readonly value: unknown } | undefined
}

/** The edits that write pasted cells into shots; lines beyond the last shot become new ones, made like their siblings. */
export function pasteRows(
  board: Storyboard,
  evaluation: Evaluation,
  { rows, columns, table, sceneId, read }: PasteTarget,
  ports: EditPorts,
): PastedRows {
  const refused: RefusedCell[] = []
  const paramsOf = (texts: readonly string[], isNew: boolean) =>
    Object.fromEntries(
      texts.flatMap((text, index) => {
        const column = columns[index]
        const blank = text.trim() === ''
        // An empty cell says nothing about a shot that is yet to be made.
        if (column === undefined || (blank && isNew)) return []
        const meant = read(column, text)
        if (!meant && !blank) refused.push({ column, text })
        return meant ? [[column, meant.value] as const] : []
      }),
    )
  const changes: EditCommand[] = []
  const fresh: Record<string, unknown>[] = []
  table.forEach((texts, index) => {
    const row = rows[index]
    const params = paramsOf(texts, row === undefined)
    if (!row) fresh.push(params)
    else if (Object.keys(params).length > 0) changes.push({ type: 'setParams', node: row.shotId, params })
  })
  const added = addShots(board, evaluation, { sceneId, shots: fresh }, ports)
  return { commands: [...changes, ...added.commands], shotIds: added.shotIds, refused }
}
