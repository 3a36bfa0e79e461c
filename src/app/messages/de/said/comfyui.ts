import type { SaidBy } from '../../translation.ts'

/** What the room of ComfyUI says, in German. */
export const saidByComfyui = {
  unreachable: '{{server}} antwortet nicht. Läuft dort ComfyUI?',
  timeout: '{{server}} hat die Anfrage angenommen, aber nicht rechtzeitig geantwortet.',
  'broken-off': '{{server}} brach mitten in einer Antwort ab.',
  'forwarder-down': 'Der eigene Server von Framewright antwortet nicht. Mit npm start neu starten.',
  'not-forwarded': 'Der eigene Server von Framewright hat keine Adresse für {{server}}. Unter „Server“ neu verbinden.',
  'forwarder-refused': 'Der eigene Server von Framewright gab die Anfrage nicht an {{server}} weiter.',
  tls: 'Keine sichere Verbindung zu {{server}}: Dem Zertifikat wird nicht vertraut.',
  'server-gone': 'Der Server dieses Jobs ist nicht mehr eingerichtet. Erneut ausführen, um es anderswo zu erzeugen.',
  'no-access': '{{server}} verweigert den Zugang. Die Anmeldung unter „Server“ prüfen.',
  'login-required': '{{server}} verlangt eine Anmeldung. Unter „Server“ eintragen, dann erneut versuchen.',
  'origin-refused': '{{server}} lehnt diese Seite ab. Unter „Server“ prüfen, dann erneut versuchen.',
  'server-error': '{{server}} antwortete mit einem eigenen Fehler ({{status}}).',
  busy: '{{server}} ist gerade überlastet ({{status}}). Später wird erneut gefragt.',
  gateway: 'Was {{server}} vorgeschaltet ist, konnte ihn nicht erreichen ({{status}}). Später wird erneut gefragt.',
  'not-comfyui':
    'Anstelle von {{server}} antwortet eine Webseite. Die Adresse im Browser öffnen: Vielleicht ist eine Anmeldung nötig.',
  'odd-answer': 'Die Antwort von {{server}} ist nicht lesbar. ComfyUI aktualisieren oder seine Konsole ansehen.',
  'not-supported': '{{server}} kennt diese Anfrage nicht. Ist es ComfyUI?',
  'too-large': '{{server}} hat mehr gesendet, als sich aufnehmen lässt.',
  'unclear-submit': 'Ob {{server}} diesen Job angenommen hat, ist unklar. Der Server wird gefragt.',
  'no-recipe': '„{{title}}“ hat kein Rezept, und ComfyUI braucht eines. Für den Node ein Rezept wählen.',
  'bad-ticket': 'Was zu dieser Übergabe notiert ist, ist nicht lesbar. Erneut versuchen, um sie neu zu senden.',
  'unfilled-recipe': 'Das Rezept ließ sich nicht füllen: {{problem}}',
  'input-bytes-gone': 'Die Datei für {{name}} ist hier nicht mehr gespeichert. Neu erzeugen oder importieren.',
  'upload-refused': '{{server}} hat die Datei für {{name}} nicht angenommen.',
  'upload-too-large':
    'Die Datei für {{name}} ist größer, als {{server}} annimmt. Ihn mit höherem --max-upload-size starten.',
  'prompt-too-large':
    'Das gefüllte Rezept ist größer, als {{server}} annimmt. Ihn mit höherem --max-upload-size starten.',
  'missing-node':
    '{{server}} hat keinen Node „{{node}}“. Dort installieren oder ComfyUI aktualisieren, dann erneut versuchen.',
  'missing-model': '{{server}} hat keine Modelldatei „{{model}}“. Dort ablegen, dann erneut versuchen.',
  'value-not-offered': '„{{value}}“ gehört nicht zur Auswahl für {{input}} von {{node}}.',
  'value-out-of-range': '{{value}} liegt außerhalb des Bereichs von {{input}} von {{node}}.',
  'value-missing': '{{input}} von {{node}} ist leer.',
  'wrong-type': '{{input}} von {{node}} bekam einen Wert vom falschen Typ.',
  'input-refused': 'Der Server akzeptiert nicht, was als {{input}} von {{node}} angegeben ist.',
  'invalid-graph': 'Der Server hält den Graphen des Rezepts für fehlerhaft. In ComfyUI öffnen und neu exportieren.',
  validation: 'Der Server hat das Rezept abgelehnt.',
  'out-of-memory': 'Dem Server ging in „{{node}}“ der Speicher aus. Eine kleinere Größe oder weniger Frames wählen.',
  'model-file':
    '„{{node}}“ konnte eine Modelldatei nicht lesen. Vielleicht fehlt sie auf dem Server oder ist beschädigt.',
  'input-file': '„{{node}}“ konnte die übergebene Datei nicht lesen.',
  'disk-full': 'Die Festplatte des Servers ist voll. Dort Platz schaffen, dann erneut versuchen.',
  'node-failed': '„{{node}}“ hielt auf dem Server mit einem Fehler an.',
  'outputs-lost': '{{server}} weiß nicht mehr, was dieser Job erzeugt hat.',
  'output-gone': '{{file}} ist nicht mehr auf {{server}}. Erneut versuchen, um es neu zu erzeugen.',
  'unreadable-output': '{{file}} ist weder ein Bild noch ein Video oder Ton, die sich lesen lassen.',
  'output-too-large': '{{file}} ist größer, als sich aufnehmen lässt. Kürzer oder kleiner erzeugen.',
  'odd-output': '{{server}} nennt eine Datei außerhalb seiner Ordner: {{file}}. Sie wurde nicht abgerufen.',
  silent: '{{server}} zeigt seit Langem keinen Fortschritt.',
  'worker-dead': '{{server}} hat wartende Jobs, führt aber keinen aus. Vielleicht muss er neu gestartet werden.',
  'worker-hung':
    '{{server}} gibt an, diesen Job auszuführen, gibt aber seit sehr langer Zeit kein Zeichen. ComfyUI neu starten.',
  'history-unreadable':
    'Wie dieser Job endete, lässt sich bei {{server}} nicht erfragen: Die Antwort ergibt keinen Sinn.',
} as const satisfies SaidBy<'comfyui'>
