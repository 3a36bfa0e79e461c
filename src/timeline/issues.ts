import { defineIssues } from '../kernel/index.ts'

/** What a cut does with clips that do not fit, or are not there. */
export const timelineIssues = defineIssues('timeline', {
  'bad-start': {
    severity: 'warning',
    message: '“{{start}}” is no start timecode at this frame rate (hh:mm:ss:ff), so the film begins at zero.',
  },
  'trimmed-away': {
    severity: 'warning',
    message: '“{{title}}” is trimmed to nothing and is left out of the cut.',
  },
  'too-short': {
    severity: 'warning',
    message: {
      one: '“{{title}}” is {{count}} frame shorter than its place in the cut; its last frame is held.',
      other: '“{{title}}” is {{count}} frames shorter than its place in the cut; its last frame is held.',
    },
  },
  'missing-take': { severity: 'warning', message: '“{{title}}” has no take yet: {{reason}}' },
})
