/** A parsed text; `notFinite` when it held numbers that JSON does not have. */
export type Parsed = { readonly value: unknown; readonly notFinite: boolean }

/** Texts may hold texts: savers of 2024 and 2025 wrote JSON of JSON. */
const DEEPEST = 4

/** Parses JSON as Python writes it: `NaN` and `Infinity` become `null`, JSON inside a JSON text is opened. Undefined when it is none. */
export function parseJsonText(text: string): Parsed | undefined {
  let value: unknown = text
  let notFinite = false
  for (let depth = 0; typeof value === 'string' && depth < DEEPEST; depth += 1) {
    const parsed = parseOnce(value.trim())
    if (parsed === undefined) return undefined
    value = parsed.value
    notFinite ||= parsed.notFinite
  }
  return typeof value === 'object' && value !== null ? { value, notFinite } : undefined
}

function parseOnce(text: string): Parsed | undefined {
  const plain = text.replace(/\0+$/, '')
  try {
    return { value: JSON.parse(plain) as unknown, notFinite: false }
  } catch {
    if (!/NaN|Infinity/.test(plain)) return undefined
  }
  try {
    return { value: JSON.parse(withoutNotFinite(plain)) as unknown, notFinite: true }
  } catch {
    return undefined
  }
}

/** Texts are matched whole, so that a `NaN` inside one stays. */
function withoutNotFinite(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g, (part) =>
    part.startsWith('"') ? part : 'null',
  )
}
