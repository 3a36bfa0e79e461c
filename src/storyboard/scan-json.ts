import { formatPath, type JsonPath, placeAt } from './json-path.ts'
import type { FileLimits } from './limits.ts'
import { UNSAFE_KEYS } from './plain-json.ts'

/** What a text may not be, found before anything is built from it. */
export type ScanFlaw = {
  readonly flaw: 'grammar' | 'limit' | 'unsafe-key' | 'duplicate-key'
  readonly reason: string
  readonly key?: string
  readonly line: number
  readonly column: number
  readonly path: string
}

type Frame = {
  readonly keys: Set<string> | undefined
  key: string
  index: number
  readonly counts: 'nodes' | 'edges' | undefined
}

const QUOTE = 34
const BACKSLASH = 92
const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

class Flaw extends Error {
  readonly flaw: ScanFlaw['flaw']
  readonly offset: number
  readonly key: string | undefined

  constructor(flaw: ScanFlaw['flaw'], reason: string, offset: number, key?: string) {
    super(reason)
    this.flaw = flaw
    this.offset = offset
    this.key = key
  }
}

/**
 * Walks once over a JSON text without building anything: its grammar, its nesting, how much it holds, and keys that are
 * reserved or said twice. Time grows with the length of the text, whatever it says. Undefined = nothing found.
 */
export function scanJson(text: string, limits: FileLimits): ScanFlaw | undefined {
  const scan = createScan(text, limits)
  try {
    scan.whole()
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof Flaw)) throw thrown
    const { flaw, message: reason, offset, key } = thrown
    return {
      flaw,
      reason,
      path: formatPath(scan.path()),
      ...placeAt(text, offset),
      ...(key === undefined ? {} : { key }),
    }
  }
}

/** Where in a sound JSON text the value at a path begins; the nearest place above it when the path leads nowhere. */
export function locateInJson(
  text: string,
  path: JsonPath,
  limits: FileLimits,
): { readonly line: number; readonly column: number } {
  let best = { depth: -1, offset: 0 }
  const scan = createScan(text, limits, (offset) => {
    const here = scan.path()
    if (
      here.length > path.length ||
      here.length <= best.depth ||
      !here.every((step, index) => String(step) === String(path[index]))
    )
      return
    best = { depth: here.length, offset }
  })
  try {
    scan.whole()
  } catch {
    // The text was scanned before; whatever was found up to here is good enough for a place.
  }
  return placeAt(text, best.offset)
}

function createScan(text: string, limits: FileLimits, onValue?: (offset: number) => void) {
  const stack: Frame[] = []
  let at = 0

  const fail = (reason: string, offset = at): never => {
    throw new Flaw('grammar', reason, offset)
  }
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const space = () => void match(SPACE)
  const take = (sign: string): boolean => {
    if (text[at] !== sign) return false
    at++
    return true
  }

  const string = (): string => {
    const start = at++
    for (;;) {
      const code = text.charCodeAt(at)
      if (Number.isNaN(code)) return fail('a text in quotes does not end', start)
      if (code === QUOTE) break
      if (code === BACKSLASH) {
        if (match(ESCAPE) === undefined) return fail('a text has a backslash that means nothing')
      } else if (code < 32) return fail('a text holds a line break or another control character')
      else at++
    }
    at++
    if (at - start - 2 > limits.text)
      throw new Flaw('limit', `one text is longer than ${limits.text} characters`, start)
    return text.slice(start, at)
  }

  const key = (frame: Frame): void => {
    frame.index = -1
    const start = at
    if (text[at] !== '"') fail('a name in quotes is missing')
    const raw = string()
    const name = raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1)
    frame.key = name
    frame.index = 0
    if (UNSAFE_KEYS.has(name)) throw new Flaw('unsafe-key', 'a reserved name is used as a key', start, name)
    if (frame.keys?.has(name)) throw new Flaw('duplicate-key', 'a key is said twice', start, name)
    frame.keys?.add(name)
    if (frame.counts && (frame.keys?.size ?? 0) > limits[frame.counts])
      throw new Flaw('limit', `it holds more than ${limits[frame.counts].toLocaleString('en')} ${frame.counts}`, start)
  }

  const open = (list: boolean): void => {
    if (stack.length >= limits.depth) throw new Flaw('limit', `it is nested deeper than ${limits.depth} levels`, at - 1)
    const parent = stack[0]
    const counts =
      !list && stack.length === 1 && (parent?.key === 'nodes' || parent?.key === 'edges') ? parent.key : undefined
    stack.push({ keys: list ? undefined : new Set(), key: '', index: -1, counts })
  }

  // Begins a value; true when it is a container whose members follow.
  const value = (): boolean => {
    space()
    onValue?.(at)
    const sign = text[at]
    if (sign === '{' || sign === '[') {
      at++
      open(sign === '[')
      return true
    }
    if (sign === '"') string()
    else if (match(NUMBER) === undefined && match(WORD) === undefined)
      fail(at >= text.length ? 'it ends too early' : `"${text.slice(at, at + 1)}" is not JSON`)
    return false
  }

  // Goes to the next member of the innermost container, or closes it.
  const member = (frame: Frame, first: boolean): boolean => {
    space()
    const end = frame.keys ? '}' : ']'
    if (take(end)) {
      stack.pop()
      return false
    }
    if (!first && !take(',')) fail(at >= text.length ? 'it ends too early' : 'a comma is missing')
    space()
    if (!frame.keys) {
      frame.index++
      return true
    }
    key(frame)
    space()
    if (!take(':')) fail('a colon is missing')
    return true
  }

  return {
    path: (): JsonPath => stack.flatMap(stepOf),
    whole(): void {
      let opened = value()
      while (stack.length > 0) {
        const frame = stack.at(-1) as Frame
        opened = member(frame, opened) ? value() : false
      }
      space()
      if (at < text.length) fail('something follows after its end')
    },
  }
}

/** The step into the member that a container is at; none before its first. */
function stepOf(frame: Frame): (string | number)[] {
  if (frame.index < 0) return []
  return frame.keys ? [frame.key] : [frame.index]
}
