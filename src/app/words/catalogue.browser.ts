import type { SentenceSource } from '../../kernel/index.ts'
import type { MessageTree } from '../../ui/browser.tsx'

/** The sentences of the rooms as one area of the catalogue: a key is a code, the forms of a plural end as everywhere. */
export function sentenceMessages(sources: readonly SentenceSource[]): MessageTree {
  const messages: Record<string, string> = {}
  for (const { room, templates } of sources) {
    for (const [name, template] of Object.entries(templates)) {
      if (typeof template === 'string') messages[`${room}/${name}`] = template
      else {
        messages[`${room}/${name}_one`] = template.one
        messages[`${room}/${name}_other`] = template.other
      }
    }
  }
  return messages
}
