import { defineFailures } from '../kernel/index.ts'

/** What commands to the scheduler can be refused with. */
export const schedulerFailures = defineFailures('scheduler', {
  'unknown-run': { retry: 'never', message: 'This run is not there any more.' },
  'unknown-server': { retry: 'never', message: 'This server is not in the list any more.' },
  'bad-order': {
    retry: 'never',
    message: 'A job of this run waits for one that comes after it. Nothing was started.',
  },
  'bad-address': {
    retry: 'never',
    message: '“{{url}}” is not the address of a server. Write it like http://127.0.0.1:8188.',
  },
  'queue-full': {
    retry: 'manual',
    message:
      'Nothing was started: {{wanted}} more jobs do not fit into the queue, where {{waiting}} of at most {{most}} wait. Let some of them end, or raise the limit in Settings.',
  },
  'known-address': { retry: 'never', message: 'This address is in the list already, as “{{name}}”.' },
  'many-failures': {
    retry: 'manual',
    message:
      '{{count}} jobs failed one after the other, so the queue was paused. Look at the last one, then let the queue run again.',
  },
  'storage-low': {
    retry: 'manual',
    message:
      'There is no room left to store what is made, so the queue was paused. Nothing is lost: finished files wait on their servers. Free some space, then let the queue run again.',
  },
  'worker-gone': {
    retry: 'auto',
    message:
      'The part of the program that runs jobs stopped and was started again. Nothing that was written down is lost.',
  },
})
