import { defineIssues } from '../../kernel/index.ts'

/** What a person should know about a recipe that was made from somebody's graph. */
export const inferIssues = defineIssues('infer', {
  'no-output': {
    message: 'Nothing in this graph saves or shows a picture, a film or a sound. Add a save node in ComfyUI.',
  },
  'no-prompt': {
    severity: 'info',
    message: 'No text was found that says what to make. What a node writes there has nowhere to go.',
  },
  'no-seed': {
    severity: 'warning',
    message: 'No seed was found: every take of this recipe will be the same.',
  },
  'no-ranges': {
    severity: 'info',
    message: 'No server was asked, so ranges and choices of {{class}} are not known.',
  },
  'split-steps': {
    severity: 'info',
    message: 'The steps are shared by several samplers, so their number stays as its author set it.',
  },
  empty: { message: 'No node of this workflow takes part in a run: all are notes, muted or bypassed.' },
  'guessed-classes': {
    severity: 'warning',
    message: {
      one: 'No connected server describes {{classes}}, so its values were read by what the file itself says. Connect a server that has it to read them exactly.',
      other:
        'No connected server describes {{count}} of the nodes ({{classes}}), so their values were read by what the file itself says. Connect a server that has them to read them exactly.',
    },
  },
  'three-d': {
    severity: 'warning',
    message: 'The node {{class}} makes a 3D model, which nothing here can show. Its result is left out.',
  },
  'author-media': {
    severity: 'info',
    message: 'Its author’s own file “{{file}}” stood in {{input}}; a node gives its own.',
  },
} as const)
