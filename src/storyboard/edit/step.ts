import { createId, type Failure, FailureError, type Issue, type Random } from '../../kernel/index.ts'
import type { Catalog } from '../catalog.ts'
import type { EditCommand } from '../commands.ts'
import { type StoryboardFacts, type StoryboardFailureName, storyboardFailure } from '../failures.ts'
import type { Edge, Frame, StoryboardNode } from '../schema.ts'
import type { Draft } from './draft.ts'

/** What edits need besides the storyboard. */
export type EditPorts = { readonly catalog: Catalog; readonly random: Random }

/** A command of one type. */
export type CommandOf<Type extends EditCommand['type']> = Extract<EditCommand, { type: Type }>

/** Carries out one command on the draft and answers the ids of what it added. Throws a {@link Refusal}. */
export type Step<Type extends EditCommand['type']> = (
  draft: Draft,
  command: CommandOf<Type>,
  ports: EditPorts,
) => readonly string[]

/** Thrown by a step that cannot be done; the whole list of edits is then given up. */
export class Refusal extends FailureError {
  readonly issues: readonly Issue[]

  constructor(failure: Failure, issues: readonly Issue[] = []) {
    super(failure)
    this.issues = issues
  }
}

/** Makes a refusal. */
export function refusal<Name extends StoryboardFailureName>(
  code: `storyboard/${Name}`,
  facts: StoryboardFacts<Name>,
  issues: readonly Issue[] = [],
  nodeId?: string,
): Refusal {
  return new Refusal(storyboardFailure(code, facts, nodeId), issues)
}

/** The node of an id. */
export function needNode(draft: Draft, id: string): StoryboardNode {
  const node = draft.nodes.get(id)
  if (!node) throw refusal('storyboard/no-such-node', { id })
  return node
}

/** The edge of an id. */
export function needEdge(draft: Draft, id: string): Edge {
  const edge = draft.edges.get(id)
  if (!edge) throw refusal('storyboard/no-such-edge', { id })
  return edge
}

/** The frame of an id. */
export function needFrame(draft: Draft, id: string): Frame {
  const frame = draft.frames.get(id)
  if (!frame) throw refusal('storyboard/no-such-frame', { id })
  return frame
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/
const UNSAFE = new Set(['constructor', 'prototype'])

/** The id that was asked for, when it is sound and free, or a new one. */
export function chooseId(draft: Draft, prefix: string, wanted: string | undefined, random: Random): string {
  const taken = { has: (id: string) => draft.nodes.has(id) || draft.edges.has(id) || draft.frames.has(id) }
  if (wanted === undefined) return createId(ID.test(prefix) ? prefix : 'node', random, taken)
  if (!ID.test(wanted) || UNSAFE.has(wanted)) throw refusal('storyboard/bad-id', { id: wanted.slice(0, 120) })
  if (taken.has(wanted)) throw refusal('storyboard/id-taken', { id: wanted })
  return wanted
}
