import { type Issue, issue } from '../kernel/index.ts'
import { type Blocker, findFollowers, type Shown } from './arrivals.ts'
import type { AnyKind, Arrival, CardText, Catalog, KindContext, Ports } from './catalog.ts'
import type { Storyboard } from './document.ts'
import type { NodeEvaluation } from './evaluation.ts'
import type { PortValue } from './facts.ts'
import { describeThrown, NO_PORTS, type Reading, readNode } from './reading.ts'
import type { StoryboardNode } from './schema.ts'
import type { Wiring } from './wiring.ts'

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

type Ask = <T>(what: string, question: () => T) => T | undefined

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
        issue(
          'storyboard/kind-failed',
          `The ${input.node.kind} kind could not answer for ${what}: ${describeThrown(thrown)}`,
          { nodeId: input.id },
        ),
      )
      return undefined
    }
  }
  const given = input.node.title?.trim() || undefined
  const fallback = given ?? pass.numbers.get(input.id) ?? plainName(input.node.kind)
  const draft = contextOf(input, reading, pass, looks, fallback)
  const card = ask('its card', () => reading.kind.cardText(draft)) ?? { title: fallback, lines: [] }
  const title = given ?? (card.title || fallback)
  const context = title === fallback ? draft : contextOf(input, reading, pass, looks, title)
  for (const { field, message } of reading.problems)
    issues.push(
      issue(
        'storyboard/bad-parameter',
        `${field === '' ? 'The parameters' : `"${field}"`} cannot be used: ${message}. The default stands in.`,
        { nodeId: input.id, ...(field === '' ? {} : { field }) },
      ),
    )
  if (input.node.v > reading.kind.v)
    issues.push(
      issue(
        'storyboard/newer-kind',
        `This ${input.node.kind} node was made by a newer Framewright; some of what it says may not be understood here.`,
        { nodeId: input.id },
        'warning',
      ),
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
    const value = ask(`its output "${port.name}"`, () => kind.offer?.(context, port.name))
    if (value !== undefined) offers.set(port.name, value)
  }
  if (!muted) {
    issues.push(...requiredIssues(input, ports))
    issues.push(
      ...(ask('its issues', () => kind.issues?.(context)) ?? []).map((one) => ({
        ...one,
        at: { nodeId: input.id, ...one.at },
      })),
    )
    if (kind.make && input.blocker)
      issues.push(
        issue(
          'storyboard/muted-source',
          `${title} waits: ${input.blocker.title} is muted. Switch it on, or disconnect it.`,
          { nodeId: input.id },
        ),
      )
  }
  // A muted node wants nothing made; it goes on showing what it would give, so that others can say what they miss.
  const spec = muted ? undefined : ask('what it makes', () => kind.make?.(context))
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
      issue(
        'storyboard/cannot-bypass',
        `A ${kind.kind} node has no input that could stand in for its output, so nothing comes through while it is bypassed.`,
        { nodeId: input.id },
      ),
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
  const message = `This Framewright has no node kind "${node.kind}". The node is kept as it is and gives nothing.`
  return {
    evaluation: {
      nodeId: id,
      ports: wiring.ports.get(id) ?? NO_PORTS,
      card: { title, lines: [] },
      issues: [issue('storyboard/unknown-kind', message, { nodeId: id }, 'warning')],
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
        issue(
          'storyboard/missing-input',
          `Nothing is connected to "${port.name}", which takes ${port.types.join(' or ')}.`,
          at,
        ),
      ]
    return [issue('storyboard/empty-input', `What is connected to "${port.name}" gives nothing yet.`, at)]
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
