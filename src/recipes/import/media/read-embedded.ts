import type { Issue } from '../../../kernel/index.ts'
import { importIssues } from '../issues.ts'
import { isPrompt, isWorkflow } from '../raw-graph.ts'
import { asShape, own, type Shape } from '../shape.ts'
import { BrokenFile, type ByteSource, MEDIA_LIMITS, openBytes, TooManyParts } from './byte-source.ts'
import { findFormat } from './formats.ts'
import { parseJsonText } from './json-text.ts'
import { collectTexts } from './texts.ts'

/** What a file carries of a workflow, and what is to be said about it. */
export type Embedded = {
  /** Kind of the file by its content (`PNG`, `WebM`, …), whatever its name says; empty when unknown. */
  readonly kind: string
  /** The workflow with its drawing, as the page saves it. */
  readonly workflow?: unknown
  /** The prompt in the API format. */
  readonly prompt?: unknown
  /** Settings as text, as other programs write them. */
  readonly parameters?: string
  /** Further JSON that travelled along, by key: a program's own record. */
  readonly extras: Readonly<Record<string, unknown>>
  readonly issues: readonly Issue[]
}

type Draft = { workflow?: unknown; prompt?: unknown; parameters?: string; extras: Map<string, unknown> }

/** Keys whose text may hold `{ prompt, workflow }` together. */
const WRAPPERS = new Set(['comment', 'description', 'metadata', 'extra_pnginfo', 'json'])

/** Reads workflow and prompt out of a picture, video, sound, model or JSON file, in pieces; never throws. */
export async function readEmbedded(source: ByteSource): Promise<Embedded> {
  const issues: Issue[] = []
  const report = (issue: Issue) => void issues.push(issue)
  const texts = collectTexts(report)
  let kind = ''
  try {
    const bytes = openBytes(source)
    const format = await findFormat(bytes)
    kind = format?.kind ?? ''
    await format?.read(bytes, texts)
  } catch (error) {
    report(explain(error))
  }
  if (kind === '' && issues.length === 0) report(importIssues.make('import/unknown-container'))
  const draft: Draft = { extras: new Map() }
  for (const [key, text] of texts.found) place(draft, key, text, report)
  if (kind !== '' && draft.workflow === undefined) report(missing(draft, kind))
  const { extras, ...rest } = draft
  return { kind, ...rest, extras: Object.fromEntries(extras), issues }
}

/** A damaged file is one kind of answer; so is a source that cannot be read. */
function explain(error: unknown): Issue {
  if (error instanceof TooManyParts) {
    return importIssues.make('import/container-too-long', { facts: { limit: MEDIA_LIMITS.parts } })
  }
  const place = error instanceof BrokenFile ? error.message : 'the file could not be read'
  return importIssues.make('import/broken-container', { facts: { place } })
}

function missing(draft: Draft, kind: string): Issue {
  if (draft.prompt !== undefined) return importIssues.make('import/prompt-only')
  return importIssues.make('import/nothing-embedded', { facts: { kind } })
}

function place(draft: Draft, key: string, text: string, report: (issue: Issue) => void): void {
  const known = key === 'workflow' || key === 'prompt'
  const wrapper = WRAPPERS.has(key)
  if (key === 'parameters' || (wrapper && /^Steps: \d|\nSteps: \d/.test(text))) draft.parameters ??= text
  if (!known && !wrapper && !/^\s*["{[]/.test(text)) return
  const parsed = parseJsonText(text)
  if (parsed === undefined) {
    if (known) report(importIssues.make('import/no-json', { at: { field: key }, facts: { key } }))
    return
  }
  if (parsed.notFinite) report(importIssues.make('import/not-finite', { at: { field: key }, facts: { key } }))
  const shape = asShape(parsed.value)
  if (shape === undefined) return
  if (wrapper) placeTogether(draft, shape)
  else placeOne(draft, key, shape)
}

function placeOne(draft: Draft, key: string, shape: Shape): void {
  if (key === 'workflow' && isWorkflow(shape)) draft.workflow ??= shape
  else if (isPrompt(shape)) draft.prompt ??= shape
  else if (key !== 'workflow' && key !== 'prompt') draft.extras.set(key, shape)
  else if (isWorkflow(shape)) draft.workflow ??= shape
}

/** One text for all: its members are what others write apart; or it is the workflow itself. */
function placeTogether(draft: Draft, shape: Shape): void {
  if (isWorkflow(shape)) draft.workflow ??= shape
  else if (isPrompt(shape)) draft.prompt ??= shape
  else {
    for (const key of Object.keys(shape)) {
      const value = own(shape, key)
      const member = typeof value === 'string' ? asShape(parseJsonText(value)?.value) : asShape(value)
      if (member !== undefined) placeOne(draft, key, member)
    }
  }
}
