import { isObject, type Json } from './python-json.ts'

/** A Python exception: `type` is the class name that the protocol shows, `text` its message. */
export class PythonError extends Error {
  readonly type: string

  constructor(type: string, text: string) {
    super(text)
    this.type = type
  }
}

/** The Python name of a value's type, as it appears in conversion errors. */
export function typeName(value: Json): string {
  if (value === null) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  if (isObject(value)) return 'dict'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  return 'int'
}

/** `str(value)`. */
export function pythonStr(value: Json): string {
  return typeof value === 'string' ? value : pythonRepr(value)
}

/** `repr(value)`. */
export function pythonRepr(value: Json): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return stringRepr(value)
  if (typeof value === 'number') return numberRepr(value)
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, member]) => `${stringRepr(key)}: ${pythonRepr(member)}`)
    .join(', ')}}`
}

/** A number written as a Python float: `5` becomes `5.0`. */
export function floatText(value: number | bigint): string {
  const number = Number(value)
  return Number.isInteger(number) && Math.abs(number) < 1e16 ? `${number}.0` : numberRepr(number)
}

function numberRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  return String(value)
}

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote
}

/** `int(value)`: text and floats are converted, big values stay exact; throws `PythonError`. */
export function toInt(value: Json): number | bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return truncate(value)
  if (typeof value === 'string') {
    const digits = value.trim().replace(/(?<=\d)_(?=\d)/g, '')
    if (!/^[+-]?\d+$/.test(digits)) {
      throw new PythonError('ValueError', `invalid literal for int() with base 10: ${pythonRepr(value)}`)
    }
    const number = Number(digits)
    return Number.isSafeInteger(number) ? number : BigInt(digits)
  }
  const wanted = 'a string, a bytes-like object or a real number'
  throw new PythonError('TypeError', `int() argument must be ${wanted}, not '${typeName(value)}'`)
}

function truncate(value: number): number {
  if (Number.isNaN(value)) throw new PythonError('ValueError', 'cannot convert float NaN to integer')
  if (!Number.isFinite(value)) throw new PythonError('OverflowError', 'cannot convert float infinity to integer')
  return Math.trunc(value)
}

/** `float(value)`; throws `PythonError`. */
export function toFloat(value: Json): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') {
    const text = value.trim().toLowerCase()
    if (/^[+-]?(inf|infinity)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity
    if (/^[+-]?nan$/.test(text)) return Number.NaN
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text)) return Number(text)
    throw new PythonError('ValueError', `could not convert string to float: ${pythonRepr(value)}`)
  }
  throw new PythonError('TypeError', `float() argument must be a string or a real number, not '${typeName(value)}'`)
}

/** `bool(value)`: `"false"` is true, empty things are false. */
export function truthy(value: Json | undefined): boolean {
  if (value === undefined || value === null) return false
  if (Array.isArray(value)) return value.length > 0
  if (isObject(value)) return Object.keys(value).length > 0
  if (typeof value === 'number' && Number.isNaN(value)) return true
  return Boolean(value)
}

/** `a == b` for values that came from JSON (so 1 equals 1.0 and a whole number equals its exact big form). */
export function pythonEquals(a: Json, b: Json): boolean {
  const numeric = (value: Json) => typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
  if (numeric(a) && numeric(b)) return Number(a) === Number(b)
  return a === b || (typeof a === 'object' && typeof b === 'object' && pythonRepr(a) === pythonRepr(b))
}
