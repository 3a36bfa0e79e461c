import type { Issue } from '../../kernel/index.ts'
import { type Prompt, writePrompt } from './export.ts'
import { type FrontendVersion, TRAITS, type Traits } from './frontend.ts'
import { turnGroupsIntoSubgraphs } from './group-nodes.ts'
import { importIssues } from './issues.ts'
import { type Loader, loadGraph } from './load.ts'
import type { Graph, LiveNode } from './model.ts'
import { pushPrimitives } from './primitives.ts'
import { drawPrompt, replacePlaceholders, type WallTime } from './prompt-text.ts'
import { isPrompt, isWorkflow, readDefinitions, readRawGraph } from './raw-graph.ts'
import { IMPORT_LIMITS, scanValue } from './scan.ts'
import { asShape, asText, own, type Shape } from './shape.ts'
import { giveUniqueIds, readCounter } from './unique-ids.ts'
import { expandNodes } from './walk.ts'

/** How to convert. Without `random` and `now` choices take the first option and dates the year 2000, so that equal files give equal prompts. */
export type ConvertOptions = {
  /** Behave as this version of ComfyUI's page; the newest known otherwise. */
  readonly frontend?: FrontendVersion
  readonly random?: () => number
  readonly now?: WallTime
}

/** A converted workflow: the prompt, as far as there is one, and everything that a person should know about it. */
export type Converted = { readonly prompt: Prompt; readonly issues: readonly Issue[] }

const LONG_AGO: WallTime = { year: 2000, month: 1, day: 1, hour: 0, minute: 0, second: 0 }

/** Converts a workflow of ComfyUI's page into the prompt that the page would export; never throws. */
export function convertWorkflow(workflow: unknown, objectInfo: unknown, options: ConvertOptions = {}): Converted {
  const issues: Issue[] = []
  const shape = asShape(workflow)
  const refusal = scanValue(workflow) ?? checkSize(shape)
  if (refusal) return { prompt: {}, issues: [refusal] }
  if (shape === undefined || !isWorkflow(shape)) return takePrompt(shape)
  const classes = asShape(objectInfo)
  if (classes === undefined) issues.push(importIssues.make('import/no-object-info'))
  const traits = TRAITS[options.frontend ?? '1.58']
  const report = collectOnce(issues)
  const { root, graphs } = loadWorkflow(shape, classes ?? {}, traits, report)
  const speak = makeSpeak(graphs, options, report)
  for (const graph of graphs) pushPrimitives(graph, (text) => speak('replaced', text, { nodeId: '', field: '' }))
  return { prompt: writePrompt(expandNodes(root, traits, report), { traits, report, speak }), issues }
}

function takePrompt(shape: Shape | undefined): Converted {
  if (shape === undefined || !isPrompt(shape)) {
    return { prompt: {}, issues: [importIssues.make('import/not-a-workflow')] }
  }
  return { prompt: shape as Prompt, issues: [importIssues.make('import/already-a-prompt')] }
}

function checkSize(shape: Shape | undefined): Issue | undefined {
  const graphs = shape === undefined ? [] : [shape, ...readDefinitions(shape)].map(readRawGraph)
  const count = (part: 'nodes' | 'links') => graphs.reduce((sum, graph) => sum + graph[part].length, 0)
  if (count('nodes') > IMPORT_LIMITS.nodes) return tooLarge(`${IMPORT_LIMITS.nodes} nodes`)
  return count('links') > IMPORT_LIMITS.edges ? tooLarge(`${IMPORT_LIMITS.edges} links`) : undefined
}

function tooLarge(limit: string): Issue {
  return importIssues.make('import/too-large', { facts: { limit } })
}

/** A node of a shared subgraph is met once per host and link; one remark about it is enough. */
function collectOnce(issues: Issue[]): (issue: Issue) => void {
  const said = new Set<string>()
  return (issue) => {
    const key = `${issue.code} ${issue.at.nodeId} ${issue.at.field} ${issue.message}`
    if (said.has(key)) return
    said.add(key)
    issues.push(issue)
  }
}

function loadWorkflow(
  workflow: Shape,
  classes: Shape,
  traits: Traits,
  report: (issue: Issue) => void,
): { readonly root: Graph; readonly graphs: readonly Graph[] } {
  const counter = readCounter(workflow)
  const raw = readRawGraph(workflow)
  const listed = readDefinitions(workflow)
  const unique = traits.uniqueIds
    ? giveUniqueIds(raw.nodes, listed, counter)
    : { nodes: raw.nodes, definitions: listed }
  const grouped = turnGroupsIntoSubgraphs({ ...raw, nodes: unique.nodes }, workflow, classes, counter, traits, report)
  const definitions = new Map(
    [...unique.definitions, ...grouped.definitions].map((one) => [asText(own(one, 'id')) ?? '', one]),
  )
  const loader: Loader = {
    traits,
    classes,
    report,
    definitions,
    graphs: new Map(),
    classDefs: new Map(),
    level: { now: 0 },
  }
  const root = loadGraph(loader, grouped.graph)
  const inner = [...loader.graphs.values()].filter((graph) => graph !== 'in work')
  return { root, graphs: [root, ...inner] }
}

function makeSpeak(
  graphs: readonly Graph[],
  options: ConvertOptions,
  report: (issue: Issue) => void,
): (rule: 'dynamic' | 'replaced', text: string, at: { nodeId: string; field: string }) => string {
  const now = options.now ?? LONG_AGO
  const random = options.random ?? (() => 0)
  const nodeOf = indexNodes(graphs)
  const lookUp = (name: string, widget: string) => {
    const found = nodeOf(name)?.widgets.find((one) => one.name === widget)
    return found === undefined ? undefined : String(found.value ?? '')
  }
  return (rule, text, at) => {
    if (rule === 'dynamic') {
      if (/\{[^{}]*\|/.test(text)) {
        report(importIssues.make('import/random-choice', { at, facts: { input: at.field } }))
      }
      return drawPrompt(text, random)
    }
    return replacePlaceholders(text, now, lookUp, (name) => {
      report(importIssues.make('import/unknown-replacement', { at, facts: { name, input: at.field } }))
    })
  }
}

/** `%Node.widget%`: the node by its given alias, else by its title; the first of several. */
function indexNodes(graphs: readonly Graph[]): (name: string) => LiveNode | undefined {
  const byAlias = new Map<unknown, LiveNode>()
  const byTitle = new Map<unknown, LiveNode>()
  for (const node of graphs.flatMap((graph) => [...graph.nodes.values()])) {
    const alias = own(node.properties, 'Node name for S&R')
    if (!byAlias.has(alias)) byAlias.set(alias, node)
    if (!byTitle.has(node.title)) byTitle.set(node.title, node)
  }
  return (name) => byAlias.get(name) ?? byTitle.get(name)
}
