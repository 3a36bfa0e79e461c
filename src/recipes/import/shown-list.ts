import type { LiveNode } from './model.ts'
import { IMPORT_LIMITS } from './scan.ts'
import { asList, asText, own } from './shape.ts'

/** Names of widgets are words; the search for ids in front of them shall not run over a novel. */
const LONGEST_NAME = 500

/** Entries of the list of inner widgets that a host shows: `[node id, widget, further id?]`; older files hold it as text. */
export function readShown(node: LiveNode): { readonly id: string; readonly name: string; readonly further?: string }[] {
  return parsedList(own(node.properties, 'proxyWidgets'))
    .slice(0, IMPORT_LIMITS.slots)
    .flatMap((entry) => {
      const [id, name, further] = asList(entry)
      const key = typeof id === 'number' ? String(id) : asText(id)
      if (key === undefined || typeof name !== 'string' || name.length > LONGEST_NAME) return []
      return [{ id: key, name, ...(typeof further === 'string' ? { further } : {}) }]
    })
}

function parsedList(value: unknown): readonly unknown[] {
  if (typeof value !== 'string') return asList(value)
  try {
    return asList(JSON.parse(value))
  } catch {
    return []
  }
}
