import { defineFailures } from '../kernel/index.ts'

/** What can stop a use case of the studio. */
export const studioFailures = defineFailures('studio', {
  'read-only-tab': {
    retry: 'manual',
    message: 'Another tab is editing this storyboard. Choose “Take over” to edit it here.',
  },
  'read-only-newer': {
    retry: 'never',
    message:
      'This storyboard was written by a newer Framewright, so it is shown but not changed. Update this one to edit it.',
  },
  'no-storyboard': {
    retry: 'never',
    message: 'This storyboard is not in this browser (any more). Open its file instead.',
  },
  'no-revision': { retry: 'never', message: 'This revision is not there any more: only the newest twenty are kept.' },
  'no-node-for-film': {
    retry: 'never',
    message:
      '“{{name}}” is a film, and no node holds a film that was made elsewhere. It is in the Library now; pictures and sounds can be put on the canvas.',
  },
  unreadable: {
    retry: 'never',
    message:
      '“{{name}}” cannot be used here: it looks like {{looksLike}}. Storyboards and recipes (JSON), pictures and sound files can.',
  },
  'not-readable': {
    retry: 'manual',
    message: '“{{name}}” cannot be read. Is it a folder, or was it moved? Choose the files themselves.',
  },
  'no-workflow': {
    retry: 'never',
    message: '“{{name}}” holds no workflow that could be read. {{reason}}',
  },
  'recipe-without-output': {
    retry: 'never',
    message: 'Nothing in “{{name}}” saves a picture, a film or a sound, so no node could use it.',
  },
  'nothing-to-run': { retry: 'never', message: 'Nothing needs to run: every take is up to date.' },
  'all-blocked': { retry: 'manual', message: 'Nothing can run as it stands: {{reason}}' },
  'not-an-export': { retry: 'never', message: 'Only an export or edit node can be exported.' },
  'empty-cut': {
    retry: 'never',
    message: 'There is nothing in the cut yet. Wire videos or pictures into the edit node.',
  },
  'no-such-node': { retry: 'never', message: 'There is no node “{{node}}” in the open storyboard.' },
  'no-such-job': { retry: 'never', message: 'This job is not in the list any more.' },
  'other-storyboard': {
    retry: 'manual',
    message: 'This job belongs to another storyboard. Open that one to run it with its values of today.',
  },
  'no-such-take': { retry: 'never', message: 'There is no take “{{take}}” of that node.' },
  'no-such-asset': { retry: 'never', message: 'The bytes of asset “{{asset}}” are not in this browser.' },
  'too-slow': {
    retry: 'never',
    message: 'Reading this file took longer than 20 seconds, so it was stopped. What is open here is untouched.',
  },
  'no-forwarder': {
    retry: 'manual',
    message:
      'The Framewright program behind this page does not answer. Start it again with “npm start”; what is open here stays.',
  },
  'not-ready': { retry: 'manual', message: 'This is not loaded yet: wait for framewright.ready first.' },
  'bad-argument': { retry: 'never', message: 'That argument does not fit: {{problem}}' },
})
