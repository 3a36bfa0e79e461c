import type { appSentences } from '../../../words/failures.browser.ts'
import type { SaidIn } from '../../translation.ts'

type Tables = (typeof appSentences)[number]

/** What the window itself says, in German. */
export const saidByShell = {
  'not-loaded': 'Ein Teil des Programms konnte nicht geladen werden.',
} as const satisfies SaidIn<Tables, 'shell'>

/** What the interface kit says, in German. */
export const saidByUi = {
  'language-not-loaded':
    'Die Sprache „{{language}}“ ließ sich nicht laden. Die Oberfläche blieb, wie sie war; erneut versuchen.',
  'language-unknown': 'Für „{{language}}“ gibt es keine Übersetzung.',
} as const satisfies SaidIn<Tables, 'ui'>
