import type { uiMessages as englishUi } from '../../../ui/browser.tsx'
import { sentenceMessages } from '../../words/catalogue.browser.ts'
import type { appMessages } from '../en/index.ts'
import type { lateMessages } from '../en/late.ts'
import type { StrangePlaces, Translation } from '../translation.ts'
import { canvasMessages } from './canvas.ts'
import { failuresMessages } from './failures.ts'
import { inspectorMessages } from './inspector.ts'
import { libraryMessages } from './library.ts'
import { noticesMessages } from './notices.ts'
import { playerMessages } from './player.ts'
import { projectsMessages } from './projects.ts'
import { queueMessages } from './queue.ts'
import { recipesMessages } from './recipes.ts'
import { runsMessages } from './runs.ts'
import { germanSentences } from './said/index.browser.ts'
import { serversMessages } from './servers.ts'
import { settingsMessages } from './settings.ts'
import { shellMessages } from './shell.ts'
import { shotsMessages } from './shots.ts'
import { uiMessages } from './ui.browser.ts'

type English = typeof appMessages & typeof lateMessages & { readonly ui: typeof englishUi }

const areas = {
  ui: uiMessages,
  canvas: canvasMessages,
  failures: failuresMessages,
  inspector: inspectorMessages,
  library: libraryMessages,
  notices: noticesMessages,
  player: playerMessages,
  projects: projectsMessages,
  queue: queueMessages,
  recipes: recipesMessages,
  runs: runsMessages,
  servers: serversMessages,
  settings: settingsMessages,
  shell: shellMessages,
  shots: shotsMessages,
} satisfies Translation<English>

/** Nothing but `unknown` as long as no text has a place of its own. */
type Sound = [StrangePlaces<English, typeof areas>] extends [never]
  ? unknown
  : { readonly strangePlaces: StrangePlaces<English, typeof areas> }

const sound: typeof areas & Sound = areas

/** The whole catalogue in German: the areas of the screens, and what the rooms below say. */
export const germanMessages = { ...sound, said: sentenceMessages(germanSentences) }
