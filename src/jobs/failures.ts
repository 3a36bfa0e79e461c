import { defineFailures } from '../kernel/index.ts'

/** What can stop a job besides the engine's own failures. */
export const jobFailures = defineFailures('jobs', {
  'upstream-failed': {
    retry: 'manual',
    message: ({ title }) => `It waited for “${title}”, which was not made. Retry that one first.`,
  },
  lost: {
    retry: 'manual',
    message: ({ attempts }) => `The server lost this job ${attempts} times. Look at the server, then retry.`,
  },
  'stopped-elsewhere': {
    retry: 'manual',
    message: () => 'Somebody else stopped this on the server. Retry to make it again.',
  },
  'nothing-made': {
    retry: 'manual',
    message: () => 'The server finished, but left no file. Check the outputs of the recipe.',
  },
  'input-gone': {
    retry: 'never',
    message: ({ name }) => `The take or file for “${name}” is no longer there. Make or import it again, then run anew.`,
  },
  'recipe-gone': {
    retry: 'never',
    message: ({ title }) => `The recipe “${title}” of this job is no longer there. Import it again, then run anew.`,
  },
  'engine-gone': {
    retry: 'never',
    message: ({ engine }) => `This program has no engine “${engine}”. Choose another one for the node.`,
  },
  'server-removed': {
    retry: 'never',
    message: () => 'The server of this job was removed. Run again to make it elsewhere.',
  },
})

/** Codes of the issues by which a plan explains what it cannot run. */
export const PLAN_ISSUES = { upstreamBlocked: 'jobs/upstream-blocked', unknownInput: 'jobs/unknown-input' } as const
