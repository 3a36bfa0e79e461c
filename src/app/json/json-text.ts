import { z } from 'zod'
import type { Fact } from '../../kernel/index.ts'
import {
  type AnyKind,
  type Catalog,
  type EditCommand,
  parseParams,
  STORYBOARD_LIMITS,
  type Storyboard,
  type StoryboardNode,
  scanJson,
  toFile,
  writeStoryboardText,
  zNode,
  zStoryboardFile,
} from '../../storyboard/index.ts'

/** What the JSON view shows: one node, or all of the storyboard. */
export type JsonSubject = { readonly nodeId?: string | undefined }

/** Where a text is wrong; without a line when only the path is known. */
export type JsonProblem = { readonly line?: number; readonly column?: number; readonly problem: Fact }

/** The edit that a text asks for, or what is wrong with it. */
export type JsonEdit = { readonly commands: readonly EditCommand[] } | { readonly wrong: JsonProblem }

/** Keys of a node in the order of the file; others follow as they are. */
const KEYS = [
  'kind',
  'v',
  'title',
  'mode',
  'params',
  'pick',
  'pinned',
  'collapsed',
  'frame',
  'position',
  'size',
] as const

/** The text of a node, or of the whole storyboard as its file. */
export function jsonText(board: Storyboard, { nodeId }: JsonSubject): string {
  if (nodeId === undefined) return writeStoryboardText(board)
  const node = board.nodes.get(nodeId)
  return node ? `${JSON.stringify(arranged(node), null, 2)}\n` : ''
}

function arranged(node: StoryboardNode): Record<string, unknown> {
  const known = KEYS.flatMap((key) => (node[key] === undefined ? [] : [[key, node[key]] as const]))
  return { ...Object.fromEntries(known), ...node }
}

/** Reads a text back: everything about it is checked before anything is changed. */
export function editFromJson(board: Storyboard, catalog: Catalog, { nodeId }: JsonSubject, text: string): JsonEdit {
  const flaw = scanJson(text, STORYBOARD_LIMITS)
  if (flaw) return { wrong: { line: flaw.line, column: flaw.column, problem: flaw.said } }
  if (nodeId === undefined) return { commands: [{ type: 'replaceAll', file: text }] }
  const value: unknown = JSON.parse(text)
  const parsed = zNode.safeParse(value)
  if (!parsed.success) return { wrong: shapeProblem(parsed.error) }
  const kind = catalog.get(parsed.data.kind)
  const [problem] = kind ? parseParams(kind, { ...(kind.defaults() as object), ...parsed.data.params }).problems : []
  if (problem) return { wrong: { problem: `params${problem.field ? `.${problem.field}` : ''}: ${problem.message}` } }
  const file = toFile(board)
  return { commands: [{ type: 'replaceAll', file: { ...file, nodes: { ...file.nodes, [nodeId]: value } } }] }
}

function shapeProblem({ issues }: z.ZodError): JsonProblem {
  const [first] = issues
  const path = first?.path.map(String).join('.') ?? ''
  return { problem: path ? `${path}: ${first?.message ?? ''}` : (first?.message ?? '') }
}

type Json = Record<string, unknown>

/** JSON Schema of what is shown; a node's parameters are those of its kind. */
export function jsonSchema(catalog: Catalog, kindName: string | undefined): Json {
  if (kindName !== undefined) {
    const kind = catalog.get(kindName)
    return kind ? withParams(schemaOf(zNode), kind) : schemaOf(zNode)
  }
  const file = schemaOf(zStoryboardFile)
  const properties = file.properties as Record<string, Json>
  const nodes = properties.nodes as Json
  const branches = [...catalog.kinds.values()].map((kind) => ({
    if: { properties: { kind: { const: kind.kind } }, required: ['kind'] },
    // biome-ignore lint/suspicious/noThenProperty: a key of JSON Schema
    then: { properties: { params: paramsSchema(kind) } },
  }))
  return {
    ...file,
    properties: {
      ...properties,
      nodes: { ...nodes, additionalProperties: { ...(nodes.additionalProperties as Json), allOf: branches } },
    },
  }
}

function withParams(node: Json, kind: AnyKind): Json {
  return { ...node, properties: { ...(node.properties as Json), params: paramsSchema(kind) } }
}

function paramsSchema(kind: AnyKind): Json {
  return schemaOf(kind.schema)
}

function schemaOf(schema: z.ZodType): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  }) as Json
  return rest
}
