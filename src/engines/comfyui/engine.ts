import type { Ticket } from '../../jobs/index.ts'
import { createUuid } from '../../kernel/index.ts'
import type { Engine, Server } from '../port.ts'
import { comfyTraits } from '../traits.ts'
import { cancelPrompt } from './cancel.ts'
import { readCapabilities } from './capabilities.ts'
import { type ClientMemory, type ComfyClient, createClient } from './client.ts'
import { CLOCKS } from './clocks.ts'
import { collectTicket } from './collect.ts'
import { comfyFailures } from './failures.ts'
import { followTicket } from './follow.ts'
import { createIdentities } from './identities.ts'
import { createLines } from './lines.ts'
import { createOffers } from './offers.ts'
import type { ComfyPorts } from './ports.ts'
import { createSeen } from './seen.ts'
import { countQueue, readState } from './state.ts'
import { submitTicket } from './submit.ts'
import { type ComfyTicket, prepareTicket, readTicket } from './ticket.ts'
import { createUploads } from './uploads.ts'

/** Makes the engine that runs recipes on ComfyUI servers. It holds nothing that a ticket does not hold, too, but memory of what is known anyway. */
export function createComfyEngine(ports: ComfyPorts): Engine {
  const clientOf = createClients(ports)
  const lines = createLines(ports)
  const uploads = createUploads(ports.blobs)
  const seen = createSeen()
  const offers = createOffers()
  const clocks = { ...CLOCKS, ...ports.clocks }
  const { clock } = ports

  const open = async (ticket: Ticket): Promise<{ read: ComfyTicket; client: ComfyClient }> => {
    const read = readTicket(ticket)
    const server = await ports.server(read.serverId)
    if (!server) throw comfyFailures.error('comfyui/server-gone', { at: { jobId: read.jobId, nodeId: read.nodeId } })
    const client = clientOf(server)
    note(client.own, read.promptId)
    return { read, client }
  }
  return {
    ...comfyTraits,
    async capabilities(server, signal) {
      if (!server) return { state: 'unknown', classes: new Set(), models: new Map(), checkedAt: clock.now() }
      return readCapabilities({ client: clientOf(server), offers, clock }, signal)
    },
    prepare: prepareTicket,
    async submit(ticket, signal) {
      const { read, client } = await open(ticket)
      signal.throwIfAborted()
      // Opened while the inputs are sent, so that nothing is missed of short jobs.
      lines.warm(client, read.clientId)
      await submitTicket(read, { client, uploads, offers }, signal)
    },
    async reconcile(ticket, signal) {
      const { read, client } = await open(ticket)
      return (await readState(client, offers, read.promptId, signal)).state
    },
    async follow(ticket, onEvent, signal) {
      const { read, client } = await open(ticket)
      return followTicket(read, { client, offers, lines, clock, clocks, seen }, onEvent, signal)
    },
    async collect(ticket, signal) {
      const { read, client } = await open(ticket)
      return collectTicket(read, { client, clock, seen }, signal)
    },
    async cancel(ticket, signal) {
      const { read, client } = await open(ticket)
      return cancelPrompt(read.promptId, { client, offers, clock }, signal)
    },
    queue: (server, signal) => countQueue(clientOf(server), offers, signal),
    release: (server, signal) => clientOf(server).free(signal),
    logs: (server, signal) => clientOf(server).logs(signal),
    dispose: () => lines.dispose(),
  }
}

/** How many of our prompts are told from those of others; a server's queue is far shorter. */
const REMEMBERED = 5000

function note(own: Set<string>, promptId: string): void {
  own.add(promptId)
  const oldest = own.values().next().value
  if (own.size > REMEMBERED && oldest !== undefined) own.delete(oldest)
}

/** One client per server, made anew when its address or its headers change. */
function createClients(ports: ComfyPorts): (server: Server) => ComfyClient {
  const clients = new Map<string, { signature: string; client: ComfyClient }>()
  const memories = new Map<string, ClientMemory>()
  return (server) => {
    const signature = JSON.stringify([server.url, server.path, server.name, server.headers])
    const known = clients.get(server.id)
    if (known?.signature === signature) return known.client
    const memory = memories.get(server.id) ?? { identities: createIdentities(), own: new Set<string>() }
    memories.set(server.id, memory)
    const client = createClient(ports, server, `framewright-${createUuid(ports.random)}`, memory)
    clients.set(server.id, { signature, client })
    return client
  }
}
