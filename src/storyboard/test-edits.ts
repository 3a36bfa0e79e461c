import fc from 'fast-check'
import type { EditCommand } from './commands.ts'
import type { Storyboard } from './document.ts'
import { makeFragment } from './fragment.ts'
import { testCatalog } from './test-kinds.ts'

/** An edit that is made for the storyboard as it is when its turn comes. */
export type AnyEdit = (board: Storyboard) => EditCommand

const KINDS = [...testCatalog.kinds.keys()].filter((kind) => kind !== 'faulty')
const number = fc.integer({ min: 0, max: 1_000_000 })
const point = fc.record({ x: fc.integer({ min: -2000, max: 2000 }), y: fc.integer({ min: -2000, max: 2000 }) })

const pick = (ids: Iterable<string>, index: number): string => {
  const list = [...ids]
  return list[index % Math.max(1, list.length)] ?? 'nothing-there'
}

/** Any of the edits that there are, sound or not: ids are chosen among those that exist when it is made. */
export function editsOf(_start: Storyboard): fc.Arbitrary<AnyEdit> {
  const node = number.map((index) => (board: Storyboard) => pick(board.nodes.keys(), index))
  const edge = number.map((index) => (board: Storyboard) => pick(board.edges.keys(), index))
  return fc.oneof(
    fc.tuple(fc.constantFrom(...KINDS), point).map(
      ([kind, position]): AnyEdit =>
        () => ({ type: 'addNode', kind, position }),
    ),
    fc.array(node, { maxLength: 3 }).map(
      (ids): AnyEdit =>
        (board) => ({ type: 'removeNodes', ids: ids.map((id) => id(board)) }),
    ),
    fc
      .tuple(
        node,
        fc.record(
          {
            action: fc.string(),
            number: fc.option(fc.constantFrom('SH015', 'SC030')),
            steps: fc.integer(),
            name: fc.string(),
          },
          { requiredKeys: [] },
        ),
      )
      .map(
        ([id, params]): AnyEdit =>
          (board) => ({ type: 'setParams', node: id(board), params }),
      ),
    fc.tuple(node, fc.constantFrom('on' as const, 'muted' as const, 'bypassed' as const)).map(
      ([id, mode]): AnyEdit =>
        (board) => ({ type: 'setMode', node: id(board), mode }),
    ),
    fc.tuple(node, fc.string()).map(
      ([id, title]): AnyEdit =>
        (board) => ({ type: 'setTitle', node: id(board), title }),
    ),
    fc.tuple(node, point).map(
      ([id, to]): AnyEdit =>
        (board) => ({ type: 'move', positions: { [id(board)]: to } }),
    ),
    fc.tuple(node, node, number, number).map(
      ([from, to, output, input]): AnyEdit =>
        (board) =>
          connecting(board, from(board), to(board), output, input),
    ),
    edge.map(
      (id): AnyEdit =>
        (board) => ({ type: 'disconnect', edge: id(board) }),
    ),
    fc.tuple(edge, node).map(
      ([id, inserted]): AnyEdit =>
        (board) => ({ type: 'insertOnEdge', node: inserted(board), edge: id(board) }),
    ),
    fc.tuple(edge, fc.boolean()).map(
      ([id, back]): AnyEdit =>
        (board) =>
          reordering(board, id(board), back),
    ),
    fc.array(node, { minLength: 1, maxLength: 4 }).map(
      (ids): AnyEdit =>
        (board) => ({
          type: 'paste',
          fragment: makeFragment(
            board,
            ids.map((id) => id(board)),
          ),
        }),
    ),
    fc.array(node, { maxLength: 3 }).map(
      (ids): AnyEdit =>
        (board) => ({
          type: 'addFrame',
          title: 'Frame',
          rect: { x: 0, y: 0, width: 10, height: 10 },
          nodes: [...new Set(ids.map((id) => id(board)))],
        }),
    ),
    number.map(
      (index): AnyEdit =>
        (board) => ({ type: 'removeFrame', frame: pick(board.frames.keys(), index) }),
    ),
    fc.tuple(node, number).map(
      ([id, index]): AnyEdit =>
        (board) => ({
          type: 'setNodeFrame',
          nodes: [id(board)],
          frame: board.frames.size > 0 && index % 3 ? pick(board.frames.keys(), index) : null,
        }),
    ),
    fc.record({ style: fc.string(), handles: fc.option(fc.integer({ min: -5, max: 50 })) }, { requiredKeys: [] }).map(
      (settings): AnyEdit =>
        () => ({ type: 'setSettings', settings }),
    ),
    fc.tuple(node, fc.option(fc.string({ minLength: 1 })), fc.boolean()).map(
      ([id, take, pinned]): AnyEdit =>
        (board) => ({ type: 'setPick', node: id(board), take, pinned }),
    ),
  )
}

function connecting(board: Storyboard, from: string, to: string, output: number, input: number): EditCommand {
  const ports = (id: string) => {
    const kind = testCatalog.get(board.nodes.get(id)?.kind ?? '')
    return kind?.ports(kind.defaults())
  }
  const port = (list: readonly { name: string }[] | undefined, index: number) =>
    list?.[index % Math.max(1, list.length)]?.name ?? 'none'
  return {
    type: 'connect',
    from: { node: from, port: port(ports(from)?.outputs, output) },
    to: { node: to, port: port(ports(to)?.inputs, input) },
  }
}

function reordering(board: Storyboard, edgeId: string, back: boolean): EditCommand {
  const to = board.edges.get(edgeId)?.to ?? { node: 'none', port: 'none' }
  const edges = [...board.edges]
    .filter(([, edge]) => edge.to.node === to.node && edge.to.port === to.port)
    .map(([id]) => id)
  return {
    type: 'reorderInput',
    node: to.node,
    port: to.port,
    edges: back ? edges.reverse() : [...edges.slice(1), ...edges.slice(0, 1)],
  }
}
