import type { SaidBy } from '../../translation.ts'

/** What the connection doctor says, in German. */
export const saidByDoctor = {
  'forwarder-silent': 'Der eigene Server von Framewright antwortet nicht.',
  'start-forwarder': 'Im Ordner von Framewright neu starten, dann diese Seite neu laden.',
  'not-forwarded': 'Der eigene Server von Framewright kennt {{server}} nicht.',
  'connect-anew': 'Den Server hier entfernen und über seine Adresse neu verbinden.',
  'unknown-host': 'Es gibt keinen Rechner namens {{host}}.',
  'check-spelling': 'Die Schreibweise der Adresse prüfen oder statt des Namens die IP-Adresse verwenden.',
  tls: 'Keine sichere Verbindung zu {{host}}: Dem Zertifikat wird nicht vertraut.',
  'tls-self-signed': 'Keine sichere Verbindung zu {{host}}: Das Zertifikat ist selbst signiert.',
  'tls-expired': 'Keine sichere Verbindung zu {{host}}: Das Zertifikat ist abgelaufen.',
  'tls-name': 'Keine sichere Verbindung zu {{host}}: Das Zertifikat gilt für einen anderen Namen.',
  'tls-plain': '{{host}} spricht kein https.',
  'use-http': 'Die Adresse mit http:// davor eingeben.',
  'trust-certificate':
    'Framewright mit dem Zertifikat starten, das es signiert hat, oder im eigenen Netz http:// verwenden.',
  timeout: '{{host}} hat nicht rechtzeitig geantwortet.',
  'check-machine': 'Prüfen, ob der Rechner eingeschaltet ist, der Port stimmt und keine Firewall dazwischensteht.',
  'not-running': 'Unter {{url}} antwortet nichts.',
  'not-running-or-closed': 'Unter {{url}} antwortet nichts. Oder diese Seite wird nicht eingelassen.',
  'start-comfyui': 'Dort ComfyUI starten oder den Port berichtigen.',
  'login-required': '{{server}} verlangt eine Anmeldung.',
  'enter-login': 'Die Anmeldung unter den Headern dieses Servers eintragen.',
  'enter-basic':
    'Name und Passwort unter den Headern dieses Servers eintragen: Authorization, dann Basic und beides in base64.',
  'login-through-forwarder':
    'Über den eigenen Server von Framewright verbinden und die Anmeldung dort unter den Headern eintragen.',
  'refuses-all': '{{server}} lehnt jede Anfrage ab (403).',
  'allow-machine': 'Etwas vor ComfyUI lässt niemanden ein: Dort diesen Rechner zulassen.',
  'hides-answers': '{{server}} antwortet, aber diese Seite darf die Antwort nicht lesen.',
  'refuses-page': '{{server}} lehnt Anfragen dieser Seite ab (403).',
  'refuses-or-login':
    '{{server}} antwortet, lehnt aber diese Seite ab oder verlangt eine Anmeldung: Ein Browser sagt nicht, was davon.',
  'refuses-headers': '{{server}} lässt diese Seite ein, aber nicht mit den dafür eingetragenen Headern.',
  'headers-through-forwarder':
    'Alle außer Authorization entfernen oder über den eigenen Server von Framewright verbinden (npm start).',
  'mixed-content':
    'Diese Seite kam über https, und Browser lassen sie {{host}} über http weder für Anfragen noch für den Fortschritt erreichen.',
  'use-forwarder': 'Framewright auf diesem Rechner mit npm start öffnen oder ComfyUI ein https vorschalten.',
  'local-denied': 'Der Browser lässt diese Seite keine Rechner im eigenen Netz erreichen, wie etwa {{host}}.',
  'allow-local':
    'In den Einstellungen des Browsers für diese Seite den „Zugriff auf das lokale Netzwerk“ zulassen, dann erneut prüfen.',
  'local-asks': 'Der Browser wird fragen, ob diese Seite Rechner im eigenen Netz erreichen darf, wie etwa {{host}}.',
  'answer-local': 'Die Frage mit „Zulassen“ beantworten, dann erneut prüfen.',
  'hidden-failure':
    'Unter {{url}} antwortet dieser Seite nichts: ausgeschaltet, falscher Port oder ein Zertifikat, dem nicht vertraut wird.',
  'open-address': 'Die Adresse in einem Tab öffnen: Was der Browser dort zeigt, verrät, was davon es ist.',
  'allow-page': 'ComfyUI so starten, dass es diese Seite zulässt, oder Framewright mit npm start verwenden.',
  'proxy-error': 'Ein Proxy vor {{server}} antwortet, ComfyUI dahinter aber nicht ({{status}}).',
  'start-behind-proxy': 'ComfyUI hinter dem Proxy starten.',
  'too-many': '{{server}} nimmt vorerst keine weiteren Anfragen an (429).',
  'wait-or-raise': 'Ein wenig warten oder die Grenze dessen anheben, was davorsteht.',
  'pod-port': 'Der Proxy des gemieteten Rechners erreicht am Port von {{server}} kein ComfyUI ({{status}}).',
  'pod-expose':
    'Prüfen, ob der Pod läuft, dieser HTTP-Port freigegeben ist und ComfyUI dort auf allen Adressen lauscht.',
  'server-error': '{{server}} antwortet mit einem eigenen Fehler ({{status}}).',
  'look-at-console': 'Die Konsole von ComfyUI ansehen und es neu starten.',
  'sends-on': 'Was unter {{url}} steht, schickt Anfragen weiter zu {{location}}.',
  'web-page': 'Was unter {{url}} steht, antwortet mit einer Webseite{{software}}.',
  'says-nothing': 'Was unter {{url}} steht, antwortet mit nichts{{software}}.',
  'not-comfyui': 'Was unter {{url}} steht, antwortet, aber nicht wie ComfyUI ({{status}}){{software}}.',
  'not-at-path': 'Was unter {{url}} steht, kennt nichts unterhalb von {{path}}.',
  'correct-address': 'Adresse oder Port berichtigen: ComfyUI lauscht meist auf 8188.',
  'final-address': 'Die endgültige Adresse eingeben oder sich dort erst anmelden.',
  'missing-node': '{{server}} hat keinen Node „{{node}}“.',
  'missing-nodes': {
    one: '{{server}} hat keinen Node „{{node}}“ und {{count}} weiteren nicht.',
    other: '{{server}} hat keinen Node „{{node}}“ und {{count}} weitere nicht.',
  },
  'install-nodes': 'ComfyUI aktualisieren oder die Nodes dort installieren, dann neu starten.',
  'missing-model': '{{server}} hat keine Datei „{{model}}“ in {{folder}}.',
  'missing-models': {
    one: '{{server}} hat keine Datei „{{model}}“ in {{folder}} und {{count}} weitere nicht.',
    other: '{{server}} hat keine Datei „{{model}}“ in {{folder}} und {{count}} weitere nicht.',
  },
  'put-file': 'Die Datei dort ablegen, im Ordner von ComfyUI.',
  'socket-blocked':
    '{{server}} funktioniert, öffnet aber keinen WebSocket: Fortschritt kommt alle paar Sekunden, Vorschauen gar nicht.',
  'pass-upgrade': 'Den Proxy davor die Header Upgrade und Connection für /ws durchreichen lassen.',
  healthy: '{{server}} ist bereit.',
  'healthy-version': '{{server}} ist bereit (ComfyUI {{version}}).',
} as const satisfies SaidBy<'doctor'>
