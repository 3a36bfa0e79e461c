import { defineFailures } from '../kernel/index.ts'

/** What can go wrong with a recipe file. */
export const recipeFailures = defineFailures('recipes', {
  'not-json': {
    retry: 'never',
    message: () => 'This recipe file is not JSON. Export it again, or open it in a text editor to see where it breaks.',
  },
  malformed: { retry: 'never', message: ({ path, problem }) => `This recipe file does not fit: ${path}: ${problem}` },
  newer: {
    retry: 'never',
    message: ({ version }) =>
      `This recipe was written by a newer Framewright (file version ${version}). Update this one to use it.`,
  },
})
