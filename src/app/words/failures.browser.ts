import { defineFailures } from '../../kernel/index.ts'
import { uiFailures } from '../../ui/browser.tsx'

/** What can stop the window itself. */
export const shellFailures = defineFailures('shell', {
  'not-loaded': { retry: 'manual', message: 'A part of the program could not be loaded.' },
})

/** Sentences of the rooms that only the page knows. */
export const appSentences = [shellFailures, uiFailures]
