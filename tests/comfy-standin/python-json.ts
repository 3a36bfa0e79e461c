/** Any value that Python's JSON module can read or write: also `NaN`, infinities and whole numbers of any size. */
export type Json = null | boolean | number | bigint | string | Json[] | JsonObject

/** A JSON object. */
export type JsonObject = { [key: string]: Json }

/** Tells whether a value is a JSON object (no list, no null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const WORDS: [string, Json][] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]

/** Reads JSON as Python does: accepts `NaN` and infinities, keeps big integers exact; throws `SyntaxError`. */
export function parsePythonJson(text: string): Json {
  const reader = new Reader(text)
  const value = reader.value()
  reader.end()
  return value
}

class Reader {
  private at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  value(): Json {
    this.space()
    const char = this.text[this.at]
    if (char === '{') return this.object()
    if (char === '[') return this.list()
    if (char === '"') return this.string()
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length
        return value
      }
    }
    return this.number()
  }

  end(): void {
    this.space()
    if (this.at < this.text.length) this.fail()
  }

  private object(): JsonObject {
    const result: JsonObject = {}
    this.at++
    this.space()
    if (this.take('}')) return result
    do {
      this.space()
      const key = this.string()
      this.space()
      if (!this.take(':')) this.fail()
      // defineProperty: a plain assignment to `__proto__` would change the prototype instead of adding a key.
      Object.defineProperty(result, key, { value: this.value(), enumerable: true, writable: true, configurable: true })
      this.space()
    } while (this.take(','))
    if (!this.take('}')) this.fail()
    return result
  }

  private list(): Json[] {
    const result: Json[] = []
    this.at++
    this.space()
    if (this.take(']')) return result
    do {
      result.push(this.value())
      this.space()
    } while (this.take(','))
    if (!this.take(']')) this.fail()
    return result
  }

  private string(): string {
    if (this.text[this.at] !== '"') this.fail()
    let end = this.at + 1
    while (this.text[end] !== '"') {
      if (end >= this.text.length) this.fail()
      end += this.text[end] === '\\' ? 2 : 1
    }
    const literal = this.text.slice(this.at, end + 1)
    this.at = end + 1
    return JSON.parse(literal) as string
  }

  private number(): number | bigint {
    NUMBER.lastIndex = this.at
    const match = NUMBER.exec(this.text)
    if (!match) return this.fail()
    this.at += match[0].length
    const value = Number(match[0])
    const whole = match[1] === undefined && match[2] === undefined
    return whole && !Number.isSafeInteger(value) ? BigInt(match[0]) : value
  }

  private space(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at++
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false
    this.at++
    return true
  }

  private fail(): never {
    throw new SyntaxError(`Expecting value: line 1 column ${this.at + 1} (char ${this.at})`)
  }
}

/** Writes JSON as Python does by default: spaces after separators, ASCII only, `NaN` and infinities as bare words. */
export function dumpPythonJson(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return asciiString(value)
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `[${value.map(dumpPythonJson).join(', ')}]`
  const members = Object.entries(value as object).filter(([, member]) => member !== undefined)
  return `{${members.map(([key, member]) => `${asciiString(key)}: ${dumpPythonJson(member)}`).join(', ')}}`
}

function asciiString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return 'Infinity'
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity'
  return String(value)
}
