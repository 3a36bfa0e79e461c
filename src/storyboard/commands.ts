import { z } from 'zod'
import type { Diff, Failure, Issue } from '../kernel/index.ts'
import { zPoint } from './schema.ts'

const zPortEnd = z.strictObject({ node: z.string(), port: z.string() })
const zSizeOfNode = z.strictObject({ width: z.number().positive(), height: z.number().positive() })
const zRect = z.strictObject({
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
})

/** The named edits. Every change of a storyboard, by hand or by script, is a list of these. */
export const zEditCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('addNode'),
    kind: z.string(),
    id: z.string().optional(),
    params: z.record(z.string(), z.unknown()).optional(),
    position: zPoint.optional(),
    title: z.string().optional(),
    frame: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('removeNodes'), ids: z.array(z.string()) }),
  z.strictObject({ type: z.literal('setParams'), node: z.string(), params: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal('setTitle'), node: z.string(), title: z.string() }),
  z.strictObject({ type: z.literal('setMode'), node: z.string(), mode: z.enum(['on', 'muted', 'bypassed']) }),
  z.strictObject({
    type: z.literal('setPick'),
    node: z.string(),
    take: z.string().nullable(),
    pinned: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('setCollapsed'), node: z.string(), collapsed: z.boolean() }),
  z.strictObject({ type: z.literal('setSize'), node: z.string(), size: zSizeOfNode }),
  z.strictObject({ type: z.literal('connect'), from: zPortEnd, to: zPortEnd, id: z.string().optional() }),
  z.strictObject({ type: z.literal('disconnect'), edge: z.string() }),
  z.strictObject({ type: z.literal('setEdgePoints'), edge: z.string(), points: z.array(zPoint) }),
  z.strictObject({ type: z.literal('reorderInput'), node: z.string(), port: z.string(), edges: z.array(z.string()) }),
  z.strictObject({ type: z.literal('insertOnEdge'), node: z.string(), edge: z.string() }),
  z.strictObject({ type: z.literal('move'), positions: z.record(z.string(), zPoint) }),
  z.strictObject({
    type: z.literal('addFrame'),
    id: z.string().optional(),
    title: z.string(),
    rect: zRect,
    colour: z.string().optional(),
    nodes: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('setFrame'),
    frame: z.string(),
    title: z.string().optional(),
    rect: zRect.optional(),
    colour: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('removeFrame'), frame: z.string() }),
  z.strictObject({ type: z.literal('setNodeFrame'), nodes: z.array(z.string()), frame: z.string().nullable() }),
  z.strictObject({ type: z.literal('paste'), fragment: z.unknown(), position: zPoint.optional() }),
  z.strictObject({ type: z.literal('setSettings'), settings: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal('rename'), title: z.string() }),
  z.strictObject({ type: z.literal('replaceAll'), file: z.unknown() }),
])

/** One named edit. */
export type EditCommand = z.infer<typeof zEditCommand>

/** What became of a list of edits: all of them were done, or none. `ids` are the ids of added nodes, edges and frames, by command. */
export type EditResult =
  | { readonly ok: true; readonly ids: readonly (readonly string[])[]; readonly diff: Diff }
  | { readonly ok: false; readonly failures: readonly Failure[]; readonly issues: readonly Issue[] }
