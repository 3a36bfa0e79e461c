import { canvasMessages } from './canvas.ts'
import { failuresMessages } from './failures.ts'
import { noticesMessages } from './notices.ts'
import { runsMessages } from './runs.ts'
import { shellMessages } from './shell.ts'

/** What the first screen says, in English, by area; `late.ts` has the rest, and the words of the kit join them as `ui`. */
export const appMessages = {
  canvas: canvasMessages,
  failures: failuresMessages,
  notices: noticesMessages,
  runs: runsMessages,
  shell: shellMessages,
} as const
