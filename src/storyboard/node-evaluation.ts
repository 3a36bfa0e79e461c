import { type Issue, type Sentence, wordFact } from '../kernel/index.ts'
import { type Blocker, findFollowers, type Shown } from './arrivals.ts'
import type { AnyKind, Arrival, CardText, Catalog, KindContext, Ports } from './catalog.ts'
import type { Storyboard } from './document.ts'
import type { NodeEvaluation } from './evaluation.ts'
import type { PortValue } from './facts.ts'
import { storyboardIssues } from './issues.ts'
import { describeThrown, NO_PORTS, type Reading, readNode } from './reading.ts'
import type { StoryboardNode } from './schema.ts'
import { listTypes, type Wiring } from './wiring.ts'
import { storyboardWords } from './words.ts'

const { say } = storyboardWords
// Made once: they are asked for with every node.
const FOR_CARD = say('storyboard/for-card')
const FOR_ISSUES = say('storyboard/for-issues')
const FOR_SPEC = say('storyboard/for-spec')

/** What all nodes of one pass have in common. */
export type Pass = {
  readonly board: Storyboard
  readonly catalog: Catalog
  readonly wiring: Wiring
  readonly numbers: ReadonlyMap<string, string>
}

/** What a node is evaluated from. */
export type NodeInput = {
  readonly id: string
  readonly node: StoryboardNode
  readonly arrivals: ReadonlyMap<string, readonly Arrival[]>
  readonly blocker: Blocker | undefined
}

/** What a kind looked at beyond its own node, so that its answer can be kept as long as that stays the same. */
export type Looks = {
  numbers: boolean
  readonly followers: Map<string, readonly { readonly nodeId: string; readonly port: string }[]>
}

/** A node's evaluation, what it shows to others, and what it looked at. */
export type Outcome = { readonly evaluation: NodeEvaluation; readonly shown: Shown; readonly looks: Looks }

type Ask = <T>(what: Sentence, question: () => T) => T | undefined

/** Works one node through. A kind that throws becomes an issue of its node; nothing here throws. */
export function evaluateNode(input: NodeInput, pass: Pass): Outcome {
  const reading = readNode(input.node, pass.catalog)
  if (!reading) return unknownKind(input, pass)
  const looks: Looks = { numbers: false, followers: new Map() }
  const issues: Issue[] = []
  const ask: Ask = (what, question) => {
    try {
      return question()
    } catch (thrown) {
      issues.push(
        storyboardIssues.make('storyboard/kind-failed', {
          at: { nodeId: input.id },
          facts: { kind: wordFact('names', input.node.kind), what, reason: describeThrown(thrown) },
        }),
      )
      return undefined
    }
  }
  const given = input.node.title?.trim() || undefined
  const fallback = given ?? pass.numbers.get(input.id) ?? plainName(input.node.kind)
  const draft = contextOf(input, reading, pass, looks, fallback)
  const card = ask(FOR_CARD, () => reading.kind.cardText(draft)) ?? { title: fallback, lines: [] }
  const title = given ?? (card.title || fallback)
  const context = title === fallback ? draft : contextOf(input, reading, pass, looks, title)
  for (const { field, message } of reading.problems)
    issues.push(
      storyboardIssues.make('storyboard/bad-parameter', {
        at: { nodeId: input.id, ...(field === '' ? {} : { field }) },
        facts: {
          what: field === '' ? say('storyboard/the-parameters') : say('storyboard/a-field', { field }),
          reason: message,
        },
      }),
    )
  if (input.node.v > reading.kind.v)
    issues.push(
      storyboardIssues.make('storyboard/newer-kind', {
        at: { nodeId: input.id },
        facts: { kind: wordFact('names', input.node.kind) },
      }),
    )
  if (input.node.mode === 'bypassed')
    return bypassed({ input, reading, pass, card, title, issues, looks, ask, context })
  return { ...active({ input, reading, pass, card, title, issues, looks, ask, context }), looks }
}

type Work = {
  readonly input: NodeInput
  readonly reading: Reading
  readonly pass: Pass
  readonly card: CardText
  readonly title: string
  readonly issues: Issue[]
  readonly looks: Looks
  readonly ask: Ask
  readonly context: KindContext<Readonly<Record<string, unknown>>>
}

function active({ input, reading, card, title, issues, ask, context }: Work): {
  evaluation: NodeEvaluation
  shown: Shown
} {
  const { kind, ports } = reading
  const muted = input.node.mode === 'muted'
  const offers = new Map<string, PortValue>()
  for (const port of ports.outputs) {
    const value = ask(say('storyboard/for-output', { port: wordFact('ports', port.name) }), () =>
      kind.offer?.(context, port.name),
    )
    if (value !== undefined) offers.set(port.name, value)
  }
  if (!muted) {
    issues.push(...requiredIssues(input, ports))
    issues.push(
      ...(ask(FOR_ISSUES, () => kind.issues?.(context)) ?? []).map((one) => ({
        ...one,
        at: { nodeId: input.id, ...one.at },
      })),
    )
    if (kind.make && input.blocker)
      issues.push(
        storyboardIssues.make('storyboard/muted-source', {
          at: { nodeId: input.id },
          facts: { title, source: input.blocker.title },
        }),
      )
  }
  // A muted node wants nothing made; it goes on showing what it would give, so that others can say what they miss.
  const spec = muted ? undefined : ask(FOR_SPEC, () => kind.make?.(context))
  const upstream = [
    ...new Set((spec?.media ?? []).flatMap(({ source }) => (source.from === 'take' ? [source.nodeId] : []))),
  ]
  const cut = cutOf(offers, input.arrivals)
  return {
    evaluation: {
      nodeId: input.id,
      ports,
      card,
      issues,
      ...(spec ? { spec } : {}),
      upstream,
      offers,
      ...(cut ? { cut } : {}),
    },
    shown: { muted, title, offers, ...(input.blocker && !kind.make ? { blocker: input.blocker } : {}) },
  }
}

function bypassed({ input, reading, card, title, issues, looks }: Work): Outcome {
  const { kind, ports } = reading
  const passes = new Map<string, readonly Arrival[]>()
  for (const [output, from] of Object.entries(kind.bypass ?? {})) passes.set(output, input.arrivals.get(from) ?? [])
  if (!kind.bypass)
    issues.push(
      storyboardIssues.make('storyboard/bypass-gives-nothing', {
        at: { nodeId: input.id },
        facts: { kind: wordFact('names', kind.kind) },
      }),
    )
  const offers = new Map<string, PortValue>()
  for (const [output, list] of passes) {
    const first = list[0]
    if (first?.value && !first.muted) offers.set(output, first.value)
  }
  const cut = cutOf(offers, input.arrivals)
  return {
    evaluation: { nodeId: input.id, ports, card, issues, upstream: [], offers, ...(cut ? { cut } : {}) },
    shown: { muted: false, title, offers, passes },
    looks,
  }
}

function unknownKind({ id, node, blocker }: NodeInput, { wiring }: Pass): Outcome {
  const title = node.title?.trim() || plainName(node.kind)
  return {
    evaluation: {
      nodeId: id,
      ports: wiring.ports.get(id) ?? NO_PORTS,
      card: { title, lines: [] },
      issues: [storyboardIssues.make('storyboard/unknown-kind', { at: { nodeId: id }, facts: { kind: node.kind } })],
      upstream: [],
      offers: new Map(),
    },
    shown: { muted: node.mode === 'muted', title, offers: new Map(), ...(blocker ? { blocker } : {}) },
    looks: { numbers: false, followers: new Map() },
  }
}

function contextOf(
  input: NodeInput,
  reading: Reading,
  pass: Pass,
  looks: Looks,
  title: string,
): KindContext<Readonly<Record<string, unknown>>> {
  const arrivals = (port: string) => input.arrivals.get(port) ?? []
  return {
    id: input.id,
    node: input.node,
    params: reading.params,
    settings: pass.board.header.settings,
    title,
    arrivals,
    input: (port) => arrivals(port).flatMap((one) => (one.value && !one.muted ? [one.value] : [])),
    followers(port) {
      const known = looks.followers.get(port) ?? findFollowers(input.id, port, pass.wiring, pass.board, pass.catalog)
      looks.followers.set(port, known)
      return known
    },
    get numbers() {
      looks.numbers = true
      return pass.numbers
    },
  }
}

function requiredIssues({ id, arrivals }: NodeInput, ports: Ports): Issue[] {
  return ports.inputs.flatMap((port) => {
    if (!port.required) return []
    const here = arrivals.get(port.name) ?? []
    if (here.some((one) => one.value !== undefined || one.muted)) return []
    const at = { nodeId: id, field: port.name }
    if (here.length === 0)
      return [
        storyboardIssues.make('storyboard/missing-input', {
          at,
          facts: { port: wordFact('ports', port.name), types: listTypes(port.types) },
        }),
      ]
    return [storyboardIssues.make('storyboard/empty-input', { at, facts: { port: wordFact('ports', port.name) } })]
  })
}

function cutOf(
  offers: ReadonlyMap<string, PortValue>,
  arrivals: ReadonlyMap<string, readonly Arrival[]>,
): NodeEvaluation['cut'] {
  for (const value of offers.values()) if (value.type === 'cut') return value.cut
  for (const list of arrivals.values())
    for (const { value, muted } of list) if (value?.type === 'cut' && !muted) return value.cut
  return undefined
}

/** `lip-sync` → `Lip-sync`. */
function plainName(kind: AnyKind['kind']): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1)
}
