import type { SaidBy } from '../../translation.ts'

/** What the room of the timeline says, in German. */
export const saidByTimeline = {
  'bad-start':
    '„{{start}}“ ist bei dieser Bildrate kein Start-Timecode (hh:mm:ss:ff); der Film beginnt darum bei null.',
  'trimmed-away': '„{{title}}“ ist auf nichts getrimmt und bleibt aus dem Schnitt.',
  'too-short': {
    one: '„{{title}}“ ist {{count}} Frame kürzer als sein Platz im Schnitt; sein letzter Frame wird gehalten.',
    other: '„{{title}}“ ist {{count}} Frames kürzer als sein Platz im Schnitt; sein letzter Frame wird gehalten.',
  },
  'missing-take': '„{{title}}“ hat noch keinen Take: {{reason}}',
} as const satisfies SaidBy<'timeline'>
