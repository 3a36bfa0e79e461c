import type { Asset, Provenance, Take } from '../assets/index.ts'
import type { Collected } from '../engines/index.ts'
import { type Attempt, type Job, jobFailures } from '../jobs/index.ts'
import type { Failure } from '../kernel/index.ts'
import type { Becoming, Ledger } from './ledger.ts'
import { type HostPorts, mediaKind } from './ports.ts'

type SettlePorts = Pick<HostPorts, 'takes' | 'blobs' | 'probe' | 'clock' | 'servers'>

/** Id of the take that a job makes: known beforehand, so that a crash between take and job can be told from none. */
function takeIdOf(jobId: string): string {
  return `take-${jobId}`
}

/** A take with this content that can still be shown: of the node itself, else of any other. */
export async function findTake(
  job: Job,
  { takes, blobs }: Pick<SettlePorts, 'takes' | 'blobs'>,
): Promise<Take | undefined> {
  const { contentKey } = job
  if (contentKey === undefined) return undefined
  const own = (await takes.byNode(job.storyboardId, job.nodeId)).filter((take) => take.contentKey === contentKey)
  const found = own.at(-1) ?? (await takes.byContentKey(contentKey))
  return found && (await blobs.has(found.assetId)) ? found : undefined
}

/** Ends a job with a take that exists; one of another node is listed under this node, too. */
export async function settleReused(
  job: Job,
  found: Take,
  ledger: Ledger,
  { takes, clock }: SettlePorts,
): Promise<void> {
  const own = found.storyboardId === job.storyboardId && found.nodeId === job.nodeId
  const takeId = own ? found.id : takeIdOf(job.id)
  const committed = await ledger.change(job.id, (now) => (now.cancelRequested ? undefined : { job: { takeId } }))
  if (!committed.written) return
  if (!own) {
    const asset = await takes.asset(found.assetId)
    const { number: _given, ...row } = found
    const copy = {
      ...row,
      id: takeId,
      storyboardId: job.storyboardId,
      nodeId: job.nodeId,
      jobId: job.id,
      createdAt: clock.now(),
    }
    if (asset) await addOnce(copy, asset, takes)
  }
  await ledger.change(job.id, () => ({
    job: { state: 'done', takeId, reused: found.jobId !== job.id },
    event: found.jobId === job.id ? 'done' : 'reused',
    facts: { takeId },
  }))
}

/** Puts what an attempt made into the library and ends the job; asked twice, or after a cancel, it changes nothing. */
export async function settleMade(
  job: Job,
  attempt: Attempt,
  files: readonly Collected[],
  ledger: Ledger,
  ports: SettlePorts,
): Promise<void> {
  const [file] = files
  if (!file || file.bytes.size === 0)
    throw jobFailures.error('jobs/nothing-made', { at: { jobId: job.id, nodeId: job.nodeId } })
  const asset = await storeFile(job, file, ports)
  const takeId = takeIdOf(job.id)
  // From here on it is too late to cancel: the take and the end of the job belong together.
  const committed = await ledger.change(job.id, (now) =>
    now.cancelRequested ? cancelled(attempt, ports.clock.now()) : { job: { takeId } },
  )
  const now = committed.job
  if (!committed.written || !now || now.state === 'cancelled') return
  await addOnce(await describeTake(now, attempt, asset, ports), asset, ports.takes)
  await settleCommitted(now, attempt, ledger, ports.clock.now())
}

/** Ends a job whose take is stored. */
export async function settleCommitted(
  job: Job,
  attempt: Attempt | undefined,
  ledger: Ledger,
  at: number,
): Promise<void> {
  const takeId = job.takeId ?? takeIdOf(job.id)
  await ledger.change(job.id, () => ({
    job: { state: 'done', takeId },
    ...(attempt ? { attempt: { ...attempt, state: 'ended', endedAt: at } } : {}),
    event: 'done',
    facts: { takeId },
  }))
}

/** What a job becomes when it was stopped for good. */
export function cancelled(attempt: Attempt | undefined, at: number): Becoming {
  return {
    job: { state: 'cancelled' },
    ...(attempt ? { attempt: { ...attempt, state: 'ended', endedAt: at } } : {}),
    event: 'cancelled',
  }
}

/** What a job becomes when it failed. */
export function failed(failure: Failure, attempt?: Attempt): Becoming {
  return {
    job: { state: 'failed', failure },
    ...(attempt ? { attempt } : {}),
    event: 'failed',
    facts: { code: failure.code },
  }
}

async function addOnce(take: Omit<Take, 'number'>, asset: Asset, takes: SettlePorts['takes']): Promise<void> {
  const there = await takes.byNode(take.storyboardId, take.nodeId)
  if (!there.some((one) => one.id === take.id)) await takes.add(take, asset)
}

async function storeFile(job: Job, file: Collected, { blobs, probe, clock }: SettlePorts): Promise<Asset> {
  const { hash, bytes } = await blobs.put(file.bytes)
  const { width, height, frames, seconds } = file
  const told = Object.entries({ width, height, frames, seconds }).filter(([, value]) => value !== undefined)
  // What the file says of itself is better than what the server says; a file that cannot be read is kept all the same.
  const seen = await probe(file.bytes, file.mime).catch((): Partial<Asset> => ({}))
  const kind = mediaKind(file.mime)
  return {
    name: file.name,
    kind: kind === 'other' ? job.make.makes : kind,
    mime: file.mime,
    ...Object.fromEntries(told),
    ...seen,
    id: hash,
    bytes,
    createdAt: clock.now(),
  }
}

async function describeTake(
  job: Job,
  attempt: Attempt,
  asset: Asset,
  ports: SettlePorts,
): Promise<Omit<Take, 'number'>> {
  const { make } = job
  const at = ports.clock.now()
  const server = attempt.serverId === undefined ? undefined : await serverNamed(attempt.serverId, ports)
  const provenance: Provenance = {
    kind: make.kind,
    engine: job.engine,
    values: make.values,
    inputs: job.inputs ?? [],
    startedAt: attempt.sentAt,
    endedAt: at,
    ...(make.recipe ? { recipe: make.recipe } : {}),
    ...(make.seed === undefined ? {} : { seed: make.seed }),
    ...(server ? { server } : {}),
  }
  return {
    id: takeIdOf(job.id),
    storyboardId: job.storyboardId,
    nodeId: job.nodeId,
    assetId: asset.id,
    mime: asset.mime,
    draft: job.draft,
    contentKey: job.contentKey ?? '',
    freshKey: job.freshKey ?? '',
    jobId: job.id,
    createdAt: at,
    provenance,
  }
}

async function serverNamed(serverId: string, { servers }: SettlePorts): Promise<Provenance['server']> {
  const server = (await servers.list()).find((one) => one.id === serverId)
  return { id: serverId, name: server?.name ?? serverId }
}
