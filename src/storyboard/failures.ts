import { defineFailures, type FactsOf, type Failure } from '../kernel/index.ts'

/** What can stop an edit or the opening of a file. Codes are `storyboard/<name>`. */
export const storyboardFailures = defineFailures('storyboard', {
  // Edits
  'bad-command': {
    retry: 'never',
    message: 'Edit {{number}} is not an edit that Framewright knows: {{reason}}.',
  },
  'bad-value': {
    retry: 'never',
    message: '{{what}} holds something that a file cannot keep: {{reason}}.',
  },
  'bad-params': {
    retry: 'never',
    message: 'These parameters do not fit a {{kind}} node: {{reason}}.',
  },
  'bad-settings': {
    retry: 'never',
    message: 'These settings cannot be used: {{reason}}.',
  },
  'bad-record': {
    retry: 'never',
    message: 'The edit would leave {{id}} in a shape that a file cannot keep: {{reason}}.',
  },
  'bad-id': {
    retry: 'never',
    message: '"{{id}}" cannot be an id: use letters, digits, points, dashes and underscores, 100 at most.',
  },
  'id-taken': {
    retry: 'never',
    message: 'The id "{{id}}" is already used in this storyboard.',
  },
  'no-such-node': { retry: 'never', message: 'There is no node "{{id}}" in this storyboard.' },
  'no-such-edge': { retry: 'never', message: 'There is no wire "{{id}}" in this storyboard.' },
  'no-such-frame': {
    retry: 'never',
    message: 'There is no frame "{{id}}" in this storyboard.',
  },
  'no-such-kind': { retry: 'never', message: 'Framewright has no node kind "{{kind}}".' },
  'too-many': {
    retry: 'never',
    message: 'A storyboard holds at most {{limit}} {{what}}; this would make {{count}}.',
  },
  'too-large': {
    retry: 'never',
    message:
      'With this edit the storyboard would be larger than a file may be ({{size}} MB), and could not be opened again. Shorten its longest texts, or split it.',
  },
  'cannot-bypass': {
    retry: 'never',
    message: 'A {{kind}} node cannot be bypassed: it has no input that could stand in for its output. Mute it instead.',
  },
  'wrong-edges': {
    retry: 'never',
    message: 'The new order of "{{port}}" must name each of its {{count}} wires once.',
  },
  'cannot-insert': {
    retry: 'never',
    message: 'A {{kind}} node has no free input and output of the type {{type}}, so it cannot sit on this wire.',
  },
  'other-storyboard': {
    retry: 'never',
    message: 'This text has the id "{{id}}" of another storyboard. Keep the id, or open the text as a file of its own.',
  },
  'bad-fragment': {
    retry: 'never',
    message: 'This cannot be pasted as nodes: {{reason}}.',
  },
  // Refusals to connect
  'same-node': { retry: 'never', message: 'A node cannot feed itself. Connect it to another node.' },
  'wrong-direction': {
    retry: 'never',
    message: 'A wire runs from an output to an input; "{{port}}" of {{title}} is {{is}}.',
  },
  'no-such-port': {
    retry: 'never',
    message: '{{title}} has no {{side}} "{{port}}".',
  },
  'kind-not-here': {
    retry: 'never',
    message: '{{title}} is of the kind "{{kind}}", which this Framewright does not have, so it cannot be wired anew.',
  },
  'type-mismatch': {
    retry: 'never',
    message: '"{{port}}" of {{title}} takes {{takes}}; this output gives {{gives}}.',
  },
  'would-cycle': {
    retry: 'never',
    message: '{{from}} already depends on {{to}}; this wire would close a circle.',
  },
  'already-connected': { retry: 'never', message: 'These two are already connected.' },
  // Files
  'not-json': {
    retry: 'never',
    message: 'This is not a storyboard file: {{reason}}{{place}}.',
  },
  'not-a-storyboard': {
    retry: 'never',
    message: 'This is not a storyboard: {{reason}}.',
  },
  'over-limit': {
    retry: 'never',
    message: 'This file is too large to open safely: {{reason}}{{place}}.',
  },
  'unsafe-key': {
    retry: 'never',
    message:
      'This file uses the reserved name "{{key}}" as a key{{place}}. It is refused, because such a key can change how programs behave.',
  },
  'duplicate-key': {
    retry: 'never',
    message: 'This file says "{{key}}" twice in one object{{place}}. Remove one of the two.',
  },
  'wrong-shape': {
    retry: 'never',
    message: 'This storyboard file has a mistake{{place}}: {{reason}}.',
  },
  'newer-file': {
    retry: 'never',
    message:
      'This storyboard was written by a newer Framewright (format {{version}}) and cannot be shown by this one. Update Framewright to open it; the file was left as it is.',
  },
})

type Entries = typeof storyboardFailures.entries

/** Names of this room's failures. */
export type StoryboardFailureName = keyof Entries

/** What the sentence of a failure mentions. */
export type StoryboardFacts<Name extends StoryboardFailureName> = FactsOf<Entries[Name]['message']>

/** Codes of this room's failures. */
export type StoryboardFailureCode = Parameters<typeof storyboardFailures.make>[0]

/** A failure of which only the code is known where it is made; the facts are checked all the same. */
export function storyboardFailure<Name extends StoryboardFailureName>(
  code: `storyboard/${Name}`,
  facts: StoryboardFacts<Name>,
  nodeId?: string,
): Failure {
  const context = { facts, ...(nodeId === undefined ? {} : { at: { nodeId } }) }
  // Whether facts are asked for depends on the name, which is open here.
  return storyboardFailures.make(code, ...([context] as never))
}
