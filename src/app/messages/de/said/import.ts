import type { SaidBy } from '../../translation.ts'

/** What reading a file of ComfyUI says, in German. */
export const saidByImport = {
  'not-a-workflow':
    'Das ist kein ComfyUI-Workflow: Es fehlt die Liste der Nodes. Den Workflow erneut aus ComfyUI exportieren.',
  'already-a-prompt': 'Diese Datei ist bereits im API-Format und wurde so übernommen.',
  'unsafe-key': 'Die Datei enthält den Schlüssel {{key}}, der nicht erlaubt ist. Sie wurde nicht gelesen.',
  'too-deep': 'Die Datei ist tiefer als {{limit}} Ebenen verschachtelt. Sie wurde nicht gelesen.',
  'too-large': 'Die Datei ist größer, als dieses Programm liest ({{limit}}). Sie wurde nicht gelesen.',
  'too-many-nodes': 'Der Workflow entfaltet sich zu mehr als {{limit}} Nodes. Der Rest wurde weggelassen.',
  'no-object-info':
    'Die Liste der Node-Klassen des Servers war nicht lesbar; darum lässt sich kein Node genau umwandeln.',
  'broken-node': 'Ein Eintrag der Node-Liste ist kein Node und wurde weggelassen: {{problem}}',
  'duplicate-node': 'Zwei Nodes haben die ID {{id}}; der spätere wurde weggelassen.',
  'broken-link': 'Eine Verbindung des Workflows ist nicht lesbar und wurde weggelassen.',
  'unknown-class':
    'Der Server hat den Node {{class}} nicht ({{pack}}). Seine Werte bleiben, soweit die Datei sie benennt.',
  'unreadable-class': 'Der Server beschreibt den Node {{class}} auf nicht lesbare Weise.',
  'missing-link':
    'Der Eingang {{input}} nennt eine Verbindung, die nicht in der Datei ist; er gilt als nicht verbunden.',
  'link-from-nowhere': 'Der Eingang {{input}} hängt am Node {{source}}, den es nicht gibt. Neu verbinden.',
  'link-restored': 'Die Verbindung zu {{input}} stand nur in der Liste der Verbindungen; sie wurde wiederhergestellt.',
  'circular-link': 'Der Eingang {{input}} hängt an einem Kreis durchreichender Nodes. Den Kreis auftrennen.',
  'circular-subgraph':
    'Der Subgraph {{name}} enthält sich selbst oder zu viele andere ineinander. Er wurde weggelassen.',
  'missing-subgraph': 'Die Definition des Subgraphen {{name}} ist nicht in der Datei.',
  'text-slot':
    'Die Datei gibt einen Ausgang als Text „{{slot}}“ an; so exportiert es ComfyUI, und sein Server lehnt es ab.',
  'not-connected':
    'Der Eingang {{input}} von {{class}} braucht eine Verbindung und hat keine. Der Server wird diesen Node ablehnen.',
  'bypass-no-match':
    'Der umgangene Node {{source}} hat keinen Eingang, der zu {{type}} passt; der Eingang {{input}} gilt als nicht verbunden.',
  'muted-source': 'Der Eingang {{input}} hing an einem stummen Node; die Verbindung entfällt.',
  'too-few-values':
    'Die Datei enthält {{found}} von {{wanted}} Werten für {{class}}; den Rest füllen die Standardwerte des Servers.',
  'too-many-values':
    'Die Datei enthält {{found}} Werte für {{class}}, das {{wanted}} nimmt; der Rest bleibt unbeachtet.',
  'shifted-values':
    '{{input}} von {{class}} enthält {{value}}, was kein {{type}} ist. Die Werte dieses Nodes sind vielleicht verrutscht.',
  'not-in-list': '{{input}} ist {{value}}, was dieser Server nicht anbietet.',
  'unsafe-integer':
    '{{input}} liegt über 2^53; die letzten Stellen sind beim Lesen der Datei vielleicht verloren gegangen.',
  'empty-value': '{{input}} war in der Datei leer; es gilt der Standardwert des Servers.',
  'random-choice': 'Eine Auswahl {a|b} in {{input}} wurde zufällig gezogen, wie ComfyUI es bei jedem Lauf tut.',
  'unknown-replacement': 'Der Platzhalter %{{name}}% in {{input}} bleibt dem Server überlassen.',
  'dangling-promotion': 'Der Subgraph zeigt das Feld {{input}} des inneren Nodes {{source}}, den es nicht mehr gibt.',
  'group-node': 'Der alte Gruppen-Node {{name}} wurde in einen Subgraphen umgewandelt.',
  'broken-group': 'Der Inhalt des alten Gruppen-Nodes {{name}} ist nicht in der Datei.',
  'needs-browser':
    '{{input}} von {{class}} entsteht beim Export in der Webseite (ein Bild, eine Aufnahme); hier ist es leer.',
  'unknown-container': 'Keine bekannte Art von Datei: weder Bild noch Video, Ton, Modell oder JSON.',
  'broken-container':
    'Die Datei bricht ab oder nennt eine unmögliche Länge ({{place}}). Was davor steht, wurde gelesen.',
  'container-too-long':
    'Die Datei hat mehr Teile, als durchgesehen werden ({{limit}}). Das bis dahin Gefundene wurde gelesen.',
  'text-too-long':
    'Der Text „{{key}}“ in der Datei ist länger, als dieses Programm liest ({{limit}}). Er wurde weggelassen.',
  'no-json': 'Der Text „{{key}}“ in der Datei ist kein JSON. Er wurde weggelassen.',
  'not-finite': 'Der Text „{{key}}“ enthält NaN oder Infinity, die JSON nicht kennt; sie wurden als leer gelesen.',
  'nothing-embedded':
    'Die Datei ({{kind}}) enthält keinen Workflow. Dateien, die ohne Metadaten gesichert oder über einen Messenger gesendet wurden, verlieren ihn.',
  'prompt-only':
    'Die Datei enthält den Prompt, aber nicht den gezeichneten Workflow; Eingaben lassen sich trotzdem daraus lesen.',
  'get-without-set': 'Zum Get-Node „{{name}}“ gibt es keinen Set-Node dieses Namens.',
} as const satisfies SaidBy<'import'>
