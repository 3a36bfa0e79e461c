import { type Attempt, backoff, type Job } from '../jobs/index.ts'
import { sleep } from '../kernel/index.ts'
import { type Becoming, cancelled } from './decisions.ts'
import {
  absencesNeeded,
  ask,
  gapBetweenProbes,
  type RunnerPorts,
  type Submission,
  suspect,
  trust,
} from './submission.ts'

/** What follows from a stop: `unseen` = it never showed itself on the server, so it may still come. */
export type Stopped = (now: Job, attempt: Attempt, at: number, unseen: boolean) => Becoming | undefined

/** The job ends with its submission. */
export const endsJob: Stopped = (_now, attempt, at, unseen) => cancelled(attempt, at, unseen)

/**
 * Asks the engine to stop a submission until its truth is known, then writes what follows and calls `onTruth`. It must
 * be absent twice: it may still be on its way into the queue, and would run there for nobody. Something that ended by
 * itself in the meantime is left to whoever follows it, unless `becoming` ends the job.
 */
export async function startCancelling(
  submission: Submission,
  ports: RunnerPorts,
  onTruth: () => void,
  becoming: Stopped = endsJob,
): Promise<void> {
  const { job, attempt, signal } = submission
  try {
    await ports.ledger.change(job.id, () => ({ event: 'stopping' }))
    const truth = await stopForCertain(submission, ports)
    const unseen = truth === 'absent' && attempt.state === 'sending'
    const { written } = await ports.ledger.change(job.id, (now) =>
      now.cancelRequested
        ? endsJob(now, attempt, ports.clock.now(), unseen)
        : truth === 'ended'
          ? undefined
          : becoming(now, attempt, ports.clock.now(), unseen),
    )
    if (written || ports.ledger.seen(job.id) === undefined) onTruth()
  } catch (thrown) {
    // The main path saw the truth first, or the host stops and the next one asks again.
    if (!signal.aborted) throw thrown
  }
}

async function stopForCertain(submission: Submission, ports: RunnerPorts): Promise<'stopped' | 'ended' | 'absent'> {
  const { job, attempt, engine, signal } = submission
  const { clock, random, clocks } = ports
  for (let absent = 0, silent = 0; ; ) {
    const { answer, ...silence } = await ask(() => engine.cancel(attempt.ticket, signal), submission, ports)
    signal.throwIfAborted()
    if (answer === undefined) {
      if ('failure' in silence) await suspect(job.id, silence.failure, attempt, ports)
      await sleep(clock, clocks.askAgain + backoff(++silent, random), signal)
      continue
    }
    await trust(job.id, ports)
    if (answer === 'stopped' || answer === 'ended') return answer
    if (answer === 'absent' && ++absent >= absencesNeeded(engine)) return answer
    await sleep(clock, answer === 'absent' ? gapBetweenProbes(submission, ports) : clocks.askAgain, signal)
  }
}
