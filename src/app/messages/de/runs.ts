import type { runsMessages as english } from '../en/runs.ts'
import type { Translation } from '../translation.ts'

/** What is told of runs, in German. */
export const runsMessages = {
  'run-started': 'Begonnen: {{title}}',
  'run-progress': '{{ended}} von {{total}} fertig: {{title}}',
  'run-done': 'Fertig: {{title}}',
  'run-reused': 'Alles war schon da: {{title}}',
  'run-long': '{{made}} erzeugt, {{failed}} fehlgeschlagen, {{took, duration}}: {{title}}',
  'run-night': 'In der Nacht: {{made}} erzeugt, {{failed}} fehlgeschlagen, {{took, duration}}: {{title}}',
  'queue-paused': 'Die Warteschlange hat sich selbst angehalten',
  'server-needs-you': 'Ein Server braucht Aufmerksamkeit',
  'run-failed': '{{failed}} von {{total}} fehlgeschlagen: {{title}}',
  'run-cancelled': 'Gestoppt: {{title}}',
  'job-failed': '{{title}} konnte nicht erzeugt werden',
  progress: { frames: 'Frames' },
  'title-all': '{{title}}, alles',
  'title-stale': '{{title}}',
  action: {
    'show-run': 'In der Warteschlange zeigen',
    'show-node': 'Auf der Arbeitsfläche zeigen',
    'retry-job': 'Erneut versuchen',
    'retry-run': 'Alle fehlgeschlagenen wiederholen',
    'show-queue': 'In der Warteschlange zeigen',
    'resume-queue': 'Warteschlange fortsetzen',
    'show-servers': 'Server zeigen',
  },
} as const satisfies Translation<typeof english>
