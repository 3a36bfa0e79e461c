import { type Attempt, isTerminal, type Job } from '../jobs/index.ts'
import { type Becoming, toChange } from './decisions.ts'
import type { HostPorts } from './ports.ts'

/** The host's view of all open jobs, and the only way in which it writes them. */
export type Ledger = {
  /** Reads all open jobs anew. */
  load(): Promise<void>
  /** Open jobs in the order in which they should start. */
  open(): readonly Job[]
  /** An open or ended job; ended ones are remembered, because they never change. */
  get(jobId: string): Promise<Job | undefined>
  /** The open job as last seen. */
  seen(jobId: string): Job | undefined
  /**
   * Compare-and-set. News that comes late, twice, or from a host that no longer leads changes nothing.
   * Answers whether it was written, and the job as it stands.
   */
  change(
    jobId: string,
    decide: (job: Job, attempts: readonly Attempt[]) => Becoming | undefined,
  ): Promise<{ readonly written: boolean; readonly job: Job | undefined }>
}

// Enough for the dependencies of everything that can be open.
const REMEMBERED = 5000

/** Makes a ledger over the job store; `onWritten` hears of every change that it wrote. */
export function createLedger(
  { jobs, clock, isLeading }: Pick<HostPorts, 'jobs' | 'clock' | 'isLeading'>,
  onWritten: (job: Job) => void = () => {},
): Ledger {
  const open = new Map<string, Job>()
  const ended = new Map<string, Job>()

  const notice = (job: Job) => {
    if (!isTerminal(job.state)) {
      // A reading that began before a write must not take the write back.
      if ((open.get(job.id)?.revision ?? -1) <= job.revision && !ended.has(job.id)) open.set(job.id, job)
      return
    }
    open.delete(job.id)
    if (ended.size >= REMEMBERED) ended.clear()
    ended.set(job.id, job)
  }

  return {
    async load() {
      const before = new Set(open.keys())
      const found = await jobs.list({ open: true })
      for (const job of found) {
        before.delete(job.id)
        notice(job)
      }
      for (const jobId of before) {
        const job = await jobs.get(jobId)
        if (job) notice(job)
        else open.delete(jobId)
      }
    },
    open: () => [...open.values()].sort((a, b) => b.priority - a.priority || a.order - b.order),
    async get(jobId) {
      const known = open.get(jobId) ?? ended.get(jobId)
      if (known) return known
      const job = await jobs.get(jobId)
      if (job) notice(job)
      return job
    },
    seen: (jobId) => open.get(jobId),
    async change(jobId, decide) {
      let written = false
      const job = await jobs.change(jobId, (now, attempts) => {
        written = false
        const becoming = isLeading?.() === false || isTerminal(now.state) ? undefined : decide(now, attempts)
        const change = becoming && toChange(now, attempts, becoming, clock.now())
        written = change !== undefined
        return change
      })
      if (job) notice(job)
      if (job && written) onWritten(job)
      return { written, job }
    },
  }
}
