import { applyToTable, type Diff } from '../kernel/index.ts'
import {
  type Edge,
  type Frame,
  type Settings,
  STORYBOARD_FORMAT,
  STORYBOARD_VERSION,
  type StoryboardFile,
  type StoryboardNode,
  zSettings,
} from './schema.ts'
import { carrySize } from './size.ts'

/** What a storyboard says about itself, one record so that it takes part in Diffs. `extra` keeps unknown top-level keys. */
export type Header = {
  readonly title: string
  readonly settings: Settings
  readonly extra: Readonly<Record<string, unknown>>
}

/** A storyboard in memory: immutable; an edit makes a new one that shares all untouched records. */
export type Storyboard = {
  readonly id: string
  readonly header: Header
  readonly nodes: ReadonlyMap<string, StoryboardNode>
  readonly edges: ReadonlyMap<string, Edge>
  readonly frames: ReadonlyMap<string, Frame>
}

/** Names of the tables that a storyboard's Diff may touch. The header is a table with the one id `header`. */
export type StoryboardTable = 'header' | 'nodes' | 'edges' | 'frames'

/** An empty storyboard. */
export function createStoryboard(id: string, title: string): Storyboard {
  return {
    id,
    header: { title, settings: zSettings.parse({}), extra: {} },
    nodes: new Map(),
    edges: new Map(),
    frames: new Map(),
  }
}

/** Applies a Diff; returns the same storyboard when nothing changed. */
export function applyDiff(board: Storyboard, diff: Diff): Storyboard {
  if (diff.length === 0) return board
  const of = (table: StoryboardTable) => diff.filter((change) => change.table === table)
  const header = of('header').at(-1)
  const next = {
    ...board,
    header: header?.after ? (header.after as Header) : board.header,
    nodes: applyToTable(board.nodes, of('nodes')),
    edges: applyToTable(board.edges, of('edges')),
    frames: applyToTable(board.frames, of('frames')),
  }
  carrySize(board, diff, next)
  return next
}

/** Reads a parsed file into memory. */
export function fromFile(file: StoryboardFile): Storyboard {
  const {
    $schema: _schema,
    format: _format,
    version: _version,
    id,
    title,
    settings,
    nodes,
    edges,
    frames,
    ...extra
  } = file
  return {
    id,
    header: { title, settings, extra },
    nodes: new Map(Object.entries(nodes)),
    edges: new Map(Object.entries(edges)),
    frames: new Map(Object.entries(frames)),
  }
}

/** The file form of a storyboard, keys in the public order; record keys sorted, so equal documents give equal bytes. */
export function toFile(board: Storyboard): StoryboardFile {
  return {
    $schema: 'https://framewright.dev/schema/storyboard.schema.json',
    format: STORYBOARD_FORMAT,
    version: STORYBOARD_VERSION,
    id: board.id,
    title: board.header.title,
    settings: board.header.settings,
    nodes: sortedRecord(board.nodes),
    edges: sortedRecord(board.edges),
    frames: sortedRecord(board.frames),
    ...board.header.extra,
  }
}

function sortedRecord<T>(table: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...table].sort(([a], [b]) => (a < b ? -1 : 1)))
}
