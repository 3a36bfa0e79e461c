import { defineIssues } from '../kernel/index.ts'

/** What a recipe lacks: in its file, on a server, or in what it is filled with. */
export const recipeIssues = defineIssues('recipes', {
  'missing-node': { message: '{{server}} has no node “{{node}}”.' },
  'missing-model': { message: '{{server}} has no file “{{model}}” in {{folder}}.' },
  'no-model': { message: '{{server}} has no file at all in {{folder}}; “{{title}}” needs one.' },
  'missing-media': { message: 'The recipe “{{title}}” needs {{input}}, and nothing is wired there.' },
  'no-input': {
    severity: 'warning',
    message: {
      one: 'The recipe “{{title}}” has no {{input}}: what is wired there is left out ({{count}}).',
      other: 'The recipe “{{title}}” has no {{input}}: what is wired there is left out ({{count}}).',
    },
  },
  'too-many': {
    severity: 'warning',
    message: {
      one: 'The recipe “{{title}}” takes {{places}} of {{input}}; the last one is left out.',
      other: 'The recipe “{{title}}” takes {{places}} of {{input}}; the last {{count}} are left out.',
    },
  },
  'open-places': {
    severity: 'warning',
    message: {
      one: 'The recipe “{{title}}” has {{count}} more place for {{input}}; it keeps what its author put there.',
      other: 'The recipe “{{title}}” has {{count}} more places for {{input}}; they keep what its author put there.',
    },
  },
  'unfit-value': {
    severity: 'warning',
    message: 'The value of {{input}} does not fit the recipe “{{title}}”; the recipe’s own stands in.',
  },
  'long-number': {
    severity: 'info',
    message: 'The number {{digits}} has more digits than a program can count with, so it is kept as a text.',
  },
  // What to look at before a foreign recipe runs
  'runs-code': {
    severity: 'warning',
    message:
      'This recipe uses “{{node}}”, which may run code or commands on the server. Run it only if you trust its author.',
  },
  fetches: {
    severity: 'warning',
    message: 'This recipe uses “{{node}}”, which may fetch something from the network onto the server.',
  },
  paid: {
    severity: 'warning',
    message: 'This recipe uses “{{node}}”, which may send the work to a paid service.',
  },
  'has-code': { severity: 'warning', message: 'This recipe holds a text that looks like code: {{text}}' },
  'has-address': {
    severity: 'warning',
    message: 'This recipe holds an address that the server may follow: {{address}}',
  },
  'has-path': {
    severity: 'warning',
    message: 'This recipe names a path outside of the server’s own folders: {{text}}',
  },
  'binding-to-nowhere': {
    message: 'The recipe “{{title}}” binds {{input}} to node {{node}}, which its graph does not have.',
  },
  'output-from-nowhere': { message: 'Output {{output}} names node {{node}}, which the graph does not have.' },
  'link-from-nowhere': {
    message: 'Node {{node}} takes {{input}} from node {{source}}, which the graph does not have.',
  },
})
