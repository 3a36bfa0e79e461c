import type { ServerOffers } from '../port.ts'
import type { ComfyClient } from './client.ts'
import { isSince, SINCE } from './version.ts'

/** An id that no prompt has. */
const NOBODY = '00000000-0000-4000-8000-000000000000'

/** What a server can do, by its version where it tells one that can be read, else by asking. */
export type Offers = {
  of(client: ComfyClient, signal: AbortSignal): Promise<ServerOffers>
  /** A route that should be there is not: it is not asked for again. */
  lacks(client: ComfyClient, what: 'jobs' | 'cancelJob'): void
}

/** Makes the memory of what servers offer; it holds for as long as the client that it was asked through. */
export function createOffers(): Offers {
  const found = new WeakMap<ComfyClient, { version: string | undefined; offers: ServerOffers }>()
  const missing = new WeakMap<ComfyClient, Set<string>>()
  return {
    async of(client, signal) {
      const { version } = await client.facts(signal)
      const known = found.get(client)
      // A server that was updated tells another version.
      if (known && known.version === version) return without(known.offers, missing.get(client))
      const offers = byVersion(version) ?? (await byAsking(client, signal))
      found.set(client, { version, offers })
      missing.delete(client)
      return offers
    },
    lacks(client, what) {
      missing.set(client, new Set(missing.get(client)).add(what))
    },
  }
}

function without(offers: ServerOffers, missing: ReadonlySet<string> | undefined): ServerOffers {
  if (!missing) return offers
  const { jobs, cancelJob } = offers
  return { ...offers, jobs: jobs && !missing.has('jobs'), cancelJob: cancelJob && !missing.has('cancelJob') }
}

function byVersion(version: string | undefined): ServerOffers | undefined {
  if (isSince(version, SINCE.jobs) === undefined) return undefined
  const since = (feature: keyof typeof SINCE) => isSince(version, SINCE[feature]) === true
  return {
    jobs: since('jobs'),
    cancelJob: since('cancelJob'),
    interruptJob: since('targetedInterrupt'),
    ownIds: since('clientPromptId'),
  }
}

// Interrupting cannot be tried: a server that does not know the id would stop whoever runs. The jobs list came later, so a
// server that has it knows ids.
async function byAsking(client: ComfyClient, signal: AbortSignal): Promise<ServerOffers> {
  const jobs = (await client.activeJobs(signal)) !== undefined
  const cancelJob = jobs && (await client.cancelJob(NOBODY, signal).catch(() => false))
  signal.throwIfAborted()
  return { jobs, cancelJob, interruptJob: jobs, ownIds: true }
}
