import type { Target } from '../../jobs/index.ts'
import { type Failure, toFailure } from '../../kernel/index.ts'
import type { Studio } from '../../studio/index.ts'
import { announce } from '../../ui/browser.tsx'
import { closeDialog } from '../state/dialogs.ts'
import { voice } from '../words/say.browser.ts'
import { words } from './words.browser.ts'

type RunOptions = Parameters<Studio['run']>[1]

/** Starts a run and says so; a refusal becomes a notice. Answers whether it started. */
export async function startRun(studio: Studio, target: Target, options?: RunOptions): Promise<boolean> {
  try {
    const { runId } = await studio.run(target, options)
    closeDialog()
    const count = studio.jobs.get().filter((job) => job.runId === runId).length
    if (count > 0) announce(words.t('shell.run.started', { count }))
    return true
  } catch (thrown) {
    tellFailure(studio, 'run', toFailure(thrown), RUN_IS_FINE.has(toFailure(thrown).code) ? 'info' : 'error')
    return false
  }
}

// Pressing Run with everything up to date is no mistake.
const RUN_IS_FINE: ReadonlySet<string> = new Set(['studio/nothing-to-run'])

/** Stops everything that waits or runs, of every storyboard. */
export async function stopEverything(studio: Studio): Promise<void> {
  try {
    const { cancelled } = await studio.cancel({ all: true })
    announce(words.t('shell.work.stopped', { count: cancelled }), 'assertive')
  } catch (thrown) {
    tellFailure(studio, 'stop', toFailure(thrown))
  }
}

/** Does something that may fail, and tells the failure as a notice. */
export async function attempt<T>(studio: Studio, topic: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (thrown) {
    tellFailure(studio, topic, toFailure(thrown))
    return undefined
  }
}

/** Tells a failure: what happened, what it means, the raw answer folded. One notice per topic. */
export function tellFailure(studio: Studio, topic: string, failure: Failure, level: 'info' | 'error' = 'error'): void {
  const { detail, code } = failure
  const means = level === 'error' ? words.find(`failures.means.${code.split('/')[0] ?? ''}`) : undefined
  studio.notify({
    topic,
    level,
    title: voice.say(failure),
    ...(means === undefined ? {} : { text: means }),
    ...(detail === undefined ? {} : { detail: `${code}\n${detail}` }),
  })
}
