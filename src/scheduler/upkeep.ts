import type { Job } from '../jobs/index.ts'
import type { Runner } from './runner.ts'
import type { RunnerPorts } from './submission.ts'

/** What keeps the crew of runners in step with servers and rows. */
export type Upkeep = {
  /** Done at every turn that read the rows anew. */
  tidy(afterCurrent: boolean): Promise<void>
}

/** Makes the upkeep over the runners at work; `onLeft` is called when a job was taken from its server. */
export function createUpkeep(crew: ReadonlyMap<string, Runner>, ports: RunnerPorts, onLeft: () => void): Upkeep {
  /** When a server was first seen to be removed. */
  const removals = new Map<string, number>()
  const leaving = new Set<Runner>()
  const forsake = (runner: Runner) => {
    if (leaving.has(runner)) return
    leaving.add(runner)
    // A write that fails leaves the job as it is; the next turn sees it there.
    void runner
      .forsake()
      .catch(() => undefined)
      .finally(() => {
        leaving.delete(runner)
        onLeft()
      })
  }
  const at = (serverId: string) => [...crew.values()].filter((runner) => runner.serverId === serverId)

  async function leaveRemoved() {
    const gone = [...crew.values()].filter((one) => one.serverId !== undefined && !ports.board.get(one.serverId))
    await Promise.all(gone.map((runner) => runner.abandon()))
  }

  async function removeServers() {
    const { board, clock, clocks, servers } = ports
    for (const { server, health } of board.all()) {
      if (server.intake !== 'removing') continue
      const since = removals.get(server.id) ?? clock.monotonic()
      removals.set(server.id, since)
      const isAway = health === 'down' || board.awayFor(server.id) > 0
      const late = clock.monotonic() - since >= clocks.removeWithin
      for (const runner of at(server.id))
        if (isAway || late) forsake(runner)
        else runner.recall()
      if (countThere(server.id) > 0) continue
      removals.delete(server.id)
      await servers.remove(server.id)
    }
  }

  async function finishDrains() {
    for (const { server } of ports.board.all()) {
      if (server.intake !== 'draining' || countThere(server.id) > 0) continue
      const { intake: _over, ...rest } = server
      await ports.servers.put({ ...rest, enabled: false })
    }
  }

  function leaveDead() {
    const { board, clocks, ledger } = ports
    for (const runner of crew.values()) {
      if (runner.serverId === undefined || board.awayFor(runner.serverId) < clocks.moveAfter) continue
      const job = ledger.seen(runner.jobId)
      if (job && !job.cancelRequested && job.takeId === undefined && hasOther(job, runner.serverId)) forsake(runner)
    }
  }

  function hasOther({ servers }: Job, serverId: string): boolean {
    return servers.some((id) => id !== serverId && ports.board.refusal(id) === undefined && ports.board.get(id))
  }

  /** Ours that are on a server by what is written down, whether anybody works on them yet or not. */
  function countThere(serverId: string): number {
    return ports.ledger.open().filter((job) => job.state !== 'waiting' && job.serverId === serverId).length
  }

  function recallQueued() {
    for (const runner of crew.values()) {
      const state = ports.ledger.seen(runner.jobId)?.state
      if (runner.serverId !== undefined && (state === 'sending' || state === 'queued')) runner.recall()
    }
  }

  return {
    async tidy(afterCurrent) {
      // Given up by a person, or by another tab: nobody waits for it any more.
      for (const runner of crew.values()) if (!ports.ledger.seen(runner.jobId)) void runner.stop()
      await leaveRemoved()
      await removeServers()
      await finishDrains()
      leaveDead()
      if (afterCurrent) recallQueued()
    },
  }
}
