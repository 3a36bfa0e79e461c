import { type Clock, isAbort, toFailure } from '../../kernel/index.ts'
import type { Capabilities } from '../port.ts'
import type { ComfyClient } from './client.ts'
import { modelsOf } from './model-inputs.ts'
import type { Offers } from './offers.ts'
import { countQueue } from './state.ts'

type Parts = { readonly client: ComfyClient; readonly offers: Offers; readonly clock: Clock }

/** Asks a server what it can do. A server that gives no answer is `unreachable`, not an error; `failure` says why. */
export async function readCapabilities({ client, offers, clock }: Parts, signal: AbortSignal): Promise<Capabilities> {
  const base = { serverId: client.server.id }
  try {
    const { version } = await client.facts(signal)
    const offered = await offers.of(client, signal)
    const objectInfo = await client.objectInfo(signal)
    const queue = await optional(countQueue(client, offers, signal), signal)
    // Servers before 0.3.45 have no such route, and none tells it to everybody.
    const maxUpload = offered.ownIds ? await optional(client.maxUpload(signal), signal) : undefined
    return {
      ...base,
      state: 'ready',
      classes: new Set(Object.keys(objectInfo)),
      models: modelsOf(objectInfo),
      offers: { ...offered, ...(maxUpload === undefined ? {} : { maxUpload }) },
      ...(queue ? { queue } : {}),
      checkedAt: clock.now(),
      ...(version === undefined ? {} : { version }),
    }
  } catch (thrown) {
    signal.throwIfAborted()
    const failure = toFailure(thrown)
    return { ...base, state: 'unreachable', classes: new Set(), models: new Map(), failure, checkedAt: clock.now() }
  }
}

async function optional<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await work
  } catch (thrown) {
    signal.throwIfAborted()
    if (isAbort(thrown)) throw thrown
    return undefined
  }
}
