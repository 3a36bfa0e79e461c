import { copyJson, type Diff, type Failure, formatPath, type Issue } from '../kernel/index.ts'
import { type EditCommand, type EditResult, zEditCommand } from './commands.ts'
import type { Storyboard } from './document.ts'
import { createDraft, type Draft } from './edit/draft.ts'
import { connect, disconnect, insertOnEdge, reorderInput, setEdgePoints } from './edit/edges.ts'
import { addFrame, removeFrame, setFrame, setNodeFrame } from './edit/frames.ts'
import {
  addNode,
  move,
  removeNodes,
  setCollapsed,
  setMode,
  setParams,
  setPick,
  setSize,
  setTitle,
} from './edit/nodes.ts'
import { paste } from './edit/paste.ts'
import { replaceAll } from './edit/replace-all.ts'
import { rename, setSettings } from './edit/settings.ts'
import { type EditPorts, Refusal, refusal, type Step } from './edit/step.ts'
import { storyboardIssues } from './issues.ts'
import { STORYBOARD_LIMITS } from './limits.ts'
import { zEdge, zFrame, zNode } from './schema.ts'
import { flawOfHeader, flawOfRecord, sizeAfter, sizeOfBoard, VALUES_OF_FILE } from './size.ts'
import { sizeSentence, storyboardWords } from './words.ts'

const STEPS: { readonly [Type in EditCommand['type']]: Step<Type> } = {
  addNode,
  removeNodes,
  setParams,
  setTitle,
  setMode,
  setPick,
  setCollapsed,
  setSize,
  connect,
  disconnect,
  setEdgePoints,
  reorderInput,
  insertOnEdge,
  move,
  addFrame,
  setFrame,
  removeFrame,
  setNodeFrame,
  paste,
  setSettings,
  rename,
  replaceAll,
}

/**
 * Carries out a list of edits: all of them, or none with the reasons. The storyboard is not touched; the result holds
 * the Diff that makes it so, with nothing in it that did not change. Commands are parsed here, whoever sends them.
 */
export function applyCommands(board: Storyboard, commands: readonly EditCommand[], ports: EditPorts): EditResult {
  const parsed = parseCommands(commands)
  if (!parsed.ok) return parsed
  const draft = createDraft(board)
  const ids: (readonly string[])[] = []
  let diff: Diff
  try {
    for (const command of parsed.commands) ids.push(run(draft, command, ports))
    checkCounts(draft)
    checkRecords(draft)
    diff = draft.diff()
    checkSizes(board, draft, diff)
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    const number = Math.min(ids.length, parsed.commands.length - 1)
    return { ok: false, failures: [located(thrown.failure, number)], issues: thrown.issues }
  }
  return { ok: true, ids, diff }
}

function run(draft: Draft, command: EditCommand, ports: EditPorts): readonly string[] {
  return (STEPS[command.type] as Step<typeof command.type>)(draft, command as never, ports)
}

type Parsed =
  | { readonly ok: true; readonly commands: readonly EditCommand[] }
  | { readonly ok: false; readonly failures: readonly Failure[]; readonly issues: readonly Issue[] }

function parseCommands(commands: readonly unknown[]): Parsed {
  const list = listOf(commands)
  if (!list)
    return refused([
      refusal('storyboard/bad-command', { number: 1, reason: storyboardWords.say('storyboard/not-a-list') }),
    ])
  const failures: Refusal[] = []
  const read = list.flatMap((command: unknown, index) => {
    const copied = copyJson(command)
    if (!copied.ok) {
      failures.push(
        refusal(
          'storyboard/bad-value',
          { what: storyboardWords.say('storyboard/the-edit', { number: index + 1 }), reason: copied.reason },
          [
            storyboardIssues.make('storyboard/refused-value', {
              at: { path: `[${index}]` },
              facts: { reason: copied.reason },
            }),
          ],
        ),
      )
      return []
    }
    const result = zEditCommand.safeParse(copied.value)
    if (result.success) return [result.data]
    const issues = result.error.issues.map((one) =>
      storyboardIssues.make('storyboard/refused-command', {
        at: { path: formatPath([index, ...one.path.map((part) => (typeof part === 'number' ? part : String(part)))]) },
        facts: { reason: one.message },
      }),
    )
    failures.push(
      refusal(
        'storyboard/bad-command',
        { number: index + 1, reason: issues.map(({ at, message }) => `${at.path}: ${message}`).join('; ') },
        issues,
      ),
    )
    return []
  })
  return failures.length > 0 ? refused(failures) : { ok: true, commands: read }
}

/** The list itself, which may be anything that a script hands over, one that throws when it is looked at included. */
function listOf(commands: unknown): readonly unknown[] | undefined {
  try {
    return Array.isArray(commands) ? [...commands] : undefined
  } catch {
    return undefined
  }
}

function refused(refusals: readonly Refusal[]): Parsed {
  return { ok: false, failures: refusals.map((one) => one.failure), issues: refusals.flatMap((one) => one.issues) }
}

function located(failure: Failure, index: number): Failure {
  return failure.detail === undefined ? { ...failure, detail: `Edit ${index + 1} of the list.` } : failure
}

function checkCounts(draft: Draft): void {
  for (const what of ['nodes', 'edges', 'frames'] as const)
    if (draft[what].size > STORYBOARD_LIMITS[what])
      throw refusal('storyboard/too-many', { what, limit: STORYBOARD_LIMITS[what], count: draft[what].size })
}

/** What an edit touched is held to every limit of files, so that what is saved can always be opened again. */
function checkSizes(board: Storyboard, draft: Draft, diff: Diff): void {
  for (const { table, id, after } of diff) {
    if (after === undefined) continue
    const header = table === 'header'
    const flaw = header
      ? flawOfHeader(draft.header, STORYBOARD_LIMITS)
      : flawOfRecord(after as object, STORYBOARD_LIMITS)
    if (!flaw) continue
    throw refusal('storyboard/bad-record', {
      id: header ? storyboardWords.say('storyboard/the-storyboard') : id,
      reason: sizeSentence(flaw),
    })
  }
  const [before, after] = [sizeOfBoard(board), sizeAfter(board, diff)]
  if (after.bytes > STORYBOARD_LIMITS.bytes && after.bytes > before.bytes)
    throw refusal('storyboard/too-large', { size: Math.round(STORYBOARD_LIMITS.bytes / (1024 * 1024)) })
  if (after.values > MOST_VALUES && after.values > before.values)
    throw refusal('storyboard/too-many', {
      what: storyboardWords.say('storyboard/values'),
      limit: MOST_VALUES,
      count: after.values,
    })
}

const MOST_VALUES = STORYBOARD_LIMITS.values - VALUES_OF_FILE

/** What an edit leaves behind must be what a file can hold and this program can open again. */
function checkRecords(draft: Draft): void {
  const check = (
    schema: {
      safeParse(value: unknown): {
        success: boolean
        error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } | undefined
      }
    },
    records: ReadonlyMap<string, unknown>,
  ) => {
    for (const [id, record] of records) {
      const result = record === undefined ? undefined : schema.safeParse(record)
      const first = result?.error?.issues[0]
      if (first)
        throw refusal('storyboard/bad-record', { id, reason: `${first.path.map(String).join('.')}: ${first.message}` })
    }
  }
  check(zNode, draft.nodes.touched())
  check(zEdge, draft.edges.touched())
  check(zFrame, draft.frames.touched())
  if (draft.header.title.length > 500)
    throw refusal('storyboard/bad-record', {
      id: storyboardWords.say('storyboard/the-storyboard'),
      reason: storyboardWords.say('storyboard/title-too-long', { limit: 500 }),
    })
}
