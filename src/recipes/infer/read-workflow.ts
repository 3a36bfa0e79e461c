import { hasErrors, type Issue } from '../../kernel/index.ts'
import { convertWorkflow } from '../import/convert.ts'
import type { ByteSource } from '../import/media/byte-source.ts'
import { readEmbedded } from '../import/media/read-embedded.ts'
import { scanValue } from '../import/scan.ts'
import { asShape, own, type Shape } from '../import/shape.ts'
import { readPromptGraph } from './graph.ts'
import { type Inferred, inferRecipe } from './infer.ts'
import { inferIssues } from './issues.ts'
import { guessClasses } from './offline-classes.ts'

/** What a file is read with. */
export type ReadOptions = { readonly name?: string; readonly objectInfo?: unknown; readonly io?: unknown }

/** A recipe as a suggestion, with what a person needs to change it. */
export type RecipeDraft = Inferred & {
  /** Kind of the file that it came from, by its content: `PNG`, `JSON`, … */
  readonly kind: string
  /** Definitions of the classes that the graph uses, as far as a server gave them. */
  readonly classes: Readonly<Record<string, unknown>>
}

/** What came of reading a file: a draft, or why there is none. */
export type WorkflowRead =
  | { readonly draft: RecipeDraft }
  | { readonly draft?: undefined; readonly kind: string; readonly issues: readonly Issue[] }

/** Reads a workflow or a prompt out of any file that ComfyUI writes, and makes a recipe of it. Never throws. */
export async function readWorkflowFile(source: ByteSource, options: ReadOptions = {}): Promise<WorkflowRead> {
  const { kind, workflow, prompt, issues } = await readEmbedded(source)
  if (workflow === undefined && prompt === undefined) return { kind, issues }
  const read = readWorkflow({ workflow, prompt }, options)
  const told = kind === 'JSON' ? issues.filter(({ code }) => code !== 'import/prompt-only') : issues
  if (read.draft === undefined) return { kind, issues: [...told, ...read.issues] }
  return { draft: { ...read.draft, kind, issues: [...told, ...read.draft.issues] } }
}

/** Makes a recipe of a workflow, of a prompt, or of both; a prompt that travelled along is what really ran. */
export function readWorkflow(
  file: { readonly workflow?: unknown; readonly prompt?: unknown },
  { name, objectInfo, io }: ReadOptions = {},
): WorkflowRead {
  const flaw = scanValue([file.workflow, file.prompt])
  if (flaw) return { kind: '', issues: [flaw] }
  const workflow = asShape(file.workflow)
  const { prompt, issues } =
    file.prompt === undefined ? convert(workflow, objectInfo) : { prompt: file.prompt, issues: [] }
  const shape = asShape(prompt) ?? {}
  if (Object.keys(shape).length === 0)
    return { kind: '', issues: hasErrors(issues) ? issues : [...issues, inferIssues.make('infer/empty')] }
  const made = inferRecipe({
    prompt: shape,
    objectInfo,
    io,
    ...(workflow ? { workflow } : {}),
    ...(name === undefined ? {} : { name }),
  })
  const classes = usedClasses(shape, objectInfo)
  return { draft: { ...made, kind: '', classes, issues: [...issues, ...made.issues] } }
}

function convert(workflow: Shape | undefined, objectInfo: unknown): { prompt: unknown; issues: readonly Issue[] } {
  if (workflow === undefined) return { prompt: {}, issues: [] }
  const guessed = guessClasses(workflow, objectInfo)
  const { prompt, issues } = convertWorkflow(workflow, guessed.objectInfo)
  if (guessed.classes.length === 0) return { prompt, issues }
  const told = inferIssues.make('infer/guessed-classes', {
    facts: { count: guessed.classes.length, classes: guessed.classes.slice(0, 8).join(', ') },
  })
  return { prompt, issues: [told, ...issues] }
}

function usedClasses(prompt: Shape, objectInfo: unknown): Record<string, unknown> {
  const graph = readPromptGraph(prompt)
  const all = asShape(objectInfo)
  const names = [...new Set(graph.ids.map((id) => graph.classOf(id)))]
  return Object.fromEntries(
    names.flatMap((name): [string, unknown][] => {
      const found = own(all, name)
      return found === undefined ? [] : [[name, found]]
    }),
  )
}
