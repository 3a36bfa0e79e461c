import { inspectorMessages } from './inspector.ts'
import { libraryMessages } from './library.ts'
import { playerMessages } from './player.ts'
import { projectsMessages } from './projects.ts'
import { queueMessages } from './queue.ts'
import { recipesMessages } from './recipes.ts'
import { serversMessages } from './servers.ts'
import { settingsMessages } from './settings.ts'
import { shotsMessages } from './shots.ts'

/** What the screens say that are loaded when they are first shown. */
export const lateMessages = {
  inspector: inspectorMessages,
  library: libraryMessages,
  player: playerMessages,
  projects: projectsMessages,
  queue: queueMessages,
  recipes: recipesMessages,
  servers: serversMessages,
  settings: settingsMessages,
  shots: shotsMessages,
} as const
