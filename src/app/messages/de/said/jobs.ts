import type { SaidBy } from '../../translation.ts'

/** What the room of jobs says, in German. */
export const saidByJobs = {
  'upstream-failed': 'Wartete auf „{{title}}“, das nicht entstanden ist. Erst dieses erneut versuchen.',
  lost: 'Der Server nahm diesen Job {{attempts}}-mal an und kannte ihn danach nicht. Den Server ansehen, dann erneut versuchen.',
  'not-taken':
    '{{server}} hat diesen Job nicht angenommen, obwohl er {{attempts}}-mal gesendet wurde. Den Server ansehen, dann erneut versuchen.',
  'unreadable-output':
    '{{file}} kam vom Server, ist aber beschädigt oder weder Bild noch Film oder Ton, die sich lesen lassen. Erneut versuchen, um es neu zu erzeugen.',
  'stopped-elsewhere': 'Jemand anders hat das auf dem Server gestoppt. Erneut versuchen, um es neu zu erzeugen.',
  'nothing-made': 'Der Server wurde fertig, hinterließ aber keine Datei. Die Ausgänge des Rezepts prüfen.',
  'input-gone':
    'Der Take oder die Datei für „{{name}}“ ist nicht mehr da. Neu erzeugen oder importieren, dann erneut ausführen.',
  'recipe-gone': 'Das Rezept „{{title}}“ dieses Jobs ist nicht mehr da. Erneut importieren, dann neu ausführen.',
  'engine-gone': 'Dieses Programm hat keine Engine „{{engine}}“. Für den Node eine andere wählen.',
  'server-removed': 'Der Server dieses Jobs wurde entfernt. Erneut ausführen, um es anderswo zu erzeugen.',
  'upstream-blocked': 'Wartet auf „{{title}}“, das sich nicht ausführen lässt.',
  'input-from-behind': '„{{port}}“ kommt von einem Node, der erst hinter diesem liegt.',
  'unknown-input': 'Nichts erzeugt, was „{{port}}“ braucht.',
  'never-made': 'Noch nichts erzeugt.',
  'older-rules': 'Nach älteren Regeln erzeugt.',
  changed: 'Geändert: {{names}}.',
  'upstream-changed': 'Die Grundlage wird neu erzeugt.',
  upstream: '„{{title}}“ wird neu erzeugt.',
  failed: 'Der letzte Versuch ist fehlgeschlagen.',
  draft: 'Bisher gibt es nur einen Entwurf; das Endgültige kann jetzt entstehen.',
  asked: 'Ein neuer Take wurde gewünscht.',
} as const satisfies SaidBy<'jobs'>
