import { defineIssues } from '../kernel/index.ts'

/** What a person should know of a storyboard, its nodes and its wires. */
export const storyboardIssues = defineIssues('storyboard', {
  // Files and edits
  'newer-format': {
    severity: 'warning',
    message:
      'This storyboard was written by a newer Framewright (format {{version}}; this one knows {{known}}). It is shown as far as it is understood and cannot be changed here.',
  },
  mistake: { message: '{{reason}}' },
  'mistake-at': { message: 'Line {{line}}, column {{column}}: {{reason}}' },
  'migration-failed': {
    severity: 'warning',
    message:
      'This {{kind}} node is of an older version and could not be brought up to date: {{reason}}. It was left as it is.',
  },
  'refused-value': { message: '{{reason}}' },
  'refused-command': { message: '{{reason}}' },
  'refused-settings': { message: '{{reason}}' },
  'refused-parameter': { message: '{{reason}}' },
  'long-number': {
    severity: 'warning',
    message:
      'The number {{digits}} has more digits than a program can count with, so it is kept as a text: nothing of it is lost, but where a number is needed the default stands in.',
  },
  // Wires
  cycle: {
    severity: 'warning',
    message: 'This wire closes a circle, so it carries nothing. Remove it, or another wire of the circle.',
  },
  'edge-to-nowhere': {
    severity: 'warning',
    message: 'This wire ends at “{{node}}”, which is not in the storyboard, so it carries nothing.',
  },
  'unknown-port': {
    severity: 'warning',
    message: 'This wire hangs on {{side}} “{{port}}” that its {{kind}} node does not have.',
  },
  'wire-mismatch': {
    severity: 'warning',
    message: 'This wire brings {{gives}} to an input that takes {{takes}}, so it carries nothing.',
  },
  'input-full': {
    severity: 'warning',
    message: 'This input takes one wire and another one came first, so this one carries nothing.',
  },
  // Nodes
  'shared-number': {
    severity: 'warning',
    message: 'The number {{number}} is used twice. Give one of the two another number.',
  },
  'kind-failed': { message: 'The {{kind}} kind could not answer for {{what}}: {{reason}}' },
  'bad-parameter': { message: '{{what}} cannot be used: {{reason}}. The default stands in.' },
  'newer-kind': {
    severity: 'warning',
    message: 'This {{kind}} node was made by a newer Framewright; some of what it says may not be understood here.',
  },
  'muted-source': { message: '{{title}} waits: {{source}} is muted. Switch it on, or disconnect it.' },
  'bypass-gives-nothing': {
    message:
      'A {{kind}} node has no input that could stand in for its output, so nothing comes through while it is bypassed.',
  },
  'unknown-kind': {
    severity: 'warning',
    message: 'This Framewright has no node kind “{{kind}}”. The node is kept as it is and gives nothing.',
  },
  'missing-input': { message: 'Nothing is connected to “{{port}}”, which takes {{types}}.' },
  'empty-input': { message: 'What is connected to “{{port}}” gives nothing yet.' },
})
