import { useMemo } from 'react'
import { systemRandom } from '../../kernel/browser.ts'
import {
  addChain,
  addShots,
  type EditCommand,
  joinScenes,
  moveShot,
  pasteRows,
  type RefusedCell,
  type ShotRow,
  splitScene,
} from '../../storyboard/index.ts'
import type { Studio } from '../../studio/index.ts'
import { announce, useT } from '../../ui/browser.tsx'
import { fieldsOf } from '../inspector/model/schema-fields.ts'
import { select } from '../state/session.ts'
import { useStudio } from '../state/studio-context.tsx'
import { type Block, boundsOf } from './selection.ts'
import { type Column, cellText, isEditable, parseCells, readCell, writeCells } from './table.ts'

/** What can be done to cells, shots and scenes; each is one undo entry. */
export type TableEdits = {
  /** Writes a typed text; false when it does not fit the column, and then nothing changed. */
  write(row: ShotRow, column: Column, text: string): boolean
  clear(block: Block): void
  fillDown(block: Block): void
  copy(block: Block): string
  paste(block: Block, text: string): void
  move(row: ShotRow, steps: number): void
  /** A new shot, made like its siblings: behind a shot, else last in a scene. */
  add(sceneId: string | undefined, after?: string): void
  /** Gives a bare shot a keyframe, a video and its place in the cut. */
  addPictures(row: ShotRow): void
  split(row: ShotRow): void
  join(sceneId: string): void
}

/** How many refused texts a notice names. */
const NAMED = 3

/** Words that a column of shots usually holds; none where any text will do. */
export function usualWords(studio: Studio, column: string): readonly string[] {
  const shot = [...studio.catalog.kinds.values()].find((kind) => kind.numbering === 'shot')
  const field = shot && fieldsOf(shot).find(({ name }) => name === column)
  return field?.look.suggestions ?? []
}

/** The edits of the table, over the rows and columns as they are shown. */
export function useTableEdits(shots: readonly ShotRow[], columns: readonly Column[]): TableEdits {
  const studio = useStudio()
  const t = useT()
  return useMemo(
    () => ({ ...cellEdits(studio, t, shots, columns), ...shotEdits(studio, t) }),
    [studio, shots, columns, t],
  )
}

type Words = ReturnType<typeof useT>

function commitWith(studio: Studio) {
  return (commands: readonly EditCommand[], label: string) => commands.length > 0 && studio.edit(commands, { label }).ok
}

function cellEdits(studio: Studio, t: Words, shots: readonly ShotRow[], columns: readonly Column[]) {
  const commit = commitWith(studio)
  const read = (column: string, text: string) =>
    readCell(column, text, studio.document.get().board.header.settings.rate, (name) => usualWords(studio, name))
  const cells = (block: Block) => {
    const { top, bottom, left, right } = boundsOf(block)
    return shots.slice(top, bottom + 1).map((row) => ({ row, columns: columns.slice(left, right + 1) }))
  }
  const setting = (row: ShotRow, column: string, text: string): EditCommand[] => {
    const meant = read(column, text)
    return meant ? [{ type: 'setParams', node: row.shotId, params: { [column]: meant.value } }] : []
  }
  return {
    write(row: ShotRow, column: Column, text: string) {
      if (!isEditable(column) || cellText(row, column) === text) return true
      const edits = setting(row, column, text)
      if (edits.length > 0) return commit(edits, t('shots.labelEdit'))
      announce(t('shots.badLength', { text }), 'assertive')
      return false
    },
    clear(block: Block) {
      const edits = cells(block).flatMap(({ row, columns: own }) =>
        own.flatMap((column) => (isEditable(column) && column !== 'seconds' ? setting(row, column, '') : [])),
      )
      commit(edits, t('shots.labelEdit'))
    },
    fillDown(block: Block) {
      const [source, ...rest] = cells(block)
      if (!source) return
      const edits = rest.flatMap(({ row, columns: own }) =>
        own.flatMap((column) => (isEditable(column) ? setting(row, column, cellText(source.row, column)) : [])),
      )
      if (commit(edits, t('shots.labelFill'))) announce(t('shots.filled', { count: edits.length }))
    },
    copy: (block: Block) =>
      writeCells(
        cells(block).map(({ row, columns: own }) =>
          own.map((column) => (isEditable(column) ? cellText(row, column) : '')),
        ),
      ),
    paste(block: Block, text: string) {
      const { top, left } = boundsOf(block)
      const { board, evaluation } = studio.document.get()
      const table = parseCells(text)
      const target = {
        rows: shots.slice(top),
        columns: columns.slice(left).map((column) => (isEditable(column) ? column : undefined)),
        table,
        sceneId: shots.at(-1)?.sceneId,
        read,
      }
      const pasted = pasteRows(board, evaluation, target, { catalog: studio.catalog, random: systemRandom })
      const done = commit(pasted.commands, t('shots.labelPaste'))
      if (done) announce(t('shots.pasted', { count: table.length }))
      if (pasted.refused.length > 0) tellRefused(studio, t, pasted.refused)
    },
  }
}

function tellRefused(studio: Studio, t: Words, refused: readonly RefusedCell[]): void {
  const texts = [...new Set(refused.map(({ text }) => text))]
  const named = texts.slice(0, NAMED).map((text) => t('shots.quoted', { text: text.slice(0, 30) }))
  const title = t('shots.refused', { count: refused.length })
  announce(title, 'assertive')
  studio.notify({
    topic: 'shots-paste',
    level: 'warning',
    title,
    text: t('shots.refusedText', { texts: named.join(', '), count: texts.length }),
  })
}

function shotEdits(studio: Studio, t: Words) {
  const commit = commitWith(studio)
  const ports = { catalog: studio.catalog, random: systemRandom }
  return {
    move(row: ShotRow, steps: number) {
      const { board, evaluation } = studio.document.get()
      const commands = moveShot(board, evaluation, row.shotId, steps)
      if (commands && commit(commands, t('shots.labelMove'))) announce(t('shots.moved', { shot: row.name }))
    },
    add(sceneId: string | undefined, after?: string) {
      const { board, evaluation } = studio.document.get()
      const where = { sceneId, shots: [{}], ...(after === undefined ? {} : { after }) }
      const { commands, shotIds } = addShots(board, evaluation, where, ports)
      // Chosen at once, so that the inspector shows what is to be filled in.
      if (commit(commands, t('shots.labelAdd'))) select(shotIds)
    },
    addPictures(row: ShotRow) {
      const { board, evaluation } = studio.document.get()
      const done = commit(addChain(board, evaluation, row.shotId, ports), t('shots.labelPictures'))
      if (done) announce(t('shots.picturesAdded', { shot: row.name }))
    },
    split(row: ShotRow) {
      const { board, evaluation } = studio.document.get()
      const done = commit(splitScene(board, evaluation, row.shotId, ports), t('shots.labelSplit'))
      if (done) announce(t('shots.splitDone', { shot: row.name }))
    },
    join(sceneId: string) {
      const { board, evaluation } = studio.document.get()
      if (commit(joinScenes(board, evaluation, sceneId, ports), t('shots.labelJoin'))) announce(t('shots.joinDone'))
    },
  }
}
