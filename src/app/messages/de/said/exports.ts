import type { SaidBy } from '../../translation.ts'

/** What the room of exports says, in German. */
export const saidByExports = {
  'no-encoder':
    'Dieser Browser kann bei dieser Größe kein {{codec}} kodieren. Als Format {{other}} wählen oder einen anderen Browser verwenden.',
  'no-webcodecs':
    'Dieser Browser kann kein Video schreiben (er hat kein WebCodecs). Einen aktuellen Chromium, Edge, Firefox oder Safari verwenden.',
  'unreadable-clip': '{{sentence}} Neu erzeugen oder im Schnitt ersetzen.',
  'nothing-to-write': 'Der Schnitt ist leer. Ein Video, ein Bild oder einen Ton damit verbinden.',
  'no-space': 'Im Speicher des Browsers ist nicht genug Platz für den Film. Platz schaffen und erneut exportieren.',
  'encoder-stopped': 'Der Encoder hielt bei Frame {{frame}} an. Nichts wurde gesichert; erneut exportieren.',
  'encoder-refused':
    'Der Encoder dieses Browsers konnte mit Bildern von {{width}} × {{height}} nicht beginnen. In den Optionen des Storyboards eine andere Größe oder ein anderes Format wählen.',
  'film-too-long': '{{sentence}}',
  'file-is-wrong':
    'Der geschriebene Film bestand seine Prüfung nicht ({{found}} statt {{wanted}}) und wurde darum gelöscht.',
  'worker-died':
    'Der Teil des Programms, der Filme schreibt, hielt unerwartet an. Nichts wurde gesichert; erneut exportieren.',
  'empty-cut': 'Der Schnitt ist leer.',
  'too-long':
    'Der Schnitt ist {{hours}} Stunden lang; ein Film darf höchstens {{most}} haben, weil der Timecode dann von vorn beginnt. Nach einer Lücke oder einem viel zu langen Clip suchen.',
  copies: 'Die Clips werden unverändert zusammengefügt ({{codec}}), ohne Verlust.{{colours}}',
  'cannot-encode': 'Dieser Browser kann bei dieser Größe kein {{codec}} kodieren. {{other}} geht vielleicht.',
  encodes: 'Der Film wird als {{codec}} kodiert, {{range}}.',
  card: '„{{clip}}“ hat kein Bild, an seiner Stelle steht darum eine Texttafel: {{reason}}',
  'broken-clip': '„{{clip}}“ ist hier nicht lesbar: {{reason}}',
  'clip-without-picture': '„{{clip}}“ hat kein Bild.',
  'undecodable-clip': '„{{clip}}“ ist {{codec}}, das dieser Browser nicht dekodieren kann.',
  draft: '„{{clip}}“ ist ein Entwurf.',
  'other-rate': '„{{clip}}“ hat eine andere Bildrate; gezeigt wird jeweils der nächstliegende Frame.',
  held: {
    one: '„{{clip}}“ ist {{count}} Frame zu kurz; der letzte Frame wird gehalten.',
    other: '„{{clip}}“ ist {{count}} Frames zu kurz; der letzte Frame wird gehalten.',
  },
  'no-sound-encoder': 'Dieser Browser kann kein {{codec}} kodieren: Der Film wird ohne Ton geschrieben.',
  silent: '„{{clip}}“ ist nicht zu hören: {{reason}}',
  'odd-size': 'H.264 braucht gerade Größen: Der Film wird {{width}} × {{height}}.',
  'webm-milliseconds':
    'WebM speichert Zeiten in ganzen Millisekunden: Die Bildrate ist genau, einzelne Frames liegen bis zu einer halben Millisekunde daneben.',
  'encodes-asked': 'Der Export-Node verlangt Kodieren.',
  'encodes-labels': 'Beschriftungen werden ins Bild eingebrannt.',
  'encodes-mixed': 'Die Clips sind unterschiedlich kodiert.',
  'encodes-gap': 'Der Schnitt hat Lücken, die schwarz gefüllt werden.',
  'encodes-card': 'Clips ohne Take werden durch Texttafeln ersetzt.',
  'encodes-still': 'Standbilder werden gezeichnet.',
  'encodes-codec': '„{{clip}}“ ist {{codec}}, das dieses Format nicht übernimmt.',
  'encodes-size': '„{{clip}}“ hat {{width}} × {{height}}, nicht {{filmWidth}} × {{filmHeight}}.',
  'encodes-rate': '„{{clip}}“ hat eine andere Bildrate als der Film.',
  'encodes-trim': '„{{clip}}“ ist dort getrimmt oder gehalten, wo sich seine Pakete nicht schneiden lassen.',
  'write-as': '{{format}}',
  'colours-full-range':
    ' Die Farben haben vollen Wertebereich, wie die Clips; manche Schnittprogramme zeigen das mit anderem Kontrast.',
  'file-gone': 'Die Mediendatei ist verschwunden.',
  'limited-range': 'BT.709 mit begrenztem Wertebereich',
  'full-range': 'voller Wertebereich, zur schnellen Ansicht',
  'undecodable-sound': '{{codec}} lässt sich hier nicht dekodieren.',
  'holds-no-sound': 'Kein Ton enthalten, der sich hier lesen lässt.',
  'damaged-file': 'Die Datei ist beschädigt oder von einer Art, die dieser Browser nicht kennt.',
} as const satisfies SaidBy<'exports'>
