import { defineFailures } from '../kernel/index.ts'

/** What can go wrong inside the interface kit itself. */
export const uiFailures = defineFailures('ui', {
  'language-not-loaded': {
    retry: 'manual',
    message: 'The language "{{language}}" could not be loaded. The interface stays as it was; try again.',
  },
  'language-unknown': {
    retry: 'never',
    message: 'There is no translation for "{{language}}".',
  },
})
