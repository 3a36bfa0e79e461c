import type { Job, JobEvent, JobStore } from '../jobs/index.ts'
import type { Clock, Failure, JsonObject } from '../kernel/index.ts'
import type { Notice } from '../notices/index.ts'
import type { QueueState, ServerState } from '../scheduler/index.ts'
import { type RunCursor, readRuns } from './history.ts'
import { redact } from './redact.ts'

/** Jobs that a report tells of. */
const MOST_JOBS = 200
/** Characters of a detail that a report keeps. */
const MOST_DETAIL = 4000

/** What only the page knows: versions, the browser, how full its storage is. */
export type ReportAbout = {
  readonly version: string
  readonly browser: string
  readonly language: string
  readonly storage?: JsonObject
}

/** What a report is made from. */
export type ReportPorts = {
  readonly clock: Pick<Clock, 'now'>
  readonly jobs: Pick<JobStore, 'runs' | 'list' | 'events'>
  readonly servers: readonly ServerState[]
  readonly notices: readonly Notice[]
  readonly queue: QueueState | undefined
  readonly role: string
}

/**
 * A diagnostic report as the text of a JSON file: what happened, without prompts, titles, headers, logins or names of
 * people. Everything passes the same redaction before it is written.
 */
export async function writeReport(about: ReportAbout, ports: ReportPorts): Promise<string> {
  const jobs = await newestJobs(ports.jobs)
  const told = await Promise.all(jobs.map(async (job) => describeJob(job, await ports.jobs.events(job.id))))
  const report = {
    format: 'framewright/report',
    version: 1,
    at: new Date(ports.clock.now()).toISOString(),
    about,
    role: ports.role,
    queue: ports.queue && { ...ports.queue, reason: describeFailure(ports.queue.reason) },
    servers: ports.servers.map(describeServer),
    jobs: told,
    notices: ports.notices.map(({ topic, level, at, count, title }) => ({ topic, level, at, count, title })),
  }
  return `${JSON.stringify(redact(report, secretsOf(ports.servers)), null, 2)}\n`
}

async function newestJobs(store: ReportPorts['jobs']): Promise<readonly Job[]> {
  const found: Job[] = []
  let after: RunCursor | undefined
  do {
    const page = await readRuns(store, after)
    found.push(...page.runs.flatMap(({ jobs }) => [...jobs].reverse()))
    after = page.next
  } while (after && found.length < MOST_JOBS)
  return found.slice(0, MOST_JOBS)
}

function describeJob(job: Job, events: readonly JobEvent[]) {
  const { id, runId, engine, state, serverId, servers, priority, attempts, suspect, cancelRequested, draft } = job
  const { createdAt, startedAt, endedAt, notBefore, waiting, reused, givenUp, exhausted, make, failure } = job
  const times = { createdAt, startedAt, endedAt, notBefore }
  const marks = { suspect, cancelRequested, draft, reused, givenUp, exhausted, waiting }
  return {
    ...{ id, runId, engine, state, serverId, servers, priority, attempts, ...times, ...marks },
    ...{ kind: make.kind, purpose: make.purpose, recipe: make.recipe?.id, recipeHash: make.recipe?.hash },
    failure: describeFailure(failure),
    events: events.map(({ at, event, facts }) => ({ at, event, facts })),
  }
}

function describeFailure(failure: Failure | undefined) {
  if (!failure) return undefined
  const { code, message, detail, retry } = failure
  return { code, message, retry, detail: detail?.slice(0, MOST_DETAIL) }
}

function describeServer({ server, health, report, capabilities, breaker, hold, ...counts }: ServerState) {
  const { id, name, url, path, headers, concurrency, enabled, intake, weight } = server
  return {
    ...{ id, name, url, concurrency, enabled, intake, weight, health, forwarded: path !== undefined },
    // How many there are may explain a refusal; what they are is nobody's business.
    headerCount: Object.keys(headers ?? {}).length,
    verdict: report?.verdict,
    devices: report?.devices,
    serverVersion: capabilities?.version ?? report?.version,
    classes: capabilities?.classes.size,
    modelFolders: capabilities?.models.size,
    ...{ running: counts.running, queued: counts.queued, waiting: counts.waiting, foreign: counts.foreign },
    breaker,
    hold: hold && { since: hold.since, failure: describeFailure(hold.failure) },
    failure: describeFailure(counts.failure),
  }
}

/** Header values, whole and word by word, and logins inside of addresses. */
function secretsOf(servers: readonly ServerState[]): readonly string[] {
  return servers.flatMap(({ server: { headers, url } }) => {
    const values = Object.values(headers ?? {})
    const login = /\/\/([^/@\s]+)@/.exec(url)?.[1]
    return [...values, ...values.flatMap((value) => value.split(/[\s;,]+/)), ...(login?.split(':') ?? [])].filter(
      (word) => word.length >= 4 && !/^(bearer|basic|digest|token)$/i.test(word),
    )
  })
}
