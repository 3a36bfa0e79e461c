import type { Issue } from '../kernel/index.ts'
import { type Blocker, findFollowers, gatherArrivals, type Shown, sameArrivals } from './arrivals.ts'
import type { Arrival, Catalog } from './catalog.ts'
import type { Storyboard } from './document.ts'
import type { Evaluation, NodeEvaluation } from './evaluation.ts'
import { type Flow, orderStoryboard } from './flow.ts'
import { evaluateNode, type NodeInput, type Outcome, type Pass } from './node-evaluation.ts'
import { readNode } from './reading.ts'
import { compareIds } from './reading-order.ts'
import { sameContent } from './same.ts'
import type { StoryboardNode } from './schema.ts'
import { type Wiring, wireStoryboard, wiresOf } from './wiring.ts'

/** Works a storyboard through from nothing. */
export function evaluateBoard(board: Storyboard, catalog: Catalog): Evaluation {
  return createEvaluator(catalog)(board)
}

type Kept = { readonly input: NodeInput; readonly outcome: Outcome; readonly number: string | undefined }

type Previous = {
  readonly board: Storyboard
  readonly wiring: Wiring
  readonly flow: Flow
  readonly kept: ReadonlyMap<string, Kept>
  readonly evaluation: Evaluation
}

/** Makes an evaluator that keeps what an edit did not touch: nodes whose record, inputs and settings stayed are not asked again. */
export function createEvaluator(catalog: Catalog): Evaluator {
  let previous: Previous | undefined
  const evaluate = (board: Storyboard): Evaluation => {
    if (previous?.board === board) return previous.evaluation
    const start = begin(board, catalog, previous)
    const { stirred, flow, round } = start
    previous = finish(start, stirred ? visitStirred(stirred, flow, round) : visitAll(flow, round))
    return previous.evaluation
  }
  const inSlices: Evaluator['inSlices'] = async (board, pause) => {
    if (previous?.board === board) return previous.evaluation
    let done = 0
    for (const node of board.nodes.values()) {
      readNode(node, catalog)
      if (++done % SLICE === 0) await pause()
    }
    const start = begin(board, catalog, previous)
    await pause()
    const kept = new Map<string, Kept>()
    for (const id of start.flow.order) {
      kept.set(id, visit(id, kept, start.round))
      if (kept.size % SLICE === 0) await pause()
    }
    previous = finish(start, kept)
    return previous.evaluation
  }
  return Object.assign(evaluate, { inSlices })
}

/**
 * Works a storyboard through. `inSlices` does the same for one that is large and new, and pauses after every few nodes,
 * so that a page goes on answering; asked for the same storyboard afterwards, the evaluator has it at once.
 */
export type Evaluator = {
  (board: Storyboard): Evaluation
  inSlices(board: Storyboard, pause: () => Promise<void>): Promise<Evaluation>
}

/** Nodes between two pauses: some milliseconds of work on a slow machine. */
const SLICE = 100

type Start = {
  readonly flow: Flow
  readonly round: Round
  /** Nodes to visit when not all have to be. */
  readonly stirred: Set<string> | undefined
}

function begin(board: Storyboard, catalog: Catalog, previous: Previous | undefined): Start {
  const wiring =
    previous && wiresStand(board, previous.board, catalog) ? previous.wiring : wireStoryboard(board, catalog)
  const flow =
    previous && wiring === previous.wiring && orderStands(board, previous.board, catalog)
      ? previous.flow
      : orderStoryboard(board, wiring, catalog)
  const settled = previous !== undefined && sameContent(board.header.settings, previous.board.header.settings)
  const sameNumbers = previous !== undefined && (flow === previous.flow || sameMap(flow.numbers, previous.flow.numbers))
  const round: Round = { pass: { board, catalog, wiring, numbers: flow.numbers }, previous, settled, sameNumbers }
  const stirred =
    previous && settled && sameNumbers && wiring === previous.wiring ? findStirred(board, previous.board) : undefined
  return { flow, round, stirred }
}

function finish({ flow, round }: Start, kept: ReadonlyMap<string, Kept>): Previous {
  const { board, wiring } = round.pass
  return { board, wiring, flow, kept, evaluation: collect(flow, wiring, kept, round.previous) }
}

type Round = {
  readonly pass: Pass
  readonly previous: Previous | undefined
  readonly settled: boolean
  readonly sameNumbers: boolean
}

function visitAll(flow: Flow, round: Round): Map<string, Kept> {
  const kept = new Map<string, Kept>()
  for (const id of flow.order) kept.set(id, visit(id, kept, round))
  return kept
}

/** Visits only what an edit touched and what that stirs up behind it. */
function visitStirred(stirred: Set<string>, flow: Flow, round: Round): ReadonlyMap<string, Kept> {
  const before = round.previous?.kept ?? new Map<string, Kept>()
  const kept = new Map(before)
  for (const id of flow.order) {
    if (!stirred.has(id)) continue
    const next = visit(id, kept, round)
    kept.set(id, next)
    // A bypassed node lets through what its sources say, even when it has nothing new to say itself.
    if (sameShown(next, before.get(id)) && !next.outcome.shown.passes) continue
    for (const wires of wiresOf(round.pass.wiring, id).outputs.values())
      for (const { edge } of wires) stirred.add(edge.to.node)
  }
  return kept
}

/** Nodes whose records changed; undefined when one was switched, because that is felt upstream too. */
function findStirred(board: Storyboard, before: Storyboard): Set<string> | undefined {
  const stirred = new Set<string>()
  if (board.nodes === before.nodes) return stirred
  for (const [id, node] of board.nodes) {
    const old = before.nodes.get(id)
    if (old === node) continue
    if (old?.mode !== node.mode) return undefined
    stirred.add(id)
  }
  return stirred
}

function visit(id: string, kept: ReadonlyMap<string, Kept>, { pass, previous, settled, sameNumbers }: Round): Kept {
  const shownBy = (nodeId: string) => kept.get(nodeId)?.outcome.shown
  const number = pass.numbers.get(id)
  const arrivals = gatherArrivals(id, pass.wiring, shownBy)
  const node = pass.board.nodes.get(id) as StoryboardNode
  const input: NodeInput = { id, node, arrivals, blocker: findBlocker(arrivals, shownBy) }
  const old = previous?.kept.get(id)
  const stands =
    old && settled && old.number === number && inputStands(old, input, pass) && looksStand(old, id, pass, sameNumbers)
  return { input, number, outcome: stands ? old.outcome : settle(evaluateNode(input, pass), old?.outcome) }
}

function sameShown(next: Kept, before: Kept | undefined): boolean {
  if (!before) return false
  const [a, b] = [next.outcome.shown, before.outcome.shown]
  return (
    a === b ||
    (a.muted === b.muted && a.title === b.title && a.offers === b.offers && sameBlocker(a.blocker, b.blocker))
  )
}

function inputStands(before: Kept, input: NodeInput, pass: Pass): boolean {
  if (before.input.node !== input.node || !sameBlocker(before.input.blocker, input.blocker)) return false
  if (!sameArrivals(before.input.arrivals, input.arrivals)) return false
  // An unknown kind has the ports that its wires speak of.
  return (
    readNode(input.node, pass.catalog) !== undefined ||
    sameContent(before.outcome.evaluation.ports, pass.wiring.ports.get(input.id))
  )
}

/** What the kind looked at beyond its inputs is as it was. */
function looksStand({ outcome: { looks } }: Kept, id: string, pass: Pass, sameNumbers: boolean): boolean {
  if (looks.numbers && !sameNumbers) return false
  // Followers are looked up again even under the same wires, because a node behind may have been bypassed.
  for (const [port, list] of looks.followers)
    if (!sameContent(list, findFollowers(id, port, pass.wiring, pass.board, pass.catalog))) return false
  return true
}

/** Keeps the old objects where the new ones say the same, so that nothing behind and no view is woken for nothing. */
function settle(next: Outcome, before: Outcome | undefined): Outcome {
  if (!before) return next
  const offers = new Map(
    [...next.evaluation.offers].map(([port, value]) => [port, keep(value, before.evaluation.offers.get(port))]),
  )
  const settledOffers = sameMap(offers, before.evaluation.offers) ? before.evaluation.offers : offers
  const evaluation: NodeEvaluation = { ...next.evaluation, offers: settledOffers }
  const { offers: _old, ...oldRest } = before.evaluation
  const { offers: _new, ...newRest } = evaluation
  const sameEvaluation = settledOffers === before.evaluation.offers && sameContent(oldRest, newRest)
  return {
    ...next,
    evaluation: sameEvaluation ? before.evaluation : evaluation,
    shown: { ...next.shown, offers: settledOffers },
  }
}

function collect(
  flow: Flow,
  wiring: Wiring,
  kept: ReadonlyMap<string, Kept>,
  previous: Previous | undefined,
): Evaluation {
  const before = previous?.evaluation.nodes
  // Copying a Map and changing a few of its members is much cheaper than filling a new one.
  const nodes = before && wiring === previous?.wiring ? new Map(before) : new Map<string, NodeEvaluation>()
  const issues: Issue[] = []
  for (const id of flow.order) {
    const evaluation = kept.get(id)?.outcome.evaluation
    if (!evaluation) continue
    if (nodes.get(id) !== evaluation) nodes.set(id, evaluation)
    for (const one of evaluation.issues) issues.push(one)
  }
  for (const [, one] of [...wiring.inert].sort(([a], [b]) => compareIds(a, b))) issues.push(one)
  for (const one of flow.issues) issues.push(one)
  const { order, numbers, story } = flow
  return { nodes, order, numbers, story, inert: new Set(wiring.inert.keys()), issues }
}

function findBlocker(
  arrivals: ReadonlyMap<string, readonly Arrival[]>,
  shownBy: (nodeId: string) => Shown | undefined,
): Blocker | undefined {
  for (const list of arrivals.values()) {
    for (const { nodeId, muted } of list) {
      const source = shownBy(nodeId)
      if (muted && source) return { nodeId, title: source.title }
      if (source?.blocker) return source.blocker
    }
  }
  return undefined
}

/** True when every edge, and the ports at its ends, are as they were. */
function wiresStand(board: Storyboard, before: Storyboard, catalog: Catalog): boolean {
  if (board.edges !== before.edges || board.nodes.size !== before.nodes.size) return false
  if (board.nodes === before.nodes) return true
  for (const [id, node] of board.nodes) {
    const old = before.nodes.get(id)
    if (old === node) continue
    if (!old || old.kind !== node.kind || !samePorts(node, old, catalog)) return false
  }
  return true
}

function samePorts(node: StoryboardNode, old: StoryboardNode, catalog: Catalog): boolean {
  return sameContent(readNode(node, catalog)?.ports, readNode(old, catalog)?.ports)
}

/** True when nothing moved, was switched or numbered. Nodes are the same ones, because their wires stand. */
function orderStands(board: Storyboard, before: Storyboard, catalog: Catalog): boolean {
  if (board.nodes === before.nodes) return true
  for (const [id, node] of board.nodes) {
    const old = before.nodes.get(id)
    if (old === node || !old) continue
    if (old.mode !== node.mode || old.position.x !== node.position.x || old.position.y !== node.position.y) return false
    if (readNode(node, catalog)?.params.number !== readNode(old, catalog)?.params.number) return false
  }
  return true
}

function keep<T>(next: T, before: T | undefined): T {
  return before !== undefined && sameContent(next, before) ? before : next
}

function sameBlocker(a: Blocker | undefined, b: Blocker | undefined): boolean {
  return a === b || (a?.nodeId === b?.nodeId && a?.title === b?.title)
}

function sameMap<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  if (a.size !== b.size) return false
  for (const [key, value] of a) if (b.get(key) !== value) return false
  return true
}
