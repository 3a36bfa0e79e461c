import { formatPath, type JsonPath, placeAt } from './json-path.ts'
import { UNSAFE_KEYS } from './plain-json.ts'

/** How much a JSON text may hold. Whatever is left out is not bounded. */
export type ScanLimits = {
  readonly depth: number
  /** Longest single text or key, in UTF-16 units as a program sees them. */
  readonly text: number
  /** Keys of one object, tables apart. */
  readonly keys: number
  /** Values of all kinds in the whole text. */
  readonly values: number
  /** Values inside one record of a table. */
  readonly record?: number
  /** Objects at the top that hold records by id, with the most that each may hold. */
  readonly tables?: Readonly<Record<string, number>>
}

/** What exactly is wrong with a text; what a sentence is chosen by. */
export type ScanProblem =
  | 'quotes'
  | 'backslash'
  | 'control'
  | 'long-text'
  | 'name'
  | 'reserved'
  | 'twice'
  | 'deep'
  | 'ends'
  | 'sign'
  | 'comma'
  | 'colon'
  | 'follows'
  | 'many-keys'
  | 'many-values'
  | 'large-record'
  | 'large-table'

/** What a text may not be, found before anything is built from it. `key` = the key, the table or the sign that is meant. */
export type ScanFlaw = {
  readonly flaw: 'grammar' | 'limit' | 'unsafe-key' | 'duplicate-key'
  readonly problem: ScanProblem
  readonly limit?: number
  readonly key?: string
  readonly line: number
  readonly column: number
  readonly path: string
}

/** A number that JavaScript cannot hold as it is written: too many digits, or too large. */
export type LongNumber = { readonly start: number; readonly end: number; readonly path: JsonPath }

/** Who is told while a text is walked through. */
export type ScanListener = { onValue?(offset: number): void; onLongNumber?(number: LongNumber): void }

type Level = {
  readonly keys: Set<string> | undefined
  key: string
  index: number
  /** The table that this object is; its records are counted by a limit of their own. */
  readonly table: string | undefined
}

type Cause = { readonly limit?: number; readonly key?: string }

class Flaw extends Error {
  readonly flaw: ScanFlaw['flaw']
  readonly problem: ScanProblem
  readonly offset: number
  readonly about: Cause

  constructor(flaw: ScanFlaw['flaw'], problem: ScanProblem, offset: number, about: Cause = {}) {
    super(problem)
    this.flaw = flaw
    this.problem = problem
    this.offset = offset
    this.about = about
  }
}

/**
 * Walks once over a JSON text without building anything: its grammar, its nesting, how much it holds, and keys that are
 * reserved or said twice. Time grows with the length of the text, whatever it says. Undefined = nothing found.
 */
export function scanJsonText(text: string, limits: ScanLimits, listener: ScanListener = {}): ScanFlaw | undefined {
  const scan = createScan(text, limits, listener)
  try {
    scan.whole()
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof Flaw)) throw thrown
    const { flaw, problem, offset, about } = thrown
    return { flaw, problem, path: formatPath(scan.path()), ...placeAt(text, offset), ...about }
  }
}

/** Where in a sound JSON text the value at a path begins; the nearest place above it when the path leads nowhere. */
export function locateInJson(
  text: string,
  path: JsonPath,
  limits: ScanLimits,
): { readonly line: number; readonly column: number } {
  let best = { depth: -1, offset: 0 }
  const scan = createScan(text, limits, {
    onValue(offset) {
      const here = scan.path()
      if (
        here.length > path.length ||
        here.length <= best.depth ||
        !here.every((step, index) => String(step) === String(path[index]))
      )
        return
      best = { depth: here.length, offset }
    },
  })
  try {
    scan.whole()
  } catch (thrown) {
    // The text was scanned before; whatever was found up to here is good enough for a place.
    if (!(thrown instanceof Flaw)) throw thrown
  }
  return placeAt(text, best.offset)
}

const QUOTE = 34
const BACKSLASH = 92
const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const PLAIN_TEXT = /[^"\\\u0000-\u001f]*/y

function createScan(text: string, limits: ScanLimits, { onValue, onLongNumber }: ScanListener) {
  const stack: Level[] = []
  let at = 0
  let values = 0
  let inRecord = 0

  const fail = (problem: ScanProblem, offset = at, cause: Cause = {}): never => {
    throw new Flaw('grammar', problem, offset, cause)
  }
  const over = (problem: ScanProblem, limit: number, offset = at, cause: Cause = {}): never => {
    throw new Flaw('limit', problem, offset, { limit, ...cause })
  }
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const space = () => void match(SPACE)

  const string = (): string => {
    const start = at++
    let written = 0
    for (;;) {
      match(PLAIN_TEXT)
      const code = text.charCodeAt(at)
      if (code === QUOTE) break
      if (Number.isNaN(code)) return fail('quotes', start)
      if (code !== BACKSLASH) return fail('control')
      const signs = match(ESCAPE) ?? fail('backslash')
      // Six signs may stand for one: what counts is the text that they make.
      written += signs.length - 1
    }
    at++
    if (at - start - 2 - written > limits.text) over('long-text', limits.text, start)
    return text.slice(start, at)
  }

  const key = (level: Level): void => {
    level.index = -1
    const start = at
    if (text[at] !== '"') fail('name')
    const raw = string()
    const name = raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1)
    level.key = name
    level.index = 0
    if (UNSAFE_KEYS.has(name)) throw new Flaw('unsafe-key', 'reserved', start, { key: name })
    if (level.keys?.has(name)) throw new Flaw('duplicate-key', 'twice', start, { key: name })
    level.keys?.add(name)
    const count = level.keys?.size ?? 0
    const { table } = level
    if (table === undefined) {
      if (count > limits.keys) over('many-keys', limits.keys, start)
      return
    }
    inRecord = 0
    const most = limits.tables?.[table] ?? limits.keys
    if (count > most) over('large-table', most, start, { key: table })
  }

  const open = (list: boolean): void => {
    if (stack.length >= limits.depth) over('deep', limits.depth, at - 1)
    const top = stack.length === 1 && !list ? stack[0]?.key : undefined
    const table = top !== undefined && Object.hasOwn(limits.tables ?? {}, top) ? top : undefined
    stack.push({ keys: list ? undefined : new Set(), key: '', index: -1, table })
  }

  const number = (): void => {
    const start = at
    const found = match(NUMBER)
    if (found === undefined) {
      if (match(WORD) === undefined) fail(at >= text.length ? 'ends' : 'sign', at, { key: text.slice(at, at + 1) })
    } else if (onLongNumber && found.length > 3 && !isHeld(found))
      onLongNumber({ start, end: at, path: stack.flatMap(stepOf) })
  }

  // Begins a value; true when it is a container whose members follow.
  const value = (): boolean => {
    space()
    onValue?.(at)
    if (++values > limits.values) over('many-values', limits.values)
    if (limits.record !== undefined && stack.length > 1 && ++inRecord > limits.record && stack[1]?.table !== undefined)
      over('large-record', limits.record)
    const sign = text[at]
    if (sign === '{' || sign === '[') {
      at++
      open(sign === '[')
      return true
    }
    if (sign === '"') string()
    else number()
    return false
  }

  // Goes to the next member of the innermost container, or closes it.
  const member = (level: Level, first: boolean): boolean => {
    space()
    if (text[at] === (level.keys ? '}' : ']')) {
      at++
      stack.pop()
      return false
    }
    if (!first) {
      if (text[at] !== ',') fail(at >= text.length ? 'ends' : 'comma')
      at++
    }
    space()
    if (!level.keys) {
      level.index++
      return true
    }
    key(level)
    space()
    if (text[at] !== ':') fail('colon')
    at++
    return true
  }

  return {
    path: (): JsonPath => stack.flatMap(stepOf),
    whole(): void {
      let opened = value()
      while (stack.length > 0) {
        const level = stack.at(-1) as Level
        opened = member(level, opened) ? value() : false
      }
      space()
      if (at < text.length) fail('follows')
    },
  }
}

/** The step into the member that a container is at; none before its first. */
function stepOf(level: Level): (string | number)[] {
  if (level.index < 0) return []
  return level.keys ? [level.key] : [level.index]
}

/** True when reading a number and writing it again tells the same; a fraction may lose digits that nobody measures. */
function isHeld(digits: string): boolean {
  const value = Number(digits)
  if (!Number.isFinite(value)) return false
  if (digits.length < 16 || /[.eE]/.test(digits)) return true
  return significant(String(value)) === significant(digits) || BigInt(value) === BigInt(digits)
}

function significant(digits: string): string {
  return digits
    .replace(/e.*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '')
}
