import type { NoticeAction } from '../../notices/index.ts'
import type { Studio } from '../../studio/index.ts'
import { runCommand } from '../state/commands.ts'

/** What notices call the commands of the window. */
const NAMES: Readonly<Record<string, string>> = {
  'show-node': 'go.node',
  'show-run': 'go.queue',
  'retry-job': 'run.retry',
}

/** Does what a notice offers. */
export function doNoticeAction(studio: Studio, { action, value }: NoticeAction): void {
  runCommand(NAMES[action] ?? action, studio, value)
}
