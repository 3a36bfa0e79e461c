import { createI18n, type I18n, type I18nOptions, uiMessages } from '../../ui/browser.tsx'
import { appMessages } from '../messages/en/index.ts'
import type { lateMessages } from '../messages/en/late.ts'
import { sentenceMessages } from '../words/catalogue.browser.ts'
import { appSentences } from '../words/failures.browser.ts'

const english = { ui: uiMessages, ...appMessages } as const

/** The whole catalogue in English, with what comes later. */
export type English = typeof english & typeof lateMessages

declare global {
  interface MessageCatalogue extends English {}
}

let words: I18n | undefined
let arriving: Promise<void> | undefined

/** Languages beside English: complete catalogues, each fetched when it is first chosen. */
const load = { de: async () => (await import('../messages/de/index.browser.ts')).germanMessages }

/** Makes the texts of the program; English until another language is chosen. */
export function createAppI18n(options: Pick<I18nOptions<English>, 'onMissing'> = {}): I18n {
  // The interface that the compiler knows the keys by is this very catalogue.
  words = createI18n<typeof english>({ messages: english, load, ...options }) as unknown as I18n
  arriving = undefined
  return words
}

/** Fetches the texts of the screens that are not there from the start, and the sentences of the rooms below; once, and again only after it failed. */
export function loadLateMessages(): Promise<void> {
  arriving ??= Promise.all([import('../messages/en/late.ts'), import('../../studio/sentences.ts')])
    .then(([{ lateMessages }, { sentenceSources }]) =>
      words?.add({ ...lateMessages, said: sentenceMessages([...sentenceSources, ...appSentences]) }),
    )
    .catch((cause: unknown) => {
      arriving = undefined
      throw cause
    })
  return arriving
}
