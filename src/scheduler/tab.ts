import type { Server } from '../engines/index.ts'
import { type Clock, type Random, toFailure } from '../kernel/index.ts'
import type { TabChannel } from './channel.ts'
import { createCommands } from './commands.ts'
import type { LiveEvent, Scheduler, ServerState } from './contract.ts'
import type { SchedulerHost } from './host.ts'
import type { CampaignPorts, Term } from './leadership.ts'
import type { Doctor, SchedulerStores } from './ports.ts'

/** What one tab's share of the scheduler needs. */
export type TabPorts = SchedulerStores & {
  readonly clock: Clock
  readonly random: Random
  readonly channel: TabChannel
  readonly doctor: Doctor
  /** Makes the host for a time of leading. */
  makeHost(term: Term): SchedulerHost
  /** Tries to lead until stopped; see `campaign`. */
  campaign(handlers: Pick<CampaignPorts, 'onLead' | 'onLose'>): { stop(): Promise<void> }
}

/** One tab: takes commands always, acts on them while it leads, and passes on what the leader tells while it does not. */
export type SchedulerTab = { readonly scheduler: Scheduler; stop(): Promise<void> }

/** Time before a host that could not start is started again, in ms. */
const START_AGAIN = 5000

/** Makes a tab's share of the scheduler and begins to campaign. */
export function createSchedulerTab(ports: TabPorts): SchedulerTab {
  const { channel, clock } = ports
  const listeners = new Set<(events: readonly LiveEvent[]) => void>()
  let host: SchedulerHost | undefined
  let told: readonly ServerState[] | undefined
  let cancelStart: (() => void) | undefined

  const tell = (events: readonly LiveEvent[]) => {
    for (const listener of [...listeners]) listener(events)
  }
  const publish = (events: readonly LiveEvent[]) => {
    tell(events)
    channel.post({ tell: 'live', events })
  }
  const servers = async (): Promise<readonly ServerState[]> =>
    host?.servers() ?? merge(await ports.servers.list(), told ?? [])

  const start = async (leading: SchedulerHost) => {
    try {
      await leading.start()
    } catch (thrown) {
      publish([{ live: 'stopped', failure: toFailure(thrown) }])
      cancelStart = clock.after(START_AGAIN, () => void start(leading))
    }
  }
  const leadership = ports.campaign({
    async onLead(term) {
      const leading = ports.makeHost(term)
      host = leading
      leading.watch(publish)
      tell([{ live: 'role', role: 'leader' }])
      await start(leading)
    },
    async onLose() {
      cancelStart?.()
      const former = host
      host = undefined
      tell([{ live: 'role', role: 'follower' }])
      await former?.stop()
      channel.post({ tell: 'hello' })
    },
  })

  const deaf = channel.listen((message) => {
    if (message.tell === 'live') {
      if (host) return
      for (const event of message.events) if (event.live === 'servers') told = event.servers
      tell(message.events)
    }
    if (!host) return
    if (message.tell === 'hello') channel.post({ tell: 'live', events: [{ live: 'servers', servers: host.servers() }] })
    if (message.tell !== 'poke') return
    host.poke()
    if (message.check !== undefined) void host.checkServer(message.check)
    if (message.reset !== undefined) void host.resetServer(message.reset)
    if (message.wake) host.wakeUp()
  })
  channel.post({ tell: 'hello' })

  const commands = createCommands({
    ...ports,
    poke() {
      host?.poke()
      channel.post({ tell: 'poke' })
    },
    look: (server) => look(server, ports, host),
    wake() {
      if (host) host.wakeUp()
      else channel.post({ tell: 'poke', wake: true })
    },
    async reset(serverId) {
      if (host) await host.resetServer(serverId)
      else channel.post({ tell: 'poke', reset: serverId })
    },
  })
  return {
    scheduler: {
      ...commands,
      servers,
      async watch(listener) {
        const [known, queue] = await Promise.all([servers(), commands.queue()])
        // Said together with listening, not before reading: what changes in between would never be told again.
        listeners.add(listener)
        listener([
          { live: 'role', role: host ? 'leader' : 'follower' },
          { live: 'servers', servers: host?.servers() ?? known },
          { live: 'queue', queue },
        ])
        return () => void listeners.delete(listener)
      },
    },
    async stop() {
      await leadership.stop()
      deaf()
      channel.close()
      listeners.clear()
    },
  }
}

async function look(server: Server, { channel, doctor }: TabPorts, host: SchedulerHost | undefined) {
  const report = await host?.checkServer(server.id)
  if (report) return report
  channel.post({ tell: 'poke', check: server.id })
  return doctor(server, new AbortController().signal)
}

/** Servers as a tab knows them that does not lead: the rows are the truth, the leader's news is what is known of them. */
function merge(rows: readonly Server[], told: readonly ServerState[]): readonly ServerState[] {
  return rows.map((server) => {
    const known = told.find((one) => one.server.id === server.id)
    return known ? { ...known, server } : { server, health: 'unknown', running: 0, waiting: 0 }
  })
}
