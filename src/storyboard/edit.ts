import { type Failure, type Issue, issue } from '../kernel/index.ts'
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
import { formatPath } from './json-path.ts'
import { STORYBOARD_LIMITS } from './limits.ts'
import { copyJson } from './plain-json.ts'
import { zEdge, zFrame, zNode } from './schema.ts'

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
  try {
    for (const command of parsed.commands) ids.push(run(draft, command, ports))
    checkSize(draft)
    checkRecords(draft)
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    const number = Math.min(ids.length, parsed.commands.length - 1)
    return { ok: false, failures: [located(thrown.failure, number)], issues: thrown.issues }
  }
  return { ok: true, ids, diff: draft.diff() }
}

function run(draft: Draft, command: EditCommand, ports: EditPorts): readonly string[] {
  return (STEPS[command.type] as Step<typeof command.type>)(draft, command as never, ports)
}

type Parsed =
  | { readonly ok: true; readonly commands: readonly EditCommand[] }
  | { readonly ok: false; readonly failures: readonly Failure[]; readonly issues: readonly Issue[] }

function parseCommands(commands: readonly unknown[]): Parsed {
  if (!Array.isArray(commands))
    return refused([refusal('storyboard/bad-command', { number: 1, reason: 'edits come as a list' })])
  const failures: Refusal[] = []
  const read = commands.flatMap((command: unknown, index) => {
    const copied = copyJson(command)
    if (!copied.ok) {
      failures.push(
        refusal('storyboard/bad-value', { what: `Edit ${index + 1}`, reason: copied.reason }, [
          issue('storyboard/bad-value', copied.reason, { path: `[${index}]` }),
        ]),
      )
      return []
    }
    const result = zEditCommand.safeParse(copied.value)
    if (result.success) return [result.data]
    const issues = result.error.issues.map((one) =>
      issue('storyboard/bad-command', one.message, {
        path: formatPath([index, ...one.path.map((part) => (typeof part === 'number' ? part : String(part)))]),
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

function refused(refusals: readonly Refusal[]): Parsed {
  return { ok: false, failures: refusals.map((one) => one.failure), issues: refusals.flatMap((one) => one.issues) }
}

function located(failure: Failure, index: number): Failure {
  return failure.detail === undefined ? { ...failure, detail: `Edit ${index + 1} of the list.` } : failure
}

function checkSize(draft: Draft): void {
  for (const what of ['nodes', 'edges'] as const)
    if (draft[what].size > STORYBOARD_LIMITS[what])
      throw refusal('storyboard/too-many', { what, limit: STORYBOARD_LIMITS[what], count: draft[what].size })
}

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
    throw refusal('storyboard/bad-record', { id: 'the storyboard', reason: 'its title is longer than 500 characters' })
}
