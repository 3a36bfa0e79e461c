import type { Issue } from '../../kernel/index.ts'
import type { InputSpec } from './class-spec.ts'
import { importIssues } from './issues.ts'
import type { Place } from './walk.ts'

/** Says what is wrong with a value without changing it: the page exports it as it is, and so does this program. */
export function checkValue(place: Place, spec: InputSpec, value: unknown, report: (issue: Issue) => void): void {
  const at = { nodeId: place.id, field: spec.name }
  if (spec.type === 'INT' || spec.type === 'FLOAT') {
    if (typeof value !== 'number') {
      const facts = { input: spec.name, class: place.node.type, value: shown(value), type: spec.type }
      report(importIssues.make('import/shifted-values', { at, facts }))
    } else if (spec.type === 'INT' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      report(importIssues.make('import/unsafe-integer', { at, facts: { input: spec.name } }))
    }
  } else if (spec.choices !== undefined && !Array.isArray(value) && !spec.choices.includes(value)) {
    report(importIssues.make('import/not-in-list', { at, facts: { input: spec.name, value: shown(value) } }))
  }
}

function shown(value: unknown): string {
  const text =
    typeof value === 'string' ? value : value === undefined ? 'nothing' : (JSON.stringify(value) ?? 'nothing')
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
