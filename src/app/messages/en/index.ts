import { canvasMessages } from './canvas.ts'
import { failuresMessages } from './failures.ts'
import { inspectorMessages } from './inspector.ts'
import { libraryMessages } from './library.ts'
import { noticesMessages } from './notices.ts'
import { playerMessages } from './player.ts'
import { projectsMessages } from './projects.ts'
import { queueMessages } from './queue.ts'
import { runsMessages } from './runs.ts'
import { serversMessages } from './servers.ts'
import { settingsMessages } from './settings.ts'
import { shellMessages } from './shell.ts'
import { shotsMessages } from './shots.ts'

/** Everything the screens say, in English, by area; the words of the kit join them as `ui`. */
export const appMessages = {
  canvas: canvasMessages,
  failures: failuresMessages,
  inspector: inspectorMessages,
  library: libraryMessages,
  notices: noticesMessages,
  player: playerMessages,
  projects: projectsMessages,
  queue: queueMessages,
  runs: runsMessages,
  servers: serversMessages,
  settings: settingsMessages,
  shell: shellMessages,
  shots: shotsMessages,
} as const
