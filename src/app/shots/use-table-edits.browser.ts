import { useMemo } from 'react'
import type { EditCommand, ShotRow } from '../../storyboard/index.ts'
import { announce, useT } from '../../ui/browser.tsx'
import { useStudio } from '../state/studio-context.tsx'
import { addShot, moveShot } from './reorder.ts'
import { type Block, boundsOf } from './selection.ts'
import { type Column, cellEdit, cellText, isEditable, parseCells, writeCells } from './table.ts'

/** What can be done to cells; each is one undo entry. */
export type TableEdits = {
  /** Writes a typed text; false when it does not fit the column, and then nothing changed. */
  write(row: ShotRow, column: Column, text: string): boolean
  clear(block: Block): void
  fillDown(block: Block): void
  copy(block: Block): string
  paste(block: Block, text: string): void
  move(row: ShotRow, steps: number): void
}

/** The edits of the table, over the rows and columns as they are shown. */
export function useTableEdits(shots: readonly ShotRow[], columns: readonly Column[]): TableEdits {
  const studio = useStudio()
  const t = useT()
  return useMemo(() => {
    const rate = () => studio.document.get().board.header.settings.rate
    const commit = (commands: readonly EditCommand[], label: string) =>
      commands.length > 0 && studio.edit(commands, { label }).ok
    const cells = (block: Block) => {
      const { top, bottom, left, right } = boundsOf(block)
      return shots.slice(top, bottom + 1).map((row) => ({ row, columns: columns.slice(left, right + 1) }))
    }
    return {
      write(row, column, text) {
        if (!isEditable(column) || cellText(row, column) === text) return true
        const edit = cellEdit(row, column, text, rate())
        if (!edit) {
          announce(t('shots.badLength', { text }), 'assertive')
          return false
        }
        return commit([edit], t('shots.labelEdit'))
      },
      clear(block) {
        const edits = cells(block).flatMap(({ row, columns: own }) =>
          own.flatMap((column) =>
            isEditable(column) && column !== 'seconds' ? (cellEdit(row, column, '', rate()) ?? []) : [],
          ),
        )
        commit(edits, t('shots.labelEdit'))
      },
      fillDown(block) {
        const [source, ...rest] = cells(block)
        if (!source) return
        const edits = rest.flatMap(({ row, columns: own }) =>
          own.flatMap((column) =>
            isEditable(column) ? (cellEdit(row, column, cellText(source.row, column), rate()) ?? []) : [],
          ),
        )
        if (commit(edits, t('shots.labelFill'))) announce(t('shots.filled', { count: edits.length }))
      },
      copy: (block) =>
        writeCells(
          cells(block).map(({ row, columns: own }) =>
            own.map((column) => (isEditable(column) ? cellText(row, column) : '')),
          ),
        ),
      paste(block, text) {
        const { top, left } = boundsOf(block)
        const table = parseCells(text)
        const commands = pasteCommands(table, shots.slice(top), columns.slice(left))
        if (commit(commands, t('shots.labelPaste'))) announce(t('shots.pasted', { count: table.length }))
      },
      move(row, steps) {
        const { board, evaluation } = studio.document.get()
        const commands = moveShot(board, evaluation, row.shotId, steps)
        if (commands && commit(commands, t('shots.labelMove'))) announce(t('shots.moved', { shot: row.name }))
      },
    }

    // Rows that the table does not have yet become new shots of the last row's scene.
    function pasteCommands(
      table: readonly (readonly string[])[],
      rows: readonly ShotRow[],
      into: readonly Column[],
    ): EditCommand[] {
      const { board, evaluation } = studio.document.get()
      const sceneId = shots.at(-1)?.sceneId
      return table.flatMap((texts, index) => {
        const row = rows[index]
        const edits = texts.flatMap((text, column) => {
          const name = into[column]
          return name && isEditable(name) ? (cellEdit(row ?? { shotId: '' }, name, text, rate()) ?? []) : []
        })
        if (row) return edits
        const params = Object.assign({}, ...edits.map((edit) => ('params' in edit ? edit.params : {}))) as Record<
          string,
          unknown
        >
        return newShot(addShot(board, evaluation, sceneId, params), index - rows.length)
      })
    }
  }, [studio, shots, columns, t])
}

// Several new shots in one go: each with an id of its own and further down.
function newShot(commands: readonly EditCommand[], index: number): EditCommand[] {
  const rename = (id: string) => `${id}-${index + 1}`
  return commands.map((command) => {
    if (command.type === 'addNode') {
      const { position } = command
      return {
        ...command,
        id: rename(command.id ?? 'shot-n'),
        ...(position ? { position: { ...position, y: position.y + index * 224 } } : {}),
      }
    }
    return command.type === 'connect' ? { ...command, to: { ...command.to, node: rename(command.to.node) } } : command
  })
}
