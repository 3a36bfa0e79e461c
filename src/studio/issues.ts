import { defineIssues, defineSentences, type Sentence } from '../kernel/index.ts'

/** Why a node cannot be made here and now. */
export const studioIssues = defineIssues('studio', {
  'no-audio-engine': { message: 'Sound cannot be made here yet; import a file instead.' },
  'no-server': { message: 'This node asks for a ComfyUI server, and none is connected.' },
  'no-recipe-for': {
    message: 'There is no recipe for “{{purpose}}” here. Import one, or choose a recipe in the node.',
  },
  'no-recipe': { message: 'The recipe “{{recipe}}” is not here. Import its file, or choose another in the node.' },
  'server-down': { message: '{{server}} does not answer.' },
  'server-unavailable': { message: '{{server}} has not answered yet.' },
  'unknown-node': { message: 'This node is not part of the plan.' },
  'recipe-renamed': {
    severity: 'warning',
    message: 'A recipe of the program is called “{{id}}”, so this one was kept as “{{kept}}”.',
  },
})

/** Sentences inside of other sentences. */
export const studioWords = defineSentences('studio', {
  restored: {
    one: 'A storyboard came back from its second copy',
    other: '{{count}} storyboards came back from their second copies',
  },
  'restored-which': 'The database of this browser was gone. Back again: {{titles}}. Takes are not part of such copies.',
  'not-restored': 'The second copy of a storyboard could not be read',
  'copy-left': 'The database of this browser was gone. {{reason}} The copy was left as it is.',
  'not-opened': '“{{title}}” could not be opened',
  'another-shown': 'Another storyboard is shown. {{reason}}',
  'not-followed': 'What the other tab has changed could not be shown',
  'lock-lost': 'Another tab took “{{title}}” over',
  'kept-as-revision': 'What was not saved here yet is kept as a revision: menu File, Revisions.',
  'not-kept': 'What was not saved here yet could not be kept. Download a copy now. {{reason}}',
  'server-not-known': '“{{server}}” may not be reached',
  'not-made-known': 'It could not be made known to the program behind this page. {{reason}}',
  'file-not-here': 'the file “{{name}}” is not in this browser.',
  'run-it-first': 'run it first.',
  'test-card-missing': 'the test card recipe is missing.',
  'not-added': 'the node could not be added.',
  'open-takes-storyboard': 'open() takes a storyboard.',
  'huge-media': 'a file of more than {{size}} GB',
  'huge-text': 'a text of more than {{size}} MB',
  'something-unknown': 'something unknown',
})

/** What the studio tells a person by itself. */
export type StudioNews = {
  readonly topic: string
  readonly level: 'info' | 'success' | 'warning' | 'error'
  readonly sentence: Sentence
  /** What it means, or why it happened. */
  readonly text?: Sentence
  readonly detail?: string | undefined
}
