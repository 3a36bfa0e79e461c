import type { SaidBy } from '../../translation.ts'

/** What the room of media says, in German. */
export const saidByMedia = {
  'too-large':
    'Dieses Bild ist zu groß, um es hier zu öffnen ({{width}} × {{height}}; höchstens 64 Millionen Pixel). Erst verkleinern.',
  unreadable: 'Diese Datei sieht nach {{mime}} aus, ist aber beschädigt oder unvollständig.',
  'no-decoder': 'Dieser Browser kann {{codec}}-Video nicht zeigen. In H.264, VP9 oder AV1 umwandeln.',
  'no-picture': 'Diese Datei hat kein Bild, das sich zeigen ließe.',
} as const satisfies SaidBy<'media'>
