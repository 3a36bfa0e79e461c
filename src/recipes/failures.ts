import { defineFailures } from '../kernel/index.ts'

/** What can go wrong with a recipe file. */
export const recipeFailures = defineFailures('recipes', {
  'not-json': {
    retry: 'never',
    message: 'This recipe file is not JSON. Export it again, or open it in a text editor to see where it breaks.',
  },
  malformed: { retry: 'never', message: 'This recipe file does not fit: {{path}}: {{problem}}' },
  'too-large': {
    retry: 'never',
    message:
      'This recipe file holds more than Framewright opens safely (size, nesting, or the number or length of what is in it). Details say what and where.',
  },
  'unsafe-key': {
    retry: 'never',
    message:
      'This recipe file uses the reserved name "{{key}}" as a key at line {{line}}. It is refused, because such a key can change how programs behave.',
  },
  'duplicate-key': {
    retry: 'never',
    message: 'This recipe file says "{{key}}" twice in one object at line {{line}}. Remove one of the two.',
  },
  newer: {
    retry: 'never',
    message: 'This recipe was written by a newer Framewright (file version {{version}}). Update this one to use it.',
  },
})
