import type { failuresMessages as english } from '../en/failures.ts'
import type { Translation } from '../translation.ts'

/** What failures mean for the film, in German. */
export const failuresMessages = {
  means: {
    storage: 'Die Arbeit ist in diesem Tab noch offen. Nicht schließen, bevor sie gesichert oder heruntergeladen ist.',
    scheduler: 'Jobs, die schon notiert sind, gehen nicht verloren.',
    comfyui: 'Der Take ist nicht entstanden; die vorhandenen bleiben.',
    animatic: 'Der Entwurf ist nicht entstanden; die vorhandenen Takes bleiben.',
    exports: 'Es blieb keine Datei zurück, und am Schnitt hat sich nichts geändert.',
    storyboard: 'Das offene Storyboard ist unverändert.',
    recipes: 'Die vorhandenen Rezepte sind unverändert.',
    studio: 'Es hat sich nichts geändert.',
    kernel: 'Nichts Gesichertes ist verloren.',
  },
} as const satisfies Translation<typeof english>
