import { backoff } from '../jobs/index.ts'
import { sleep, toFailure } from '../kernel/index.ts'
import { cancelled } from './settle.ts'
import { ASK_AGAIN, orAborted, PROBE_GAP, type RunnerPorts, type Submission } from './submission.ts'

/**
 * Asks the engine to stop a submission until its truth is known, then ends the job as cancelled and calls `onTruth`.
 * It must be absent twice: it may still be on its way into the queue, and would run there for nobody.
 */
export async function startCancelling(submission: Submission, ports: RunnerPorts, onTruth: () => void): Promise<void> {
  const { job, attempt, engine, signal } = submission
  const { ledger, clock, random } = ports
  try {
    await ledger.change(job.id, () => ({ event: 'stopping' }))
    const needed = engine.serverless ? 1 : 2
    for (let absent = 0, silent = 0; ; ) {
      signal.throwIfAborted()
      const answer = await orAborted(engine.cancel(attempt.ticket, signal), signal).catch((thrown: unknown) =>
        toFailure(thrown),
      )
      signal.throwIfAborted()
      if (typeof answer !== 'string') {
        ports.board.doubt(attempt.serverId)
        await sleep(clock, ASK_AGAIN + backoff(++silent, random), signal)
        continue
      }
      if (answer === 'stopped' || answer === 'ended') break
      if (answer === 'absent' && ++absent >= needed) break
      await sleep(clock, answer === 'absent' ? PROBE_GAP : ASK_AGAIN, signal)
    }
    await ledger.change(job.id, () => cancelled(attempt, clock.now()))
    onTruth()
  } catch (thrown) {
    // The main path saw the truth first, or the host stops and the next one asks again.
    if (!signal.aborted) throw thrown
  }
}
