import type { Asset } from '../assets/index.ts'
import type { WriteFilm } from '../exports/index.ts'
import type { Live } from '../kernel/index.ts'
import type { Edge, Storyboard } from '../storyboard/index.ts'
import type { DocumentState, ExportOptions, ExportResult } from './contract.ts'
import { cutOf, cutTimeline } from './cut-timeline.ts'
import { studioFailures } from './failures.ts'
import type { FilmState } from './film-state.ts'

type ExportPorts = {
  document: Live<DocumentState>
  film: FilmState
  writeFilm: WriteFilm
  assets: (ids: readonly string[]) => Promise<readonly Asset[]>
}

/** What an export node says, read without trusting it. */
type Deliverable = {
  format: 'mp4' | 'webm'
  quality: 'draft' | 'deliver'
  join: 'auto' | 'encode'
  labels: boolean
  fileName: string
}

/** Writes the cut of an edit or export node. Missing takes become cards and are listed as issues. */
export function createExporting(
  ports: ExportPorts,
): (nodeId: string, options?: ExportOptions) => Promise<ExportResult> {
  return async (nodeId, options = {}) => {
    const document = ports.document.get()
    const { board, evaluation } = document
    const node = board.nodes.get(nodeId)
    if (!node) throw studioFailures.error('studio/no-such-node', { facts: { node: nodeId } })
    const cut = cutOf(evaluation, nodeId) ?? cutOf(evaluation, sourceOfCut(board, nodeId) ?? '')
    if (!cut) throw studioFailures.error('studio/not-an-export')
    const takes = ports.film.takes.get()
    const ids = [...takes.values()].flat().map((take) => take.assetId)
    const files = [...cut.clips, ...cut.audio].flatMap((clip) =>
      clip.source.from === 'file' ? [clip.source.ref.hash] : [],
    )
    const assets = new Map((await ports.assets([...new Set([...ids, ...files])])).map((asset) => [asset.id, asset]))
    const { timeline, issues } = cutTimeline(cut, document, {
      takes,
      assessments: ports.film.assessments.get(),
      assets,
    })
    if (timeline.length === 0) throw studioFailures.error('studio/empty-cut')
    const says = deliverable(node.params, board.header.title)
    const request = { timeline, ...says, ...(options.format ? { format: options.format } : {}) }
    const signal = options.signal ?? new AbortController().signal
    const result = await ports.writeFilm(request, signal, options.onProgress ?? (() => {}))
    // The writer speaks of missing and short takes itself, clip by clip.
    const before = issues.filter((one) => one.code === 'timeline/trimmed-away')
    return { files: result.files, issues: [...before, ...result.issues] }
  }
}

function sourceOfCut(board: Storyboard, nodeId: string): string | undefined {
  const arriving = (edge: Edge) => edge.to.node === nodeId && edge.to.port === 'cut'
  return [...board.edges.values()].find(arriving)?.from.node
}

function deliverable(params: Readonly<Record<string, unknown>>, title: string): Deliverable {
  return {
    format: params.format === 'webm' ? 'webm' : 'mp4',
    quality: params.quality === 'draft' ? 'draft' : 'deliver',
    join: params.join === 'encode' ? 'encode' : 'auto',
    labels: params.labels === true,
    fileName: cleanFileName(typeof params.fileName === 'string' && params.fileName.trim() ? params.fileName : title),
  }
}

/** A file name that every system and editor takes: letters, digits, `.`, `_`, `-`; never empty, never hidden. */
export function cleanFileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._]+|[._]+$/g, '')
    .slice(0, 100)
  return plain || 'film'
}
