import type { Ticket } from '../../jobs/index.ts'
import { createUuid } from '../../kernel/index.ts'
import type { Engine, Server } from '../port.ts'
import { cancelPrompt } from './cancel.ts'
import { readCapabilities } from './capabilities.ts'
import { type ComfyClient, createClient } from './client.ts'
import { collectTicket } from './collect.ts'
import { comfyFailures } from './failures.ts'
import { followTicket } from './follow.ts'
import { createLines } from './lines.ts'
import type { ComfyPorts } from './ports.ts'
import { createSeen } from './seen.ts'
import { readState } from './state.ts'
import { submitTicket } from './submit.ts'
import { COMFY_ENGINE, type ComfyTicket, prepareTicket, readTicket } from './ticket.ts'
import { createUploads } from './uploads.ts'

/** Makes the engine that runs recipes on ComfyUI servers. It holds nothing that a ticket does not hold, too, but memory of what is known anyway. */
export function createComfyEngine(ports: ComfyPorts): Engine {
  const clientOf = createClients(ports)
  const lines = createLines(ports)
  const uploads = createUploads(ports.blobs)
  const seen = createSeen()
  const { clock } = ports

  const open = async (ticket: Ticket): Promise<{ read: ComfyTicket; client: ComfyClient }> => {
    const read = readTicket(ticket)
    const server = await ports.server(read.serverId)
    if (!server) throw comfyFailures.error('comfyui/server-gone', { at: { jobId: read.jobId, nodeId: read.nodeId } })
    return { read, client: clientOf(server) }
  }
  return {
    id: COMFY_ENGINE,
    reads: 'generate',
    drafts: false,
    serverless: false,
    async capabilities(server, signal) {
      if (!server) return { state: 'unknown', classes: new Set(), models: new Map(), checkedAt: clock.now() }
      return readCapabilities(clientOf(server), clock, signal)
    },
    prepare: prepareTicket,
    async submit(ticket, signal) {
      const { read, client } = await open(ticket)
      signal.throwIfAborted()
      // Opened while the inputs are sent, so that nothing is missed of short jobs.
      lines.warm(client, read.clientId)
      await submitTicket(read, client, uploads, signal)
    },
    async reconcile(ticket, signal) {
      const { read, client } = await open(ticket)
      return (await readState(client, read.promptId, signal)).state
    },
    async follow(ticket, onEvent, signal) {
      const { read, client } = await open(ticket)
      return followTicket(read, { client, lines, clock, seen }, onEvent, signal)
    },
    async collect(ticket, signal) {
      const { read, client } = await open(ticket)
      return collectTicket(read, { client, clock, seen }, signal)
    },
    async cancel(ticket, signal) {
      const { read, client } = await open(ticket)
      return cancelPrompt(client, read.promptId, clock, signal)
    },
    dispose: () => lines.dispose(),
  }
}

/** One client per server, made anew when its address or its headers change. */
function createClients(ports: ComfyPorts): (server: Server) => ComfyClient {
  const clients = new Map<string, { signature: string; client: ComfyClient }>()
  return (server) => {
    const signature = JSON.stringify([server.url, server.path, server.name, server.headers])
    const known = clients.get(server.id)
    if (known?.signature === signature) return known.client
    const client = createClient(ports, server, `framewright-${createUuid(ports.random)}`)
    clients.set(server.id, { signature, client })
    return client
  }
}
