import type { noticesMessages as english } from '../en/notices.ts'
import type { Translation } from '../translation.ts'

/** What the notices say about themselves, in German. */
export const noticesMessages = {
  empty: 'Noch nichts geschehen',
  emptyText: 'Beendete Läufe, Server, die wegfallen, und alles, was Aufmerksamkeit braucht, steht hier.',
  readAll: 'Alle als gelesen markieren',
  dismiss: '„{{title}}“ entfernen',
  clear: 'Alle entfernen',
  copy: 'Details kopieren',
  copied: 'Die Details sind kopiert.',
  unread: 'Neu',
  times_one: '{{count}}-mal',
  times_other: '{{count}}-mal',
  level: { info: 'Notiz', success: 'Fertig', warning: 'Achtung', error: 'Fehler' },
  list: 'Meldungen, neueste zuerst',
  all: 'Alle zeigen',
  count_one: '{{count}} Meldung',
  count_other: '{{count}} Meldungen',
} as const satisfies Translation<typeof english>
