import { sameJson } from '../../kernel/index.ts'
import type { Storyboard } from '../document.ts'
import { type ReadStoryboard, readStoryboardText, readStoryboardValue } from '../file.ts'
import type { Draft, DraftTable } from './draft.ts'
import { Refusal, refusal, type Step } from './step.ts'

/** Makes the storyboard what a file says, touching only records that differ. A file that cannot be read changes nothing. */
export const replaceAll: Step<'replaceAll'> = (draft, { file }, { catalog }) => {
  const read: ReadStoryboard =
    typeof file === 'string' ? readStoryboardText(file, { catalog }) : readStoryboardValue(file, { catalog })
  if (!read.ok) throw new Refusal(read.failure, read.issues)
  const { board, newerThanApp } = read.opened
  if (board.id !== draft.id) throw refusal('storyboard/other-storyboard', { id: board.id })
  if (newerThanApp) throw refusal('storyboard/newer-file', { version: String(board.header.extra.version) })
  if (!sameJson(draft.header, board.header)) draft.header = board.header
  replaceEdges(draft, board)
  replaceTable(draft.nodes, board.nodes)
  replaceTable(draft.frames, board.frames)
  return []
}

function replaceTable<T>(table: DraftTable<T>, wanted: ReadonlyMap<string, T>): void {
  for (const [id] of [...table.entries()]) if (!wanted.has(id)) table.delete(id)
  for (const [id, record] of wanted) if (!sameJson(table.get(id), record)) table.set(id, record)
}

function replaceEdges(draft: Draft, { edges }: Storyboard): void {
  for (const [id] of [...draft.edges.entries()]) if (!edges.has(id)) draft.deleteEdge(id)
  for (const [id, edge] of edges) if (!sameJson(draft.edges.get(id), edge)) draft.setEdge(id, edge)
}
