import { defineIssues } from '../../kernel/index.ts'

/** Everything that a conversion of a workflow can have to say; `at.nodeId` is the execution id (`12:5`), `at.field` the input. */
export const importIssues = defineIssues('import', {
  'not-a-workflow': {
    message: 'This is not a ComfyUI workflow: it has no list of nodes. Export the workflow again from ComfyUI.',
  },
  'already-a-prompt': {
    severity: 'info',
    message: 'This file is already in the API format and was taken as it is.',
  },
  'unsafe-key': { message: 'The file holds the key {{key}}, which is not allowed. It was not read.' },
  'too-deep': { message: 'The file is nested deeper than {{limit}} levels. It was not read.' },
  'too-large': { message: 'The file is larger than this program reads ({{limit}}). It was not read.' },
  'too-many-nodes': { message: 'The workflow expands to more than {{limit}} nodes. The rest was left out.' },
  'no-object-info': {
    message: 'The list of node classes of the server could not be read, so no node can be converted exactly.',
  },
  'broken-node': { message: 'An entry of the node list is no node and was left out: {{problem}}' },
  'duplicate-node': { severity: 'warning', message: 'Two nodes have the id {{id}}; the later one was left out.' },
  'broken-link': { severity: 'warning', message: 'A link of the workflow cannot be read and was left out.' },
  'unknown-class': {
    message:
      'The server does not have the node {{class}} ({{pack}}). Its values are kept as far as the file names them.',
  },
  'unreadable-class': { message: 'The server describes the node {{class}} in a way that cannot be read.' },
  'missing-link': {
    severity: 'warning',
    message: 'The input {{input}} names a link that is not in the file; it counts as not connected.',
  },
  'link-from-nowhere': {
    message: 'The input {{input}} is linked to the node {{source}}, which does not exist. Connect it again.',
  },
  'link-restored': {
    severity: 'info',
    message: 'The link into {{input}} stood only in the list of links; it was restored.',
  },
  'circular-link': { message: 'The input {{input}} hangs on a circle of pass-through nodes. Cut the circle.' },
  'circular-subgraph': {
    message: 'The subgraph {{name}} contains itself, or too many others inside each other. It was left out.',
  },
  'missing-subgraph': { message: 'The definition of the subgraph {{name}} is not in the file.' },
  'text-slot': {
    severity: 'warning',
    message: 'The file gives an output slot as the text "{{slot}}"; ComfyUI exports it so and its server refuses that.',
  },
  'not-connected': {
    severity: 'warning',
    message: 'The input {{input}} of {{class}} needs a connection and has none. The server will refuse this node.',
  },
  'bypass-no-match': {
    severity: 'warning',
    message:
      'The bypassed node {{source}} has no input that fits {{type}}; the input {{input}} counts as not connected.',
  },
  'muted-source': {
    severity: 'info',
    message: 'The input {{input}} was linked to a muted node; the link was dropped.',
  },
  'too-few-values': {
    severity: 'warning',
    message: 'The file holds {{found}} of {{wanted}} values for {{class}}; the defaults of the server fill the rest.',
  },
  'too-many-values': {
    severity: 'info',
    message: 'The file holds {{found}} values for {{class}}, which takes {{wanted}}; the rest is ignored.',
  },
  'shifted-values': {
    severity: 'warning',
    message: '{{input}} of {{class}} holds {{value}}, which is no {{type}}. The values of this node may have shifted.',
  },
  'not-in-list': {
    severity: 'info',
    message: '{{input}} is {{value}}, which this server does not offer.',
  },
  'unsafe-integer': {
    severity: 'warning',
    message: '{{input}} is above 2^53; its last digits may have been lost when the file was read.',
  },
  'empty-value': { severity: 'info', message: '{{input}} was empty in the file; the default of the server was taken.' },
  'random-choice': {
    severity: 'info',
    message: 'One of the choices in {{input}} was drawn at random, as ComfyUI does at each run.',
  },
  'unknown-replacement': {
    severity: 'info',
    message: 'The placeholder %{{name}}% in {{input}} was left to the server.',
  },
  'dangling-promotion': {
    severity: 'info',
    message: 'The subgraph shows the widget {{input}} of the inner node {{source}}, which is not there any more.',
  },
  'group-node': {
    severity: 'info',
    message: 'The old group node {{name}} was turned into a subgraph.',
  },
  'broken-group': { message: 'The contents of the old group node {{name}} are not in the file.' },
  'needs-browser': {
    severity: 'warning',
    message:
      '{{input}} of {{class}} is made by the web page while exporting (a picture, a recording); it is empty here.',
  },
  'unknown-container': { message: 'No known kind of file: neither a picture, a video, a sound, a model nor JSON.' },
  'broken-container': {
    severity: 'warning',
    message: 'The file breaks off or names a length that cannot be ({{place}}). What stands before it was read.',
  },
  'container-too-long': {
    severity: 'warning',
    message: 'The file has more parts than are looked at ({{limit}}). What was found until there was read.',
  },
  'text-too-long': {
    severity: 'warning',
    message: 'The text "{{key}}" in the file is longer than this program reads ({{limit}}). It was left out.',
  },
  'no-json': { severity: 'warning', message: 'The text "{{key}}" in the file is no JSON. It was left out.' },
  'not-finite': {
    severity: 'info',
    message: 'The text "{{key}}" holds NaN or Infinity, which JSON does not have; they were read as empty.',
  },
  'nothing-embedded': {
    severity: 'info',
    message:
      'The file ({{kind}}) holds no workflow. Files saved with metadata switched off, or sent through a messenger, lose it.',
  },
  'prompt-only': {
    severity: 'info',
    message:
      'The file holds the prompt but not the workflow with its drawing; inputs can be read from it all the same.',
  },
  'get-without-set': { severity: 'warning', message: 'The Get node "{{name}}" has no Set node of that name.' },
} as const)

/** Codes of {@link importIssues}. */
export type ImportCode = (typeof importIssues.codes)[number]
