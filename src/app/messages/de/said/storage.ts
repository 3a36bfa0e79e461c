import type { SaidBy } from '../../translation.ts'

/** What the room of storage says, in German. */
export const saidByStorage = {
  full: 'Der Browser gibt dieser Seite keinen Platz mehr. Nichts ist verloren: Es ist hier noch offen. Platz schaffen oder jetzt eine Kopie herunterladen.',
  'disk-full':
    'Die Festplatte ist voll. Das Sichern ist angehalten, damit nichts zerstört wird; die Arbeit ist hier noch offen. Jetzt eine Kopie herunterladen, Platz schaffen, dann neu laden.',
  closed:
    'In einem anderen Tab läuft ein neueres Framewright und hat den Speicher übernommen. Zum Weiterarbeiten diese Seite neu laden.',
  damaged: '{{what}} ließ sich nicht vollständig speichern: Das Gelesene ist nicht das Geschriebene. Erneut versuchen.',
  unavailable:
    'Dieser Browser lässt die Seite nichts speichern (ein privates Fenster, oder Speichern ist abgeschaltet). Speichern für diese Adresse zulassen und neu laden.',
  broken:
    'Der Speicher des Browsers fiel mittendrin aus. Das Sichern ist angehalten, damit nichts zerstört wird; die Arbeit ist hier noch offen. Jetzt eine Kopie herunterladen, dann neu laden.',
  failed: 'Der Browser konnte das nicht speichern. Nichts zuvor Gesichertes ist verloren; erneut versuchen.',
} as const satisfies SaidBy<'storage'>
