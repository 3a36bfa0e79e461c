import type { JobReason } from './job.ts'

/** What the sentence of a reason may mention. */
export type BecauseFacts = { readonly changed?: readonly string[]; readonly upstream?: string }

const sentences: Readonly<Record<JobReason, (facts: BecauseFacts) => string>> = {
  'never-made': () => 'Nothing has been made yet.',
  changed: ({ changed = [] }) =>
    changed.length === 0 ? 'It was made under older rules.' : `Changed: ${changed.join(', ')}.`,
  upstream: ({ upstream }) =>
    upstream === undefined ? 'What it is made from will be made anew.' : `“${upstream}” will be made anew.`,
  failed: () => 'The last try failed.',
  draft: () => 'There is only a draft so far, and the real one can be made now.',
  asked: () => 'A new take was asked for.',
}

/** The reason in words. Screens translate by the reason itself; this is for scripts, logs and the headless runner. */
export function because(reason: JobReason, facts: BecauseFacts = {}): string {
  return sentences[reason](facts)
}
