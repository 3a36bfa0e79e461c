import { defineFailures } from '../kernel/index.ts'

/** What commands to the scheduler can be refused with. */
export const schedulerFailures = defineFailures('scheduler', {
  'unknown-run': { retry: 'never', message: () => 'This run is not there any more.' },
  'unknown-server': { retry: 'never', message: () => 'This server is not in the list any more.' },
  'bad-order': {
    retry: 'never',
    message: () => 'A job of this run waits for one that comes after it. Nothing was started.',
  },
  'bad-address': {
    retry: 'never',
    message: ({ url }) => `“${url}” is not the address of a server. Write it like http://127.0.0.1:8188.`,
  },
  'known-address': { retry: 'never', message: ({ name }) => `This address is in the list already, as “${name}”.` },
  'worker-gone': {
    retry: 'auto',
    message: () =>
      'The part of the program that runs jobs stopped and was started again. Nothing that was written down is lost.',
  },
})
