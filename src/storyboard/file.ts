import type { z } from 'zod'
import {
  copyJson,
  type Failure,
  FailureError,
  formatPath,
  type Issue,
  type JsonPath,
  type LongNumber,
  locateInJson,
  type Sentence,
} from '../kernel/index.ts'
import type { Catalog } from './catalog.ts'
import { fromFile, type Storyboard } from './document.ts'
import { storyboardFailures } from './failures.ts'
import type { FileLook } from './file-look.ts'
import { storyboardIssues } from './issues.ts'
import { type FileLimits, STORYBOARD_LIMITS, scanLimits } from './limits.ts'
import { migrateFile, migrateNode } from './migrate.ts'
import { type ScanFlaw, scanJson } from './scan-json.ts'
import { STORYBOARD_VERSION, type StoryboardFile, zStoryboardFile } from './schema.ts'
import { flawOfBoard } from './size.ts'
import { sniffJson, sniffText } from './sniff.ts'
import { insteadSentence, placeFact, sizeSentence, storyboardWords } from './words.ts'

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
  if (isLongerThan(text, limits.bytes)) return failed(overLimit(sizeSentence({ limit: 'bytes', most: limits.bytes })))
  const long: LongNumber[] = []
  const flaw = scanJson(text, limits, (number) => void long.push(number))
  if (flaw) return failed(flawFailure(flaw, text))
  const kept = keepLongNumbers(text, long)
  const result = read(JSON.parse(kept.text), options, (path) => locateInJson(text, path, scanLimits(limits)))
  return result.ok && kept.issues.length > 0
    ? { ok: true, opened: { ...result.opened, issues: [...kept.issues, ...result.opened.issues] } }
    : result
}

/** {@link openStoryboardValue} without throwing. */
export function readStoryboardValue(value: unknown, options: OpenOptions = {}): ReadStoryboard {
  const copied = copyJson(value)
  if (!copied.ok)
    return failed(
      storyboardFailures.make('storyboard/bad-value', {
        facts: { what: storyboardWords.say('storyboard/the-storyboard'), reason: copied.reason },
      }),
    )
  // The same limits as those of text, found in the same way; lines mean nothing to who has none.
  const limits = options.limits ?? STORYBOARD_LIMITS
  const text = JSON.stringify(copied.value)
  if (isLongerThan(text, limits.bytes)) return failed(overLimit(sizeSentence({ limit: 'bytes', most: limits.bytes })))
  const flaw = scanJson(text, limits)
  if (flaw) return failed(overLimit(flaw.said, flaw.path))
  return read(copied.value, options, undefined)
}

function overLimit(reason: Sentence, path = ''): Failure {
  return storyboardFailures.make('storyboard/over-limit', { facts: { reason, place: placeFact({ path }) } })
}

/** Numbers that would become others are put into quotes, so that none of their digits is lost, and told. */
function keepLongNumbers(text: string, long: readonly LongNumber[]): { text: string; issues: readonly Issue[] } {
  if (long.length === 0) return { text, issues: [] }
  const parts: string[] = []
  let from = 0
  for (const { start, end } of long) {
    parts.push(text.slice(from, start), '"', text.slice(start, end), '"')
    from = end
  }
  const issues = long.slice(0, MOST_ISSUES).map(({ start, end, path }) =>
    storyboardIssues.make('storyboard/long-number', {
      at: { path: formatPath(path) },
      facts: { digits: text.slice(start, Math.min(end, start + 40)) },
    }),
  )
  return { text: [...parts, text.slice(from)].join(''), issues }
}

type Locate = ((path: JsonPath) => { readonly line: number; readonly column: number }) | undefined

function read(value: unknown, options: OpenOptions, locate: Locate): ReadStoryboard {
  const { catalog, limits = STORYBOARD_LIMITS } = options
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
  const opened = assemble(parsed.data, { ran, from: version ?? STORYBOARD_VERSION, newer, catalog })
  // It may be short as it comes and long as this program writes it, and must be readable then, too.
  const flaw = newer ? undefined : flawOfBoard(opened.board, limits)
  if (flaw) return failed(overLimit(sizeSentence(flaw)))
  return { ok: true, opened }
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
    // The version stays in the header, so that a copy that is saved does not claim to be older than it is.
    const header = { ...board.header, extra: { ...board.header.extra, version: from } }
    return {
      board: { ...board, header },
      issues: [
        storyboardIssues.make('storyboard/newer-format', {
          at: { path: 'version' },
          facts: { version: from, known: STORYBOARD_VERSION },
        }),
      ],
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

function flawFailure({ flaw, said: reason, key, line, column, path }: ScanFlaw, text: string): Failure {
  const place = placeFact({ line, column, path })
  if (flaw === 'limit') return storyboardFailures.make('storyboard/over-limit', { facts: { reason, place } })
  if (flaw === 'unsafe-key')
    return storyboardFailures.make('storyboard/unsafe-key', { facts: { key: key ?? '', place } })
  if (flaw === 'duplicate-key')
    return storyboardFailures.make('storyboard/duplicate-key', { facts: { key: key ?? '', place } })
  const look = sniffText(text.slice(0, 4096))
  if (look === 'broken-json' || look === 'json')
    return storyboardFailures.make('storyboard/not-json', { facts: { reason, place } })
  return notAStoryboard(look)
}

function notAStoryboard(look: FileLook): Failure {
  return storyboardFailures.make('storyboard/not-a-storyboard', { facts: { reason: insteadSentence(look) } })
}

function shapeFailure(error: z.ZodError, locate: Locate): Failure {
  const first = error.issues[0]
  const path = jsonPath(first?.path ?? [])
  const reason = first?.message ?? storyboardWords.say('storyboard/another-shape')
  const more = error.issues.length - 1
  const facts = {
    reason: more > 0 ? storyboardWords.say('storyboard/and-more', { reason, more }) : reason,
    place: placeFact({ path: formatPath(path), ...(locate ? locate(path) : {}) }),
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
    const at = { path: formatPath(path) }
    return place
      ? storyboardIssues.make('storyboard/mistake-at', { at, facts: { ...place, reason: one.message } })
      : storyboardIssues.make('storyboard/mistake', { at, facts: { reason: one.message } })
  })
}

function jsonPath(path: readonly PropertyKey[]): JsonPath {
  return path.map((step) => (typeof step === 'number' ? step : String(step)))
}

function failed(failure: Failure, issues: readonly Issue[] = []): ReadStoryboard {
  return { ok: false, failure, issues: issues.length > 0 ? issues : [asIssue(failure)] }
}

function asIssue({ code, message, facts }: Failure): Issue {
  return { code, message, severity: 'error', at: {}, ...(facts ? { facts } : {}) }
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
