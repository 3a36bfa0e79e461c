import type { uiMessages as english } from '../../../ui/browser.tsx'
import type { Translation } from '../translation.ts'

/** The few words that the primitives themselves say, in German. */
export const uiMessages = {
  close: 'Schließen',
  clear: 'Leeren',
  copy: 'Kopieren',
  copied: 'Kopiert',
  details: 'Details',
  loading: 'Wird geladen',
  unknownProgress: 'In Arbeit; wie weit, ist nicht bekannt',
  increase: '{{label}} erhöhen',
  decrease: '{{label}} verringern',
  mixed: 'Verschieden',
  nothingFits: 'Nichts passt zu „{{query}}“',
  showOptions: 'Auswahl zeigen',
  showPassword: 'Eingabe zeigen',
  resize: 'Größe von {{label}} ändern',
  cancel: 'Abbrechen',
  notices: 'Meldungen',
  more_one: '{{count}} weitere',
  more_other: '{{count}} weitere',
  state: {
    'never-made': 'Nie erzeugt',
    fresh: 'Aktuell',
    stale: 'Veraltet',
    draft: 'Entwurf',
    waiting: 'Wartet',
    running: 'Läuft',
    failed: 'Fehlgeschlagen',
    cancelled: 'Abgebrochen',
  },
} as const satisfies Translation<typeof english>
