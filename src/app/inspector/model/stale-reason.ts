import type { Take } from '../../../assets/index.ts'
import type { Assessment } from '../../../jobs/index.ts'
import { sameJson } from '../../../kernel/index.ts'
import type { NodeEvaluation } from '../../../storyboard/index.ts'
import { changesOf, type TextChange, valueText } from './text-change.ts'

/** One value in which a take differs from today, place by place. */
export type Difference = { readonly name: string; readonly changes: readonly TextChange[] }

/** What differs between a take's frozen values and what would be made today; inputs and engines are named without a text. */
export function differencesOf(
  take: Take,
  evaluation: NodeEvaluation | undefined,
  assessment: Assessment | undefined,
): readonly Difference[] {
  const spec = evaluation?.spec
  if (!spec) return []
  const choice = assessment?.choice
  const reads =
    choice && 'engine' in choice && choice.engine === take.provenance.engine
      ? choice.reads
      : take.draft
        ? 'panel'
        : 'generate'
  const today = spec[reads]
  const before = take.provenance.values
  const names = [...new Set([...(assessment?.changed ?? []), ...Object.keys(today), ...Object.keys(before)])]
  const found = names.filter((name) => (name in today || name in before) && !sameJson(before[name], today[name]))
  // A changed action changes the prompt, too: the shortest text says it best.
  return found
    .map((name) => ({ name, changes: changesOf(valueText(before[name]), valueText(today[name])) }))
    .sort((a, b) => sizeOf(a) - sizeOf(b))
}

function sizeOf({ changes }: Difference): number {
  return changes.reduce((sum, { removed, added }) => sum + removed.length + added.length, 0)
}
