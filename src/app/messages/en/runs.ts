/** What is told of runs; keys are the codes of the room `notices`. */
export const runsMessages = {
  'run-started': 'Started: {{title}}',
  'run-progress': '{{ended}} of {{total}} done: {{title}}',
  'run-done': 'Finished: {{title}}',
  'run-reused': 'Everything was there already: {{title}}',
  'run-failed': '{{failed}} of {{total}} failed: {{title}}',
  'run-cancelled': 'Stopped: {{title}}',
  'job-failed': 'Could not make {{title}}',
  progress: { frames: 'frames' },
  'title-all': '{{title}}, all of it',
  'title-stale': '{{title}}',
  action: { 'show-run': 'Show in the queue', 'show-node': 'Show on the canvas', 'retry-job': 'Try again' },
} as const
