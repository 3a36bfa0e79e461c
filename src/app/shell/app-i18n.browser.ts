import { createI18n, type I18n, type I18nOptions, uiMessages } from '../../ui/browser.tsx'
import { appMessages } from '../messages/en/index.ts'

const english = { ui: uiMessages, ...appMessages } as const

/** The whole catalogue in English. */
export type English = typeof english

declare global {
  interface MessageCatalogue extends English {}
}

/** Makes the texts of the program; English until another language is chosen. */
export function createAppI18n(options: Pick<I18nOptions<English>, 'onMissing'> = {}): I18n {
  // The interface that the compiler knows the keys by is this very catalogue.
  return createI18n<English>({ messages: english, ...options }) as unknown as I18n
}
