import { canonicalJson, type Issue, issue } from '../kernel/index.ts'
import { type Blocker, findFollowers, gatherArrivals, type Shown, sameArrivals } from './arrivals.ts'
import type { Arrival, Catalog } from './catalog.ts'
import type { Storyboard } from './document.ts'
import type { Evaluation, NodeEvaluation } from './evaluation.ts'
import { type Flow, orderStoryboard } from './flow.ts'
import { evaluateNode, type NodeInput, type Outcome, type Pass } from './node-evaluation.ts'
import { readNode } from './reading.ts'
import type { StoryboardNode } from './schema.ts'
import { type Wiring, wireStoryboard } from './wiring.ts'

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
export function createEvaluator(catalog: Catalog): (board: Storyboard) => Evaluation {
  let previous: Previous | undefined
  return (board) => {
    if (previous?.board === board) return previous.evaluation
    previous = evaluateAgain(board, catalog, previous)
    return previous.evaluation
  }
}

function evaluateAgain(board: Storyboard, catalog: Catalog, previous: Previous | undefined): Previous {
  const wiring =
    previous && wiresStand(board, previous.board, catalog) ? previous.wiring : wireStoryboard(board, catalog)
  const flow =
    previous && wiring === previous.wiring && orderStands(board, previous.board, catalog)
      ? previous.flow
      : orderStoryboard(board, wiring, catalog)
  const pass: Pass = { board, catalog, wiring, numbers: flow.numbers }
  const settled = previous !== undefined && same(board.header.settings, previous.board.header.settings)
  const sameNumbers = previous !== undefined && (flow === previous.flow || sameMap(flow.numbers, previous.flow.numbers))
  const kept = new Map<string, Kept>()
  const shown = new Map<string, Shown>()
  for (const id of flow.order) {
    const node = board.nodes.get(id)
    if (!node) continue
    const arrivals = gatherArrivals(id, wiring, shown)
    const input: NodeInput = { id, node, arrivals, blocker: findBlocker(arrivals, shown) }
    const number = flow.numbers.get(id)
    const before = previous?.kept.get(id)
    const stands =
      before &&
      settled &&
      before.number === number &&
      inputStands(before, input, pass, previous?.wiring === wiring, sameNumbers)
    const outcome = stands ? before.outcome : settle(evaluateNode(input, pass), before?.outcome)
    kept.set(id, { input, outcome, number })
    shown.set(id, outcome.shown)
  }
  const evaluation = collect(flow, wiring, kept)
  return { board, wiring, flow, kept, evaluation }
}

function inputStands(before: Kept, input: NodeInput, pass: Pass, sameWiring: boolean, sameNumbers: boolean): boolean {
  if (before.input.node !== input.node || !sameBlocker(before.input.blocker, input.blocker)) return false
  if (!sameArrivals(before.input.arrivals, input.arrivals)) return false
  const { looks, evaluation } = before.outcome
  if (looks.numbers && !sameNumbers) return false
  if (!sameWiring && !readNode(input.node, pass.catalog) && !same(evaluation.ports, pass.wiring.ports.get(input.id)))
    return false
  // Followers are looked up again even under the same wires, because a node behind may have been bypassed.
  for (const [port, list] of looks.followers)
    if (!same(list, findFollowers(input.id, port, pass.wiring, pass.board, pass.catalog))) return false
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
  const sameEvaluation = settledOffers === before.evaluation.offers && same(oldRest, newRest)
  return {
    ...next,
    evaluation: sameEvaluation ? before.evaluation : evaluation,
    shown: { ...next.shown, offers: settledOffers },
  }
}

function collect(flow: Flow, wiring: Wiring, kept: ReadonlyMap<string, Kept>): Evaluation {
  const nodes = new Map<string, NodeEvaluation>()
  const issues: Issue[] = []
  for (const [id, { outcome }] of kept) {
    nodes.set(id, outcome.evaluation)
    for (const one of outcome.evaluation.issues) issues.push(one)
  }
  for (const [, one] of [...wiring.inert].sort(([a], [b]) => (a < b ? -1 : 1))) issues.push(one)
  issues.push(...sharedNumbers(flow))
  return {
    nodes,
    order: flow.order,
    numbers: flow.numbers,
    story: flow.story,
    inert: new Set(wiring.inert.keys()),
    issues,
  }
}

/** Two scenes, or two shots of a scene, under one number. */
function sharedNumbers({ story, numbers }: Flow): Issue[] {
  const scenes = story.flatMap(({ sceneId }) => (sceneId === undefined ? [] : [sceneId]))
  return [scenes, ...story.map(({ shotIds }) => shotIds)].flatMap((ids) => {
    const seen = new Set<string>()
    return ids.flatMap((id) => {
      const number = numbers.get(id) ?? ''
      const key = number.toUpperCase()
      if (!seen.has(key)) {
        seen.add(key)
        return []
      }
      return [
        issue(
          'storyboard/shared-number',
          `The number ${number} is used twice. Give one of the two another number.`,
          { nodeId: id, field: 'number' },
          'warning',
        ),
      ]
    })
  })
}

function findBlocker(
  arrivals: ReadonlyMap<string, readonly Arrival[]>,
  shown: ReadonlyMap<string, Shown>,
): Blocker | undefined {
  for (const list of arrivals.values()) {
    for (const { nodeId, muted } of list) {
      const source = shown.get(nodeId)
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
  return same(readNode(node, catalog)?.ports, readNode(old, catalog)?.ports)
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
  return before !== undefined && same(next, before) ? before : next
}

function sameBlocker(a: Blocker | undefined, b: Blocker | undefined): boolean {
  return a === b || (a?.nodeId === b?.nodeId && a?.title === b?.title)
}

function sameMap<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  if (a.size !== b.size) return false
  for (const [key, value] of a) if (b.get(key) !== value) return false
  return true
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined) return false
  try {
    return canonicalJson(a) === canonicalJson(b)
  } catch {
    // A kind may answer with something that JSON cannot hold; then it counts as changed.
    return false
  }
}
