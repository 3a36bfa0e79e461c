import { defineIssues } from '../kernel/index.ts'

/** Why a plan cannot run a node. */
export const jobIssues = defineIssues('jobs', {
  'upstream-blocked': { message: 'It waits for “{{title}}”, which cannot run.' },
  'input-from-behind': { message: '“{{port}}” comes from a node behind this one.' },
  'unknown-input': { message: 'Nothing makes what “{{port}}” needs.' },
})
