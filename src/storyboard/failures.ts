import { defineFailures, type FailureFacts } from '../kernel/index.ts'

const text = (facts: FailureFacts, name: string, otherwise = '?'): string => String(facts[name] ?? otherwise)

/** What can stop an edit or the opening of a file. Codes are `storyboard/<name>`. */
export const storyboardFailures = defineFailures('storyboard', {
  // Edits
  'bad-command': {
    retry: 'never',
    message: (facts) =>
      `Edit ${text(facts, 'number')} is not an edit that Framewright knows: ${text(facts, 'reason')}.`,
  },
  'bad-value': {
    retry: 'never',
    message: (facts) => `${text(facts, 'what')} holds something that a file cannot keep: ${text(facts, 'reason')}.`,
  },
  'bad-params': {
    retry: 'never',
    message: (facts) => `These parameters do not fit a ${text(facts, 'kind')} node: ${text(facts, 'reason')}.`,
  },
  'bad-settings': {
    retry: 'never',
    message: (facts) => `These settings cannot be used: ${text(facts, 'reason')}.`,
  },
  'bad-record': {
    retry: 'never',
    message: (facts) =>
      `The edit would leave ${text(facts, 'id')} in a shape that a file cannot keep: ${text(facts, 'reason')}.`,
  },
  'bad-id': {
    retry: 'never',
    message: (facts) =>
      `"${text(facts, 'id')}" cannot be an id: use letters, digits, points, dashes and underscores, 100 at most.`,
  },
  'id-taken': {
    retry: 'never',
    message: (facts) => `The id "${text(facts, 'id')}" is already used in this storyboard.`,
  },
  'no-such-node': { retry: 'never', message: (facts) => `There is no node "${text(facts, 'id')}" in this storyboard.` },
  'no-such-edge': { retry: 'never', message: (facts) => `There is no wire "${text(facts, 'id')}" in this storyboard.` },
  'no-such-frame': {
    retry: 'never',
    message: (facts) => `There is no frame "${text(facts, 'id')}" in this storyboard.`,
  },
  'no-such-kind': { retry: 'never', message: (facts) => `Framewright has no node kind "${text(facts, 'kind')}".` },
  'too-many': {
    retry: 'never',
    message: (facts) =>
      `A storyboard holds at most ${text(facts, 'limit')} ${text(facts, 'what')}; this would make ${text(facts, 'count')}.`,
  },
  'cannot-bypass': {
    retry: 'never',
    message: (facts) =>
      `A ${text(facts, 'kind')} node cannot be bypassed: it has no input that could stand in for its output. Mute it instead.`,
  },
  'wrong-edges': {
    retry: 'never',
    message: (facts) =>
      `The new order of "${text(facts, 'port')}" must name each of its ${text(facts, 'count')} wires once.`,
  },
  'cannot-insert': {
    retry: 'never',
    message: (facts) =>
      `A ${text(facts, 'kind')} node has no free input and output of the type ${text(facts, 'type')}, so it cannot sit on this wire.`,
  },
  'other-storyboard': {
    retry: 'never',
    message: (facts) =>
      `This text has the id "${text(facts, 'id')}" of another storyboard. Keep the id, or open the text as a file of its own.`,
  },
  'bad-fragment': {
    retry: 'never',
    message: (facts) => `This cannot be pasted as nodes: ${text(facts, 'reason')}.`,
  },
  // Refusals to connect
  'same-node': { retry: 'never', message: () => 'A node cannot feed itself. Connect it to another node.' },
  'wrong-direction': {
    retry: 'never',
    message: (facts) =>
      `A wire runs from an output to an input; "${text(facts, 'port')}" of ${text(facts, 'title')} is an ${text(facts, 'is')}.`,
  },
  'no-such-port': {
    retry: 'never',
    message: (facts) => `${text(facts, 'title')} has no ${text(facts, 'side')} "${text(facts, 'port')}".`,
  },
  'kind-not-here': {
    retry: 'never',
    message: (facts) =>
      `${text(facts, 'title')} is of the kind "${text(facts, 'kind')}", which this Framewright does not have, so it cannot be wired anew.`,
  },
  'type-mismatch': {
    retry: 'never',
    message: (facts) =>
      `"${text(facts, 'port')}" of ${text(facts, 'title')} takes ${text(facts, 'takes')}; this output gives ${text(facts, 'gives')}.`,
  },
  'would-cycle': {
    retry: 'never',
    message: (facts) =>
      `${text(facts, 'from')} already depends on ${text(facts, 'to')}; this wire would close a circle.`,
  },
  'already-connected': { retry: 'never', message: () => 'These two are already connected.' },
  // Files
  'not-json': {
    retry: 'never',
    message: (facts) => `This is not a storyboard file: ${text(facts, 'reason')}${place(facts)}.`,
  },
  'not-a-storyboard': {
    retry: 'never',
    message: (facts) => `This is not a storyboard: ${text(facts, 'reason')}.`,
  },
  'over-limit': {
    retry: 'never',
    message: (facts) => `This file is too large to open safely: ${text(facts, 'reason')}${place(facts)}.`,
  },
  'unsafe-key': {
    retry: 'never',
    message: (facts) =>
      `This file uses the reserved name "${text(facts, 'key')}" as a key${place(facts)}. It is refused, because such a key can change how programs behave.`,
  },
  'duplicate-key': {
    retry: 'never',
    message: (facts) =>
      `This file says "${text(facts, 'key')}" twice in one object${place(facts)}. Remove one of the two.`,
  },
  'wrong-shape': {
    retry: 'never',
    message: (facts) => `This storyboard file has a mistake${place(facts)}: ${text(facts, 'reason')}.`,
  },
  'newer-file': {
    retry: 'never',
    message: (facts) =>
      `This storyboard was written by a newer Framewright (format ${text(facts, 'version')}) and cannot be shown by this one. Update Framewright to open it; the file was left as it is.`,
  },
})

/** Where in a text: ` at line 3, column 9 (nodes.shot-1.position)`. */
function place(facts: FailureFacts): string {
  const line = facts.line === undefined ? '' : ` at line ${facts.line}, column ${facts.column ?? 1}`
  const path = facts.path === undefined || facts.path === '' ? '' : ` (${facts.path})`
  return line + path
}

/** Codes of this room's failures. */
export type StoryboardFailureCode = Parameters<typeof storyboardFailures.make>[0]
