import type { Issue } from '../../../kernel/index.ts'
import {
  type Catalog,
  type EditCommand,
  type Evaluation,
  listSubjects,
  type Storyboard,
  wireSubject,
} from '../../../storyboard/index.ts'
import type { Choice } from './completion.ts'
import type { NodeView } from './node-view.ts'

/** Variables that a shot, its scene and its style fill; texts that are wired in add their own. */
const STORY_VARIABLES = [
  'action',
  'size',
  'angle',
  'move',
  'lens',
  'dialogue',
  'style',
  'scene',
  'slug',
  'place',
  'time',
] as const

/** Code of the issue that names a variable which nothing fills. */
const UNKNOWN_VARIABLE = 'kinds/unknown-variable'

/** What a text of some nodes can mention. */
export type Mentions = {
  readonly choices: readonly Choice[]
  isKnown(sign: '@' | '{', name: string): boolean
  /** The edits that wire a subject into all nodes that lack it. */
  wires(subjectId: string): readonly EditCommand[]
}

/** How a subject is written after `@`: lower case, spaces as hyphens. */
export function mentionOf(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, '-')
}

/** Everything that the texts of these nodes can mention; subjects are those of the whole storyboard. */
export function mentionsOf(
  document: { readonly board: Storyboard; readonly evaluation: Evaluation },
  catalog: Catalog,
  nodes: readonly NodeView[],
  field: string,
  wordsOf: (variable: string) => string,
): Mentions {
  const { board, evaluation } = document
  const wires = (subjectId: string) =>
    nodes.flatMap(({ id }) => (id === subjectId ? [] : wireSubject(board, catalog, id, subjectId)))
  const subjects = new Map(listSubjects(evaluation).map((subject) => [mentionOf(subject.name), subject]))
  const texts = wiredTexts(board, evaluation, nodes)
  const issues = nodes.flatMap((node) => node.evaluation?.issues ?? [])
  const mistaken = issues.some(({ code, at }: Issue) => code === UNKNOWN_VARIABLE && at.field === field)
  const variables = new Set<string>([...STORY_VARIABLES, ...texts.keys()])
  return {
    wires,
    choices: [
      ...[...subjects].map(
        ([name, subject]): Choice => ({
          sign: '@',
          name,
          detail: subject.description,
          nodeId: subject.nodeId,
          wired: wires(subject.nodeId).length === 0,
        }),
      ),
      ...[...texts].map(([name, text]): Choice => ({ sign: '{', name, detail: text })),
      ...STORY_VARIABLES.map((name): Choice => ({ sign: '{', name, detail: wordsOf(name) })),
    ],
    isKnown(sign, name) {
      if (sign === '{') return !mistaken || variables.has(name)
      const subject = subjects.get(name)
      return subject !== undefined && wires(subject.nodeId).length === 0
    },
  }
}

function wiredTexts(board: Storyboard, evaluation: Evaluation, nodes: readonly NodeView[]): Map<string, string> {
  const ids = new Set(nodes.map(({ id }) => id))
  const texts = new Map<string, string>()
  for (const { from, to } of board.edges.values()) {
    const value = ids.has(to.node) ? evaluation.nodes.get(from.node)?.offers.get(from.port) : undefined
    if (value?.type === 'text') texts.set(value.name.toLowerCase(), value.text)
  }
  return texts
}
