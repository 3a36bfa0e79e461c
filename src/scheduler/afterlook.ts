import type { Afterlook } from '../jobs/index.ts'
import { orAborted, toFailure } from '../kernel/index.ts'
import type { RunnerPorts } from './submission.ts'

/** Answers *absent* after which a submission is taken for gone. */
const ABSENCES = 2
/** Nobody remembers for longer what was once sent to a server that never came back, in ms: 30 days. */
const FORGOTTEN = 30 * 86_400_000

/** Looks for submissions whose end was never seen, and stops what it finds. */
export type Afterlooks = {
  /** Looks at those whose server answers now; asked again while it looks, it does nothing. */
  sweep(): void
  /** Resolves when nothing more is asked or written. */
  stop(): Promise<void>
}

/** Makes what looks after ended attempts. Their rows hold all that it takes, so it can be stopped at any time. */
export function createAfterlooks(ports: RunnerPorts): Afterlooks {
  const controller = new AbortController()
  const { signal } = controller
  const lookedAt = new Map<string, number>()
  let sweeping: Promise<void> | undefined

  const isDue = ({ id, serverId }: Afterlook) => {
    const { board, clock, clocks } = ports
    const isWell = board.get(serverId)?.health === 'ok' && board.awayFor(serverId) === 0
    return isWell && clock.monotonic() - (lookedAt.get(id) ?? Number.NEGATIVE_INFINITY) >= clocks.afterlookGap
  }
  const sweep = async () => {
    for (const row of await ports.jobs.afterlooks()) {
      if (signal.aborted || ports.isLeading?.() === false) return
      if (ports.clock.now() - row.since > FORGOTTEN) await ports.jobs.dropAfterlook(row.id)
      else if (isDue(row)) {
        lookedAt.set(row.id, ports.clock.monotonic())
        await look(row, ports, signal)
      }
    }
  }
  return {
    sweep() {
      if (signal.aborted) return
      // What could not be asked or written now is tried at the next turn.
      sweeping ??= sweep()
        .catch(() => undefined)
        .finally(() => {
          sweeping = undefined
        })
    },
    async stop() {
      controller.abort()
      await sweeping
    },
  }
}

async function look(row: Afterlook, ports: RunnerPorts, signal: AbortSignal): Promise<void> {
  const { jobs, board } = ports
  const engine = ports.engines.find((one) => one.id === row.ticket.engine)
  if (!engine) return jobs.dropAfterlook(row.id)
  try {
    const answer = await orAborted(engine.cancel(row.ticket, signal), signal)
    board.heard(row.serverId)
    if (answer === 'stopping') return
    const absent = answer === 'absent' ? row.absent + 1 : ABSENCES
    if (absent >= ABSENCES) await jobs.dropAfterlook(row.id)
    else await jobs.putAfterlook({ ...row, absent })
  } catch (thrown) {
    signal.throwIfAborted()
    board.failed(row.serverId, toFailure(thrown))
  }
}
