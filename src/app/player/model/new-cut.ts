import { createId, type Random } from '../../../kernel/index.ts'
import {
  boundsOf,
  type Catalog,
  type EditCommand,
  type Evaluation,
  type Storyboard,
} from '../../../storyboard/index.ts'

type Film = { readonly nodeId: string; readonly port: string }

/** Outputs that are films and that no other film is made from, in story order: what a first cut is made of. */
export function looseFilms(
  board: Storyboard,
  evaluation: Evaluation,
  alreadyIn: ReadonlySet<string> = new Set(),
): readonly Film[] {
  const isFilm = (nodeId: string) =>
    [...(evaluation.nodes.get(nodeId)?.offers.values() ?? [])].some(({ type }) => type === 'video')
  const goesOn = new Set(
    [...board.edges.values()].filter(({ to }) => isFilm(to.node)).map(({ from }) => `${from.node}.${from.port}`),
  )
  return evaluation.order.flatMap((nodeId) => {
    if (alreadyIn.has(nodeId)) return []
    const offers = evaluation.nodes.get(nodeId)?.offers ?? new Map()
    return [...offers].flatMap(([port, value]) =>
      value.type === 'video' && !goesOn.has(`${nodeId}.${port}`) ? [{ nodeId, port }] : [],
    )
  })
}

/** A cut of all films, to the right of everything. */
export function newCutCommands(
  board: Storyboard,
  catalog: Catalog,
  films: readonly Film[],
  random: Random,
): readonly EditCommand[] {
  const bounds = boundsOf(board, catalog, [...board.nodes.keys()])
  const id = createId('edit', random, board.nodes)
  const position = bounds ? { x: bounds.x + bounds.width + 80, y: bounds.y } : { x: 0, y: 0 }
  return [{ type: 'addNode', kind: 'edit', id, position }, ...wireCommands(id, 'video', films)]
}

/** Wires films into a cut. */
export function wireCommands(node: string, port: string, films: readonly Film[]): readonly EditCommand[] {
  return films.map((film) => ({ type: 'connect', from: { node: film.nodeId, port: film.port }, to: { node, port } }))
}
