/** Any JSON value. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }
/** A JSON object. */
export type JsonObject = { readonly [key: string]: JsonValue | undefined }

/**
 * JSON text with keys sorted and no spaces: equal values give equal text, whatever the order their keys were set in.
 * `undefined` members are left out; numbers that JSON cannot hold are refused, because a hash over them would lie.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`canonicalJson cannot hold ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value === 'object') {
    const record = value as Record<string, unknown>
    // Written in one go: plans of large films make this text thousands of times.
    let members = ''
    for (const key of Object.keys(record).sort()) {
      if (record[key] === undefined) continue
      members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(record[key])}`
    }
    return `{${members}}`
  }
  throw new TypeError(`canonicalJson cannot hold a ${typeof value}`)
}

/** True when both values have the same canonical text. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null)
}
