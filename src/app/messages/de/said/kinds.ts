import type { SaidBy } from '../../translation.ts'

/** What the kinds say, in German. */
export const saidByKinds = {
  'no-sound': 'Noch keine Tondatei gewählt. Eine auf dem Node ablegen oder eine Datei wählen.',
  'no-picture': 'Noch kein Bild gewählt. Eines auf dem Node ablegen oder eine Datei wählen.',
  'character-unnamed': 'Eine Figur braucht einen Namen, damit Texte sie nennen können.',
  'style-empty': 'Dieser Stil sagt noch nichts: den Look beschreiben oder ein Bild hinzufügen.',
  'scene-empty': 'Diese Szene sagt weder, wo sie spielt, noch, was geschieht.',
  'shot-empty': 'Diese Einstellung sagt nicht, was darin geschieht.',
  'nothing-to-cut': 'Videos oder Bilder mit dem Schnitt verbinden.',
  'cut-muted':
    'Der Schnitt, der mit diesem Export verbunden ist, ist stumm; es gibt also nichts zu exportieren. Ihn einschalten.',
  'nothing-to-draw': 'Nichts sagt, was dieses Bild zeigt: eine Einstellung verbinden oder einen Prompt schreiben.',
  'nothing-to-film':
    'Nichts sagt, was dieser Clip zeigt: einen ersten Frame oder eine Einstellung verbinden oder einen Prompt schreiben.',
  'unknown-variable':
    'Hier gibt es keinen Text namens {{name}}. Einen Text-Node dieses Namens verbinden oder den Namen entfernen.',
  'long-text': 'Dieser Text ist länger, als ein Modell liest; nur seine ersten {{most}} Zeichen werden verwendet.',
  'subject-not-wired': '@{{name}} ist weder mit diesem Node noch mit seiner Einstellung oder Szene verbunden.',
  'cut-length': {
    one: '{{count}} Clip · {{seconds}} s {{frames}} f',
    other: '{{count}} Clips · {{seconds}} s {{frames}} f',
  },
  'delivered-as': '{{format}} · {{width}} × {{height}}',
  'shot-length': '{{seconds}} s · {{move}}',
} as const satisfies SaidBy<'kinds'>
