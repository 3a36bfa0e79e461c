import type { SaidBy } from '../../translation.ts'

/** What the built-in engine says, in German. */
export const saidByAnimatic = {
  'no-video-encoder':
    'Dieser Browser kann kein Video schreiben (er hat bei dieser Größe keinen WebCodecs-Encoder für H.264 oder VP9). Standbilder gehen; für Clips das Projekt in einem aktuellen Chrome oder Edge öffnen.',
  'no-canvas':
    'Dieser Browser konnte keine Zeichenfläche von {{width}} × {{height}} einrichten. Eine kleinere Größe wählen oder andere Tabs schließen und erneut versuchen.',
  'bad-values': 'Das Panel lässt sich nicht zeichnen: „{{field}}“ hat keinen brauchbaren Wert.',
  'no-sound':
    'Die eingebaute Engine zeichnet Bilder und erzeugt keinen Ton. Eine Tondatei importieren oder einen ComfyUI-Server verbinden.',
  'bad-picture': 'Das Bild „{{name}}“ ist nicht lesbar. Neu erzeugen oder importieren, dann erneut versuchen.',
  'picture-gone':
    'Die Daten von „{{name}}“ sind nicht in diesem Browser. Die Datei erneut importieren, dann erneut versuchen.',
  'encoder-stopped': 'Der Video-Encoder dieses Browsers hielt mittendrin an. Nichts wurde behalten; erneut versuchen.',
  'frames-lost':
    'Der Video-Encoder schrieb {{written}} von {{wanted}} Frames, der Clip wurde darum verworfen. Erneut versuchen oder eine kleinere Größe wählen.',
  'not-made': 'Diese Zeichnung ist nicht (mehr) da. Erneut versuchen, um sie neu zu zeichnen.',
} as const satisfies SaidBy<'animatic'>
