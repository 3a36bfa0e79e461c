import { parseLength, type Rate, secondsToFrames } from '../../kernel/index.ts'
import type { ShotRow } from '../../storyboard/index.ts'

/** Columns that hold parameters of the shot, in table order. */
export const EDITABLE = ['action', 'size', 'angle', 'move', 'lens', 'dialogue', 'seconds'] as const
/** All columns, in table order. */
export const COLUMNS = [
  'shot',
  'pick',
  'action',
  'size',
  'angle',
  'move',
  'lens',
  'dialogue',
  'seconds',
  'frames',
  'state',
] as const
/** A column. */
export type Column = (typeof COLUMNS)[number]
/** A column whose cells can be typed into. */
export type EditableColumn = (typeof EDITABLE)[number]

/** Columns that are shown until somebody chooses others. */
export const FIRST_COLUMNS: readonly Column[] = [
  'shot',
  'pick',
  'action',
  'size',
  'angle',
  'move',
  'dialogue',
  'seconds',
  'state',
]

/** A line of the table. */
export type TableLine =
  | {
      readonly line: 'scene'
      readonly key: string
      readonly sceneId: string | undefined
      readonly number: string
      readonly count: number
      readonly frames: number
    }
  | { readonly line: 'shot'; readonly key: string; readonly row: ShotRow; readonly place: number }

/** True when a column's cells can be typed into. */
export function isEditable(column: Column): column is EditableColumn {
  return (EDITABLE as readonly string[]).includes(column)
}

/** The text of a cell as it is copied and edited. */
export function cellText(row: ShotRow, column: EditableColumn): string {
  const value = row.params[column]
  return value === undefined || value === null ? '' : String(value)
}

/** Length of a shot in whole frames. */
export function framesOf(row: ShotRow, rate: Rate): number {
  const seconds = Number(row.params.seconds)
  return secondsToFrames(Number.isFinite(seconds) && seconds > 0 ? seconds : 3, rate)
}

/** Rows that hold every word of the filter, in any of their texts or in `extra` (state, subjects). */
export function filterRows(
  rows: readonly ShotRow[],
  filter: string,
  extra: (row: ShotRow) => string,
): readonly ShotRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const text = [row.scene, row.shot, row.name, ...EDITABLE.map((column) => cellText(row, column)), extra(row)]
      .join('\n')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Rows by a column; numbers by value, texts by language. Story order when no column is named. */
export function sortRows(
  rows: readonly ShotRow[],
  by: { readonly column: EditableColumn; readonly down: boolean } | undefined,
): readonly ShotRow[] {
  if (!by) return rows
  const compare = (a: ShotRow, b: ShotRow) =>
    by.column === 'seconds'
      ? Number(a.params.seconds ?? 0) - Number(b.params.seconds ?? 0)
      : cellText(a, by.column).localeCompare(cellText(b, by.column))
  return [...rows].sort((a, b) => (by.down ? -compare(a, b) : compare(a, b)))
}

/** Lines of the table: scenes as headings with their shots, or plain rows while sorted by a column. */
export function tableLines(rows: readonly ShotRow[], rate: Rate, sorted: boolean): readonly TableLine[] {
  const shotLine = (row: ShotRow, place: number): TableLine => ({ line: 'shot', key: row.shotId, row, place })
  if (sorted) return rows.map(shotLine)
  const lines: TableLine[] = []
  let scene: string | undefined
  rows.forEach((row, place) => {
    const key = row.sceneId ?? ''
    if (place === 0 || key !== scene) {
      const own = rows.filter((other) => (other.sceneId ?? '') === key)
      const frames = own.reduce((sum, one) => sum + framesOf(one, rate), 0)
      lines.push({
        line: 'scene',
        key: `scene-${key}-${place}`,
        sceneId: row.sceneId,
        number: row.scene,
        count: own.length,
        frames,
      })
      scene = key
    }
    lines.push(shotLine(row, place))
  })
  return lines
}

/** Longest shot that the table takes, in seconds. */
const LONGEST = 600

/** The value that a text means in a column; undefined when it fits none. Short words of the camera are written large. */
export function readCell(
  column: string,
  text: string,
  rate: Rate,
  usual: (column: string) => readonly string[],
): { readonly value: unknown } | undefined {
  if (column === 'seconds') {
    const seconds = parseLength(text, rate)
    return seconds === undefined || seconds > LONGEST ? undefined : { value: seconds }
  }
  const plain = text.trim().toLowerCase()
  const known = usual(column).find((word) => word.toLowerCase() === plain)
  return { value: known ?? text }
}

/** True for a word that a column does not usually hold: it is used as it is written, and marked. */
export function isUnusual(text: string, usual: readonly string[]): boolean {
  return text !== '' && usual.length > 0 && !usual.includes(text)
}

/** Cells of a spreadsheet's clipboard text: tabs and lines, quoted cells may hold both. */
export function parseCells(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const endCell = () => {
    rows.at(-1)?.push(cell)
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') cell += text[at++]
      else quoted = false
    } else if (letter === '"' && cell === '') quoted = true
    else if (letter === '\t') endCell()
    else if (letter === '\n') {
      endCell()
      rows.push([])
    } else if (letter !== '\r') cell += letter
  }
  endCell()
  const last = rows.at(-1)
  if (rows.length > 1 && last?.length === 1 && last[0] === '') rows.pop()
  return rows
}

/** Cells as a spreadsheet takes them from the clipboard. */
export function writeCells(rows: readonly (readonly string[])[]): string {
  const quote = (cell: string) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return rows.map((row) => row.map(quote).join('\t')).join('\n')
}

/** How the table is looked at; kept while the window is open. */
export type TableView = {
  readonly filter: string
  readonly columns: readonly Column[]
  readonly sort?: { readonly column: EditableColumn; readonly down: boolean } | undefined
}

/** Which way a click on a heading sorts next: up, down, then story order again. */
export function nextSort(sort: TableView['sort'], column: Column): TableView['sort'] {
  if (!isEditable(column)) return sort
  if (sort?.column !== column) return { column, down: false }
  return sort.down ? undefined : { column, down: true }
}

/** Id of a cell's element, for the focus of the grid. */
export function cellId(row: number, column: number): string {
  return `shot-cell-${row}-${column}`
}

const WIDTHS: Readonly<Record<Column, string>> = {
  shot: '96px',
  pick: '104px',
  action: 'minmax(180px, 3fr)',
  size: '76px',
  angle: '76px',
  move: 'minmax(84px, 100px)',
  lens: '84px',
  dialogue: 'minmax(120px, 1.4fr)',
  seconds: '84px',
  frames: '72px',
  state: 'minmax(120px, 150px)',
}

/** Widths of the columns that are shown, as a grid template. */
export function template(columns: readonly Column[]): string {
  return columns.map((column) => WIDTHS[column]).join(' ')
}
