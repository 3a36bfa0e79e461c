import type { SaidBy } from '../../translation.ts'

/** What finding the inputs of a workflow says, in German. */
export const saidByInfer = {
  'no-output':
    'Nichts in diesem Graphen sichert oder zeigt ein Bild, einen Film oder einen Ton. In ComfyUI einen Save-Node hinzufügen.',
  'no-prompt': 'Kein Text gefunden, der sagt, was zu erzeugen ist. Was ein Node dort schreibt, kommt nirgends an.',
  'no-seed': 'Kein Seed gefunden: Jeder Take dieses Rezepts wird gleich.',
  'no-ranges': 'Kein Server wurde gefragt; Bereiche und Auswahl von {{class}} sind darum unbekannt.',
  'split-steps':
    'Die Schritte teilen sich auf mehrere Sampler auf; ihre Zahl bleibt darum, wie der Autor sie gesetzt hat.',
  empty: 'Kein Node dieses Workflows nimmt an einem Lauf teil: Alle sind Notizen, stumm oder umgangen.',
  'guessed-classes': {
    one: 'Kein verbundener Server beschreibt {{classes}}; die Werte wurden darum nach den Angaben der Datei gelesen. Zum genauen Lesen einen Server verbinden, der es hat.',
    other:
      'Kein verbundener Server beschreibt {{count}} der Nodes ({{classes}}); ihre Werte wurden darum nach den Angaben der Datei gelesen. Zum genauen Lesen einen Server verbinden, der sie hat.',
  },
  'three-d': 'Der Node {{class}} erzeugt ein 3D-Modell, das sich hier nicht zeigen lässt. Sein Ergebnis bleibt weg.',
  'author-media': 'Die eigene Datei des Autors, „{{file}}“, stand in {{input}}; ein Node gibt seine eigene.',
} as const satisfies SaidBy<'infer'>
