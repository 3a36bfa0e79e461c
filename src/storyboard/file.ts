import type { z } from 'zod'
import { type Failure, FailureError, type Issue, issue } from '../kernel/index.ts'
import type { Catalog } from './catalog.ts'
import { fromFile, type Storyboard } from './document.ts'
import { storyboardFailures } from './failures.ts'
import { formatPath, type JsonPath } from './json-path.ts'
import { type FileLimits, STORYBOARD_LIMITS } from './limits.ts'
import { migrateFile, migrateNode } from './migrate.ts'
import { copyJson } from './plain-json.ts'
import { locateInJson, type ScanFlaw, scanJson } from './scan-json.ts'
import { STORYBOARD_VERSION, type StoryboardFile, zStoryboardFile } from './schema.ts'
import { describeLook, type FileLook, sniffJson, sniffText } from './sniff.ts'

/** A storyboard that was opened. `issues` is what a person should know; the document itself is complete. */
export type OpenedStoryboard = {
  readonly board: Storyboard
  readonly issues: readonly Issue[]
  /** Version of the file's structure, when it was older than this program's. */
  readonly migratedFrom?: number
  /** Names of all steps that changed something, of the structure and of kinds. Not empty: keep the original text. */
  readonly migrated: readonly string[]
  /** Written by a newer program: show it, but never write over it. */
  readonly newerThanApp?: boolean
}

/** What opening needs. Without a catalog, kinds are not brought up to date. */
export type OpenOptions = { readonly catalog?: Catalog; readonly limits?: FileLimits }

/** The result of reading a file: the storyboard, or the failure with every mistake as an issue. */
export type ReadStoryboard =
  | { readonly ok: true; readonly opened: OpenedStoryboard }
  | { readonly ok: false; readonly failure: Failure; readonly issues: readonly Issue[] }

/** Opens a storyboard file's text. Throws a FailureError whose sentence says what is wrong and where, or what the text is instead. */
export function openStoryboardText(text: string, options: OpenOptions = {}): OpenedStoryboard {
  return orThrow(readStoryboardText(text, options))
}

/** Opens a storyboard that is parsed JSON already, such as one that a script hands over. Throws a FailureError. */
export function openStoryboardValue(value: unknown, options: OpenOptions = {}): OpenedStoryboard {
  return orThrow(readStoryboardValue(value, options))
}

/** {@link openStoryboardText} without throwing, with every mistake listed. */
export function readStoryboardText(source: string, options: OpenOptions = {}): ReadStoryboard {
  const limits = options.limits ?? STORYBOARD_LIMITS
  const text = source.replace(/^\uFEFF/, '')
  if (isLongerThan(text, limits.bytes)) {
    const reason = `it is larger than ${Math.round(limits.bytes / (1024 * 1024))} MB`
    return failed(storyboardFailures.make('storyboard/over-limit', { facts: { reason } }))
  }
  const flaw = scanJson(text, limits)
  if (flaw) return failed(flawFailure(flaw, text))
  return read(JSON.parse(text), options, (path) => locateInJson(text, path, limits))
}

/** {@link openStoryboardValue} without throwing. */
export function readStoryboardValue(value: unknown, options: OpenOptions = {}): ReadStoryboard {
  const copied = copyJson(value)
  if (!copied.ok)
    return failed(
      storyboardFailures.make('storyboard/bad-value', { facts: { what: 'The storyboard', reason: copied.reason } }),
    )
  const limits = options.limits ?? STORYBOARD_LIMITS
  const file = copied.value as { nodes?: object; edges?: object } | null
  for (const what of ['nodes', 'edges'] as const)
    if (Object.keys(file?.[what] ?? {}).length > limits[what])
      return failed(
        storyboardFailures.make('storyboard/over-limit', {
          facts: { reason: `it holds more than ${limits[what].toLocaleString('en')} ${what}` },
        }),
      )
  return read(copied.value, options, undefined)
}

type Locate = ((path: JsonPath) => { readonly line: number; readonly column: number }) | undefined

function read(value: unknown, { catalog }: OpenOptions, locate: Locate): ReadStoryboard {
  const look = sniffJson(value)
  if (look !== 'storyboard') return failed(notAStoryboard(look))
  const raw = value as Readonly<Record<string, unknown>>
  const version =
    typeof raw.version === 'number' && Number.isInteger(raw.version) && raw.version > 0 ? raw.version : undefined
  const newer = version !== undefined && version > STORYBOARD_VERSION
  // Without a usable version there is nothing to migrate; the schema says what is wrong with it.
  const { file, ran } = version === undefined || newer ? { file: raw, ran: [] } : migrateFile(raw)
  const parsed = zStoryboardFile.safeParse(file)
  if (!parsed.success) {
    if (newer)
      return failed(
        storyboardFailures.make('storyboard/newer-file', { facts: { version: version ?? 0 } }),
        shapeIssues(parsed.error, locate),
      )
    return failed(shapeFailure(parsed.error, locate), shapeIssues(parsed.error, locate))
  }
  return { ok: true, opened: assemble(parsed.data, { ran, from: version ?? STORYBOARD_VERSION, newer, catalog }) }
}

type Facts = {
  readonly ran: readonly string[]
  readonly from: number
  readonly newer: boolean
  readonly catalog: Catalog | undefined
}

function assemble(file: StoryboardFile, { ran, from, newer, catalog }: Facts): OpenedStoryboard {
  const board = fromFile(file)
  if (newer) {
    const message = `This storyboard was written by a newer Framewright (format ${from}; this one knows ${STORYBOARD_VERSION}). It is shown as far as it is understood and cannot be changed here.`
    // The version stays in the header, so that a copy that is saved does not claim to be older than it is.
    const header = { ...board.header, extra: { ...board.header.extra, version: from } }
    return {
      board: { ...board, header },
      issues: [issue('storyboard/newer-file', message, { path: 'version' }, 'warning')],
      migrated: [],
      newerThanApp: true,
    }
  }
  const migrated = [...ran]
  const issues: Issue[] = []
  const nodes = new Map(board.nodes)
  for (const [id, node] of catalog ? board.nodes : []) {
    const step = migrateNode(id, node, catalog as Catalog)
    if (step.node !== node) nodes.set(id, step.node)
    migrated.push(...step.ran)
    if (step.issue) issues.push(step.issue)
  }
  const steps = [...new Set(migrated)]
  return {
    board: { ...board, nodes },
    issues,
    migrated: steps,
    ...(from < STORYBOARD_VERSION ? { migratedFrom: from } : {}),
  }
}

function flawFailure({ flaw, reason, key, line, column, path }: ScanFlaw, text: string): Failure {
  const facts = { reason, line, column, path, ...(key === undefined ? {} : { key }) }
  if (flaw === 'limit') return storyboardFailures.make('storyboard/over-limit', { facts })
  if (flaw === 'unsafe-key') return storyboardFailures.make('storyboard/unsafe-key', { facts })
  if (flaw === 'duplicate-key') return storyboardFailures.make('storyboard/duplicate-key', { facts })
  const look = sniffText(text.slice(0, 4096))
  if (look === 'broken-json' || look === 'json') return storyboardFailures.make('storyboard/not-json', { facts })
  return notAStoryboard(look)
}

function notAStoryboard(look: FileLook): Failure {
  const reason = look === 'empty' ? 'it is empty' : `it looks like ${describeLook(look)}`
  return storyboardFailures.make('storyboard/not-a-storyboard', { facts: { reason, look } })
}

function shapeFailure(error: z.ZodError, locate: Locate): Failure {
  const first = error.issues[0]
  const path = jsonPath(first?.path ?? [])
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : ''
  const facts = {
    reason: `${first?.message ?? 'it has another shape'}${more}`,
    path: formatPath(path),
    ...(locate ? locate(path) : {}),
  }
  const detail = error.issues.map((one) => `${formatPath(jsonPath(one.path))}: ${one.message}`).join('\n')
  return storyboardFailures.make('storyboard/wrong-shape', { facts, detail })
}

// Enough to mend a file by; a file with more mistakes than this is another file.
const MOST_ISSUES = 100

function shapeIssues(error: z.ZodError, locate: Locate): Issue[] {
  return error.issues.slice(0, MOST_ISSUES).map((one, index) => {
    const path = jsonPath(one.path)
    // Finding a line means walking the text, so only the first mistakes get one.
    const place = locate && index < 10 ? locate(path) : undefined
    return issue(
      'storyboard/wrong-shape',
      place ? `Line ${place.line}, column ${place.column}: ${one.message}` : one.message,
      { path: formatPath(path) },
    )
  })
}

function jsonPath(path: readonly PropertyKey[]): JsonPath {
  return path.map((step) => (typeof step === 'number' ? step : String(step)))
}

function failed(failure: Failure, issues: readonly Issue[] = []): ReadStoryboard {
  return { ok: false, failure, issues: issues.length > 0 ? issues : [issue(failure.code, failure.message)] }
}

function orThrow(result: ReadStoryboard): OpenedStoryboard {
  if (result.ok) return result.opened
  throw new FailureError(result.failure)
}

/** UTF-8 length against a limit, counted only when it could matter. */
function isLongerThan(text: string, bytes: number): boolean {
  if (text.length > bytes) return true
  if (text.length * 3 <= bytes) return false
  let total = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // Half of a surrogate pair counts two of its four bytes.
    total += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3
  }
  return total > bytes
}
