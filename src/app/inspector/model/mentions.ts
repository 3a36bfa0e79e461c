import type { Issue } from '../../../kernel/index.ts'
import { mentionName, STORY_VARIABLES } from '../../../kinds/index.ts'
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

/** Code of the issue that names a variable which nothing fills. */
const UNKNOWN_VARIABLE = 'kinds/unknown-variable'

/** What a text of some nodes can mention. */
export type Mentions = {
  readonly choices: readonly Choice[]
  isKnown(sign: '@' | '{', name: string): boolean
  /** The edits that wire a subject into all nodes that lack it. */
  wires(subjectId: string): readonly EditCommand[]
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
  const subjects = new Map(listSubjects(evaluation).map((subject) => [mentionName(subject.name), subject]))
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
      // A text cannot mention itself.
      ...STORY_VARIABLES.filter((name) => name !== field).map(
        (name): Choice => ({ sign: '{', name, detail: wordsOf(name) }),
      ),
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
