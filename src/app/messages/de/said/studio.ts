import type { SaidBy } from '../../translation.ts'

/** What the studio says, in German. */
export const saidByStudio = {
  'read-only-tab': 'Ein anderer Tab bearbeitet dieses Storyboard. „Übernehmen“ wählen, um es hier zu bearbeiten.',
  'read-only-newer':
    'Dieses Storyboard stammt von einem neueren Framewright und wird darum gezeigt, aber nicht verändert. Zum Bearbeiten dieses aktualisieren.',
  'no-storyboard': 'Dieses Storyboard ist nicht (mehr) in diesem Browser. Stattdessen seine Datei öffnen.',
  'no-revision': 'Diese Revision gibt es nicht mehr: Nur die neuesten zwanzig werden aufgehoben.',
  'no-node-for-film':
    '„{{name}}“ ist ein Film, und kein Node nimmt anderswo entstandene Filme auf. Er liegt jetzt in der Bibliothek; Bilder und Töne können auf die Arbeitsfläche.',
  unreadable:
    '„{{name}}“ ist hier nicht verwendbar. Es sieht nach Folgendem aus: {{looksLike}}. Storyboards und Rezepte (JSON), Bilder und Tondateien sind verwendbar.',
  'not-readable':
    '„{{name}}“ ist nicht lesbar. Ist es ein Ordner, oder wurde es verschoben? Die Dateien selbst wählen.',
  'no-workflow': '„{{name}}“ enthält keinen lesbaren Workflow. {{reason}}',
  'recipe-without-output':
    'Nichts in „{{name}}“ sichert ein Bild, einen Film oder einen Ton; kein Node könnte es verwenden.',
  'no-such-job': 'Dieser Job ist nicht mehr in der Liste.',
  'other-storyboard':
    'Dieser Job gehört zu einem anderen Storyboard. Jenes öffnen, um ihn mit den heutigen Werten auszuführen.',
  'nothing-to-run': 'Es ist nichts auszuführen: Jeder Take ist aktuell.',
  'all-blocked': 'So kann nichts ausgeführt werden: {{reason}}',
  'not-an-export': 'Nur ein Export- oder Schnitt-Node lässt sich exportieren.',
  'empty-cut': 'Im Schnitt ist noch nichts. Videos oder Bilder mit dem Schnitt-Node verbinden.',
  'no-such-node': 'Im offenen Storyboard gibt es keinen Node „{{node}}“.',
  'no-such-take': 'Dieser Node hat keinen Take „{{take}}“.',
  'no-such-asset': 'Die Daten des Assets „{{asset}}“ sind nicht in diesem Browser.',
  'too-slow':
    'Diese Datei zu lesen dauerte länger als 20 Sekunden und wurde darum abgebrochen. Was hier offen ist, ist unberührt.',
  'no-forwarder':
    'Das Framewright-Programm hinter dieser Seite antwortet nicht. Mit „npm start“ neu starten; was hier offen ist, bleibt.',
  'not-ready': 'Noch nicht geladen: erst auf framewright.ready warten.',
  'bad-argument': 'Dieses Argument passt nicht: {{problem}}',
  'no-audio-engine': 'Ton lässt sich hier noch nicht erzeugen; stattdessen eine Datei importieren.',
  'no-server': 'Dieser Node verlangt einen ComfyUI-Server, und keiner ist verbunden.',
  'recipe-renamed': 'Ein Rezept des Programms heißt „{{id}}“; dieses wurde als „{{kept}}“ behalten.',
  'no-recipe-for': 'Für „{{purpose}}“ gibt es hier kein Rezept. Eines importieren oder im Node ein Rezept wählen.',
  'no-recipe': 'Das Rezept „{{recipe}}“ ist nicht da. Seine Datei importieren oder im Node ein anderes wählen.',
  'server-down': '{{server}} antwortet nicht.',
  'server-unavailable': '{{server}} hat noch nicht geantwortet.',
  'unknown-node': 'Dieser Node gehört nicht zum Plan.',
  restored: {
    one: 'Ein Storyboard kam aus seiner Zweitkopie zurück',
    other: '{{count}} Storyboards kamen aus ihren Zweitkopien zurück',
  },
  'restored-which':
    'Die Datenbank dieses Browsers war verschwunden. Wieder da: {{titles}}. Takes gehören nicht zu solchen Kopien.',
  'not-restored': 'Die Zweitkopie eines Storyboards war nicht lesbar',
  'copy-left': 'Die Datenbank dieses Browsers war verschwunden. {{reason}} Die Kopie blieb, wie sie ist.',
  'not-opened': '„{{title}}“ ließ sich nicht öffnen',
  'another-shown': 'Gezeigt wird ein anderes Storyboard. {{reason}}',
  'not-followed': 'Was der andere Tab geändert hat, konnte nicht gezeigt werden',
  'lock-lost': 'Ein anderer Tab hat „{{title}}“ übernommen',
  'kept-as-revision': 'Was hier noch nicht gesichert war, ist als Revision aufgehoben: Menü „Datei“, „Revisionen“.',
  'not-kept': 'Was hier noch nicht gesichert war, ließ sich nicht aufheben. Jetzt eine Kopie herunterladen. {{reason}}',
  'server-not-known': '„{{server}}“ ist vielleicht nicht erreichbar',
  'not-made-known': 'Er ließ sich dem Programm hinter dieser Seite nicht bekannt machen. {{reason}}',
  'file-not-here': 'die Datei „{{name}}“ ist nicht in diesem Browser.',
  'run-it-first': 'erst ausführen.',
  'test-card-missing': 'das Testbild-Rezept fehlt.',
  'not-added': 'der Node ließ sich nicht hinzufügen.',
  'open-takes-storyboard': 'open() nimmt ein Storyboard.',
  'huge-media': 'eine Datei von mehr als {{size}} GB',
  'huge-text': 'ein Text von mehr als {{size}} MB',
  'something-unknown': 'etwas Unbekanntes',
} as const satisfies SaidBy<'studio'>
