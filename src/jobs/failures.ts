import { defineFailures } from '../kernel/index.ts'

/** What can stop a job besides the engine's own failures. */
export const jobFailures = defineFailures('jobs', {
  'upstream-failed': {
    retry: 'manual',
    message: 'It waited for “{{title}}”, which was not made. Retry that one first.',
  },
  lost: {
    retry: 'manual',
    message:
      'The server took this job {{attempts}} times and did not know it afterwards. Look at the server, then retry.',
  },
  'not-taken': {
    retry: 'manual',
    message:
      '{{server}} did not take this job, although it was sent {{attempts}} times. Look at the server, then retry.',
  },
  'unreadable-output': {
    retry: 'manual',
    message:
      '{{file}} came from the server, but it is damaged or no picture, film or sound that can be read. Retry to make it again.',
  },
  'stopped-elsewhere': {
    retry: 'manual',
    message: 'Somebody else stopped this on the server. Retry to make it again.',
  },
  'nothing-made': {
    retry: 'manual',
    message: 'The server finished, but left no file. Check the outputs of the recipe.',
  },
  'input-gone': {
    retry: 'never',
    message: 'The take or file for “{{name}}” is no longer there. Make or import it again, then run anew.',
  },
  'recipe-gone': {
    retry: 'never',
    message: 'The recipe “{{title}}” of this job is no longer there. Import it again, then run anew.',
  },
  'engine-gone': {
    retry: 'never',
    message: 'This program has no engine “{{engine}}”. Choose another one for the node.',
  },
  'server-removed': {
    retry: 'never',
    message: 'The server of this job was removed. Run again to make it elsewhere.',
  },
})
