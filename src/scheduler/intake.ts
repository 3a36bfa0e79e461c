import { type Job, jobFailures } from '../jobs/index.ts'
import { toFailure } from '../kernel/index.ts'
import { cancelled, failed } from './decisions.ts'
import { freezeInputs } from './inputs.ts'
import type { Ledger } from './ledger.ts'
import type { HostPorts } from './ports.ts'
import { findTake, settleReused } from './settle.ts'

/** What the host does next with a waiting job. */
export type Intake =
  | { readonly is: 'over' }
  | { readonly is: 'held'; readonly until?: number }
  | { readonly is: 'ready'; readonly job: Job }

/**
 * Brings a waiting job as far as it gets without an engine: ends it when it was cancelled or its upstream was not made,
 * holds it while upstream is open or everything is paused, freezes its input bytes, and ends it as reused when that very content exists.
 */
export async function takeIn(job: Job, ledger: Ledger, ports: HostPorts, paused: boolean): Promise<Intake> {
  if (job.cancelRequested) {
    await ledger.change(job.id, () => cancelled(undefined, ports.clock.now()))
    return { is: 'over' }
  }
  const dependencies = await Promise.all(job.dependsOn.map((id) => ledger.get(id)))
  const broken = dependencies.find((one) => !one || one.state === 'failed' || one.state === 'cancelled')
  if (broken || dependencies.includes(undefined)) {
    await endForUpstream(job, broken?.title ?? '', ledger)
    return { is: 'over' }
  }
  const made = dependencies.filter((one) => one !== undefined)
  if (made.some((one) => one.state !== 'done')) return { is: 'held' }
  if (paused) return { is: 'held' }
  if (job.notBefore !== undefined && job.notBefore > ports.clock.now()) return { is: 'held', until: job.notBefore }
  return freeze(job, made, ledger, ports)
}

async function freeze(job: Job, made: readonly Job[], ledger: Ledger, ports: HostPorts): Promise<Intake> {
  try {
    // What was frozen before is looked up again only when there is room for it: see reuseTake.
    if (job.contentKey !== undefined) return { is: 'ready', job }
    const ready = await writeInputs(job, made, ledger, ports)
    if (ready && !(await reuseTake(ready, ledger, ports))) return { is: 'ready', job: ready }
  } catch (thrown) {
    const failure = toFailure(thrown, { jobId: job.id, nodeId: job.nodeId })
    await ledger.change(job.id, (now) => (now.state === 'waiting' ? failed(failure) : undefined))
  }
  return { is: 'over' }
}

/** Ends a frozen job when a take with its content exists by now; answers whether it did. */
export async function reuseTake(job: Job, ledger: Ledger, ports: HostPorts): Promise<boolean> {
  const found = await findTake(job, ports)
  return found !== undefined && settleReused(job, found, ledger, ports)
}

async function writeInputs(job: Job, made: readonly Job[], ledger: Ledger, ports: HostPorts): Promise<Job | undefined> {
  const frozen = await freezeInputs(job, made, ports.takes)
  const { written, job: ready } = await ledger.change(job.id, (now) =>
    now.state === 'waiting' ? { job: frozen, event: 'ready', facts: { contentKey: frozen.contentKey } } : undefined,
  )
  return written ? ready : undefined
}

async function endForUpstream(job: Job, title: string, ledger: Ledger): Promise<void> {
  const failure = jobFailures.make('jobs/upstream-failed', {
    facts: { title },
    at: { jobId: job.id, nodeId: job.nodeId },
  })
  await ledger.change(job.id, (now) =>
    now.state === 'waiting'
      ? { job: { state: 'cancelled', failure }, event: 'cancelled', facts: { code: failure.code } }
      : undefined,
  )
}
