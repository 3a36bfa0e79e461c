import type { SaidBy } from '../../translation.ts'

/** What the scheduler says, in German. */
export const saidByScheduler = {
  'unknown-run': 'Diesen Lauf gibt es nicht mehr.',
  'unknown-server': 'Dieser Server ist nicht mehr in der Liste.',
  'bad-order': 'Ein Job dieses Laufs wartet auf einen, der erst nach ihm kommt. Nichts wurde begonnen.',
  'bad-address': '„{{url}}“ ist keine Adresse eines Servers. Schreiben wie http://127.0.0.1:8188.',
  'queue-full':
    'Nichts wurde begonnen: {{wanted}} weitere Jobs passen nicht in die Warteschlange, in der {{waiting}} von höchstens {{most}} warten. Einige enden lassen oder die Grenze in den Optionen anheben.',
  'known-address': 'Diese Adresse steht schon in der Liste, als „{{name}}“.',
  'many-failures':
    '{{count}} Jobs schlugen nacheinander fehl, die Warteschlange wurde darum angehalten. Den letzten ansehen, dann die Warteschlange fortsetzen.',
  'storage-low':
    'Für Erzeugtes ist kein Platz mehr, die Warteschlange wurde darum angehalten. Nichts ist verloren: Fertige Dateien warten auf ihren Servern. Platz schaffen, dann die Warteschlange fortsetzen.',
  'worker-gone':
    'Der Teil des Programms, der Jobs ausführt, hielt an und wurde neu gestartet. Nichts Notiertes ist verloren.',
} as const satisfies SaidBy<'scheduler'>
