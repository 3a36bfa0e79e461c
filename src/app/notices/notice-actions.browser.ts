import type { NoticeAction } from '../../notices/index.ts'
import type { Studio } from '../../studio/index.ts'
import { attempt } from '../shell/running.browser.ts'
import { runCommand } from '../state/commands.ts'

/** What notices call the commands of the window. */
const NAMES: Readonly<Record<string, string>> = {
  'show-node': 'go.node',
  'show-run': 'go.queue',
  'retry-job': 'run.retry',
  'retry-run': 'run.retry',
  'show-queue': 'go.queue',
  'show-servers': 'go.servers',
}

/** Does what a notice offers. */
export function doNoticeAction(studio: Studio, { action, value }: NoticeAction): void {
  if (action === 'resume-queue') return void attempt(studio, 'queue', () => studio.resume())
  runCommand(NAMES[action] ?? action, studio, value)
}
