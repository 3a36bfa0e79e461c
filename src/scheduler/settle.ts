import type { Asset, Provenance, Take } from '../assets/index.ts'
import type { Collected } from '../engines/index.ts'
import { type Attempt, type Job, jobFailures } from '../jobs/index.ts'
import { toFailure } from '../kernel/index.ts'
import { taken } from './decisions.ts'
import type { Ledger } from './ledger.ts'
import { type HostPorts, mediaKind } from './ports.ts'
import type { ServerBoard } from './server-board.ts'

type SettlePorts = Pick<HostPorts, 'takes' | 'blobs' | 'probe' | 'clock'> & { readonly board: Pick<ServerBoard, 'get'> }

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
  // Mostly there is none: one question then says so.
  const anywhere = await takes.byContentKey(contentKey)
  if (!anywhere) return undefined
  const own = (await takes.byNode(job.storyboardId, job.nodeId)).filter((take) => take.contentKey === contentKey)
  const found = own.at(-1) ?? anywhere
  return (await blobs.has(found.assetId)) ? found : undefined
}

/** Ends a job with a take that exists; one of another node is listed under this node, too. Answers whether it could. */
export async function settleReused(
  job: Job,
  found: Take,
  ledger: Ledger,
  { takes, clock }: Pick<SettlePorts, 'takes' | 'clock'>,
): Promise<boolean> {
  const own = found.storyboardId === job.storyboardId && found.nodeId === job.nodeId
  const asset = own ? undefined : await takes.asset(found.assetId)
  if (!own && !asset) return false
  const takeId = own ? found.id : takeIdOf(job.id)
  const { storyboardId, nodeId } = job
  const { number: _given, ...row } = found
  const copy = { ...row, id: takeId, storyboardId, nodeId, jobId: job.id, createdAt: clock.now() }
  const mine = found.jobId === job.id
  await ledger.change(job.id, (now) =>
    now.cancelRequested
      ? undefined
      : {
          job: { state: 'done', takeId, reused: !mine },
          ...(asset ? { take: { take: copy, asset } } : {}),
          event: mine ? 'done' : 'reused',
          facts: { takeId },
        },
  )
  return true
}

/**
 * Puts what an attempt made into the library and ends the job, in one transaction; asked twice, or after a cancel, it
 * changes nothing. Rejects with `jobs/unreadable-output` when the file is damaged.
 */
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
  const take = describeTake(job, attempt, asset, ports)
  const facts = files.length > 1 ? { files: files.length } : {}
  await ledger.change(job.id, (now) => taken(now, attempt, { take, asset }, ports.clock.now(), facts))
}

/** Ends a job whose take was stored by a former life of the program that did not get as far as saying so. */
export async function settleCommitted(job: Job, attempt: Attempt, ledger: Ledger, at: number): Promise<void> {
  const takeId = job.takeId ?? takeIdOf(job.id)
  await ledger.change(job.id, () => ({
    job: { state: 'done', takeId },
    attempt: { ...attempt, state: 'ended', endedAt: at },
    event: 'done',
    facts: { takeId },
  }))
}

async function storeFile(job: Job, file: Collected, { blobs, probe, clock }: SettlePorts): Promise<Asset> {
  const { width, height, frames, seconds } = file
  const told = Object.entries({ width, height, frames, seconds }).filter(([, value]) => value !== undefined)
  // What the file says of itself is better than what the server says. Looked into first: what is damaged is not kept.
  const seen = await look(job, file, probe)
  const { hash, bytes } = await blobs.put(file.bytes)
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

async function look(job: Job, file: Collected, probe: SettlePorts['probe']): Promise<Partial<Asset>> {
  try {
    return await probe(file.bytes, file.mime)
  } catch (thrown) {
    const { code, message, detail } = toFailure(thrown)
    // Whole, but more than may be taken in: fetching it again would not change that.
    if (code.endsWith('/too-large')) throw thrown
    throw jobFailures.error('jobs/unreadable-output', {
      facts: { file: file.name },
      detail: `${file.bytes.size} bytes\n${code}: ${message}\n${detail ?? ''}`,
      at: { jobId: job.id, nodeId: job.nodeId },
      cause: thrown,
    })
  }
}

function describeTake(job: Job, attempt: Attempt, asset: Asset, ports: SettlePorts): Omit<Take, 'number'> {
  const { make } = job
  const at = ports.clock.now()
  const server = attempt.serverId === undefined ? undefined : serverNamed(attempt.serverId, ports)
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

function serverNamed(serverId: string, { board }: SettlePorts): Provenance['server'] {
  return { id: serverId, name: board.get(serverId)?.server.name ?? serverId }
}
