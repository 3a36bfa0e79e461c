import type { SaidBy } from '../../translation.ts'

/** What the room of recipes says, in German. */
export const saidByRecipes = {
  'not-json':
    'Diese Rezept-Datei ist kein JSON. Erneut exportieren oder in einem Texteditor öffnen, um die Stelle zu sehen.',
  malformed: 'Diese Rezept-Datei passt nicht: {{path}}: {{problem}}',
  'too-large':
    'Diese Rezept-Datei enthält mehr, als Framewright sicher öffnet (Größe, Verschachtelung, Zahl oder Länge des Inhalts). Die Details sagen, was und wo.',
  'unsafe-key':
    'Diese Rezept-Datei verwendet in Zeile {{line}} den reservierten Namen „{{key}}“ als Schlüssel. Sie wird abgelehnt, weil ein solcher Schlüssel das Verhalten von Programmen ändern kann.',
  'duplicate-key':
    'Diese Rezept-Datei nennt „{{key}}“ in Zeile {{line}} zweimal in einem Objekt. Eines von beiden entfernen.',
  newer:
    'Dieses Rezept stammt von einem neueren Framewright (Dateiversion {{version}}). Zur Verwendung dieses aktualisieren.',
  'missing-node': '{{server}} hat keinen Node „{{node}}“.',
  'missing-model': '{{server}} hat keine Datei „{{model}}“ in {{folder}}.',
  'no-model': '{{server}} hat gar keine Datei in {{folder}}; „{{title}}“ braucht eine.',
  'missing-media': 'Das Rezept „{{title}}“ braucht {{input}}, und dort ist nichts verbunden.',
  'no-input': {
    one: 'Das Rezept „{{title}}“ hat kein {{input}}: Was dort verbunden ist, bleibt weg ({{count}}).',
    other: 'Das Rezept „{{title}}“ hat kein {{input}}: Was dort verbunden ist, bleibt weg ({{count}}).',
  },
  'too-many': {
    one: 'Das Rezept „{{title}}“ nimmt von {{input}} nur {{places}}; das letzte bleibt weg.',
    other: 'Das Rezept „{{title}}“ nimmt von {{input}} nur {{places}}; die letzten {{count}} bleiben weg.',
  },
  'open-places': {
    one: 'Das Rezept „{{title}}“ hat noch {{count}} Platz für {{input}}; dort bleibt, was der Autor eingesetzt hat.',
    other: 'Das Rezept „{{title}}“ hat noch {{count}} Plätze für {{input}}; dort bleibt, was der Autor eingesetzt hat.',
  },
  'unfit-value': 'Der Wert von {{input}} passt nicht zum Rezept „{{title}}“; stattdessen gilt der des Rezepts.',
  'long-number':
    'Die Zahl {{digits}} hat mehr Stellen, als ein Programm zählen kann, und wird darum als Text aufbewahrt.',
  'runs-code':
    'Dieses Rezept verwendet „{{node}}“, das auf dem Server Code oder Befehle ausführen kann. Nur ausführen, wenn der Autor vertrauenswürdig ist.',
  fetches: 'Dieses Rezept verwendet „{{node}}“, das etwas aus dem Netz auf den Server holen kann.',
  paid: 'Dieses Rezept verwendet „{{node}}“, das die Arbeit an einen kostenpflichtigen Dienst senden kann.',
  'has-code': 'Dieses Rezept enthält einen Text, der nach Code aussieht: {{text}}',
  'has-address': 'Dieses Rezept enthält eine Adresse, der der Server folgen könnte: {{address}}',
  'has-path': 'Dieses Rezept nennt einen Pfad außerhalb der Ordner des Servers: {{text}}',
  'binding-to-nowhere': 'Das Rezept „{{title}}“ bindet {{input}} an Node {{node}}, den sein Graph nicht hat.',
  'output-from-nowhere': 'Ausgang {{output}} nennt Node {{node}}, den der Graph nicht hat.',
  'link-from-nowhere': 'Node {{node}} bezieht {{input}} von Node {{source}}, den der Graph nicht hat.',
} as const satisfies SaidBy<'recipes'>
