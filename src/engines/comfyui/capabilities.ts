import type { Clock } from '../../kernel/index.ts'
import type { Capabilities } from '../port.ts'
import type { ComfyClient } from './client.ts'
import { modelsOf } from './model-inputs.ts'

/** Asks a server what it can do. A server that gives no answer is `unreachable`, not an error. */
export async function readCapabilities(client: ComfyClient, clock: Clock, signal: AbortSignal): Promise<Capabilities> {
  const base = { serverId: client.server.id }
  try {
    const { version } = await client.facts(signal)
    const objectInfo = await client.objectInfo(signal)
    return {
      ...base,
      state: 'ready',
      classes: new Set(Object.keys(objectInfo as object)),
      models: modelsOf(objectInfo as Record<string, unknown>),
      checkedAt: clock.now(),
      ...(version === undefined ? {} : { version }),
    }
  } catch {
    signal.throwIfAborted()
    return { ...base, state: 'unreachable', classes: new Set(), models: new Map(), checkedAt: clock.now() }
  }
}
