import { defineIssues, defineSentences } from '../kernel/index.ts'

/** What the kinds say about their nodes. */
export const kindIssues = defineIssues('kinds', {
  'no-sound': {
    severity: 'warning',
    message: 'No sound file is chosen yet. Drop one on the node, or choose a file.',
  },
  'no-picture': {
    severity: 'warning',
    message: 'No picture is chosen yet. Drop one on the node, or choose a file.',
  },
  'character-unnamed': {
    severity: 'warning',
    message: 'A character needs a name, so that texts can mention it.',
  },
  'style-empty': {
    severity: 'info',
    message: 'This style says nothing yet: describe the look, or add a picture.',
  },
  'scene-empty': { severity: 'info', message: 'This scene says neither where it plays nor what happens.' },
  'shot-empty': { severity: 'info', message: 'This shot does not say what happens in it.' },
  'nothing-to-cut': { severity: 'info', message: 'Wire videos or pictures into the cut.' },
  'cut-muted': {
    severity: 'warning',
    message: 'The cut that is wired into this export is muted, so there is nothing to export. Switch it on.',
  },
  'nothing-to-draw': {
    message: 'Nothing says what this picture shows: wire a shot, or write a prompt.',
  },
  'nothing-to-film': {
    message: 'Nothing says what this clip shows: wire a first frame or a shot, or write a prompt.',
  },
  'unknown-variable': {
    severity: 'warning',
    message: 'There is no text called {{name}} here. Wire a text node of that name, or remove it.',
  },
  'long-text': {
    severity: 'warning',
    message: 'This text is longer than any model reads; only its first {{most}} characters are used.',
  },
  'subject-not-wired': { message: '@{{name}} is not wired into this node, its shot or its scene.' },
})

/** What the kinds write on their cards, where it is not the film's own words. */
export const kindWords = defineSentences('kinds', {
  'cut-length': {
    one: '{{count}} clip · {{seconds}} s {{frames}} f',
    other: '{{count}} clips · {{seconds}} s {{frames}} f',
  },
  'delivered-as': '{{format}} · {{width}} × {{height}}',
  'shot-length': '{{seconds}} s · {{move}}',
})
