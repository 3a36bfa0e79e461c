import type { SaidBy } from '../../translation.ts'

/** What can stop anything, in German. */
export const saidByKernel = {
  unexpected:
    'Etwas Unvorhergesehenes hat das gestoppt. Nichts Gesichertes ist verloren; erneut versuchen oder den Bericht kopieren.',
  'worker-died':
    'Ein Teil des Programms, der im Hintergrund arbeitet, hielt an. Gesichertes ist nicht verloren; erneut versuchen.',
} as const satisfies SaidBy<'kernel'>
