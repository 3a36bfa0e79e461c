import { defineSentences, type Sentence, wordFact } from '../kernel/index.ts'
import type { JobReason } from './job.ts'

/** What the sentence of a reason may mention. */
export type BecauseFacts = { readonly changed?: readonly string[]; readonly upstream?: string }

/** Why something has to be made. */
export const reasonSentences = defineSentences('jobs', {
  'never-made': 'Nothing has been made yet.',
  'older-rules': 'It was made under older rules.',
  changed: 'Changed: {{names}}.',
  'upstream-changed': 'What it is made from will be made anew.',
  upstream: '“{{title}}” will be made anew.',
  failed: 'The last try failed.',
  draft: 'There is only a draft so far, and the real one can be made now.',
  asked: 'A new take was asked for.',
})

// The same for thousands of nodes: said once.
const neverMade = reasonSentences.say('jobs/never-made')
const draft = reasonSentences.say('jobs/draft')
const asked = reasonSentences.say('jobs/asked')

const sentences: Readonly<Record<JobReason, (facts: BecauseFacts) => Sentence>> = {
  'never-made': () => neverMade,
  changed: ({ changed = [] }) =>
    changed.length === 0
      ? reasonSentences.say('jobs/older-rules')
      : reasonSentences.say('jobs/changed', { names: changed.map((name) => wordFact('values', name)) }),
  upstream: ({ upstream }) =>
    upstream === undefined
      ? reasonSentences.say('jobs/upstream-changed')
      : reasonSentences.say('jobs/upstream', { title: upstream }),
  failed: () => reasonSentences.say('jobs/failed'),
  draft: () => draft,
  asked: () => asked,
}

/** The reason as a sentence: its `message` for scripts and logs, the rest for a screen. */
export function because(reason: JobReason, facts: BecauseFacts = {}): Sentence {
  return sentences[reason](facts)
}
