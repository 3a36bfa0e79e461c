import { type Clock, isAbort } from '../kernel/index.ts'

/** Who acts on the jobs of this origin, as a row. `beatAt` 0 = given up on purpose. */
export type LeaderRow = { readonly owner: string; readonly epoch: number; readonly beatAt: number }

/** The row on disk; `change` is compare-and-set like the one of jobs. */
export type LeaderStore = {
  change(decide: (row: LeaderRow | undefined) => LeaderRow | undefined): Promise<LeaderRow | undefined>
}

/** A lock of the browser: `held` keeps it until its promise ends; the request rejects when it is aborted or stolen. */
export type LockPort = {
  request(
    options: { readonly signal?: AbortSignal; readonly steal?: boolean },
    held: () => Promise<void>,
  ): Promise<void>
}

/** One time of leading. Nothing may be written once `isLeading` answers false. */
export type Term = { readonly epoch: number; isLeading(): boolean }

/** What campaigning needs. Without a lock (plain http on a LAN) the row alone decides. */
export type CampaignPorts = {
  readonly store: LeaderStore
  readonly lock?: LockPort
  readonly clock: Clock
  readonly owner: string
  onLead(term: Term): Promise<void>
  /** Resolves when nothing more is written. */
  onLose(): Promise<void>
}

/** How often the leader shows that it lives, and a waiter asks again, in ms. */
const BEAT = 2000
/** A leader that could not show itself for so long stops by itself, in ms. */
export const FENCE = 10_000
/** A leader that was silent for so long is replaced, in ms: later than it stopped by itself. */
export const SILENCE = 15_000

/** Tries to lead, again and again, until stopped. Asking anew also evicts pages that are parked with the lock in hand. */
export function campaign(ports: CampaignPorts): { stop(): Promise<void> } {
  const controller = new AbortController()
  const watchman = createWatchman(ports)
  const running = run(ports, watchman, controller.signal)
  return {
    async stop() {
      controller.abort()
      await running
    },
  }
}

async function run(ports: CampaignPorts, watchman: Watchman, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      const silent = await watchman.isSilent()
      if (stopped.aborted) return
      if (ports.lock) await askForLock(ports, ports.lock, silent.known && silent.silent, stopped)
      // Of several that saw the same silence only one may follow: the claim holds only for the row that was seen.
      else if (silent.silent) await lead(ports, stopped, (row) => signOf(row) === silent.sign)
    } catch (thrown) {
      // Losing the lock, and a database that cannot be read now, end in the same way: ask again.
      if (!isAbort(thrown) && stopped.aborted) return
    }
    await pause(ports.clock, BEAT, stopped)
  }
}

async function askForLock(ports: CampaignPorts, lock: LockPort, steal: boolean, stopped: AbortSignal): Promise<void> {
  const asking = new AbortController()
  const giveUp = ports.clock.after(BEAT, () => asking.abort())
  const ending = new AbortController()
  const signal = AbortSignal.any([asking.signal, stopped])
  let leading: Promise<void> | undefined
  try {
    // Stealing and waiting exclude each other in the browser's interface.
    await lock.request(steal ? { steal } : { signal }, () => {
      giveUp()
      leading = lead(ports, AbortSignal.any([stopped, ending.signal]))
      return leading
    })
  } finally {
    giveUp()
    ending.abort()
    // A stolen lock rejects the request while this host still has to let go.
    await leading
  }
}

/** Leads until stopped, fenced off by a newer epoch, or unable to show that it lives. */
async function lead(
  ports: CampaignPorts,
  stopped: AbortSignal,
  may: (row: LeaderRow | undefined) => boolean = () => true,
): Promise<void> {
  const { store, clock, owner } = ports
  let epoch = 0
  await store.change((row) => {
    epoch = may(row) ? (row?.epoch ?? 0) + 1 : 0
    return epoch === 0 ? undefined : { owner, epoch, beatAt: clock.now() }
  })
  if (epoch === 0 || stopped.aborted) return
  const state = { lastBeat: clock.monotonic(), over: false }
  const isLeading = () => !state.over && !stopped.aborted && clock.monotonic() - state.lastBeat < FENCE
  const starting = ports.onLead({ epoch, isLeading })
  while (isLeading()) {
    await pause(clock, BEAT, stopped)
    if (!isLeading()) break
    const asked = clock.monotonic()
    const row = await store
      .change((now) => (now?.epoch === epoch ? { ...now, beatAt: clock.now() } : undefined))
      .catch(() => undefined)
    if (row && row.epoch !== epoch) state.over = true
    if (row?.epoch === epoch) state.lastBeat = asked
  }
  state.over = true
  await starting.catch(() => undefined)
  await ports.onLose()
  await store.change((now) => (now?.epoch === epoch ? { ...now, beatAt: 0 } : undefined)).catch(() => undefined)
}

type Watchman = { isSilent(): Promise<{ known: boolean; silent: boolean; sign: string }> }

function signOf(row: LeaderRow | undefined): string {
  return row ? `${row.epoch} ${row.beatAt}` : ''
}

// Judged by how long the row was seen not to change: wall clocks jump, and two tabs need not agree on them.
function createWatchman({ store, clock }: CampaignPorts): Watchman {
  let seen = ''
  let since = clock.monotonic()
  return {
    async isSilent() {
      const row = await store.change(() => undefined)
      const sign = signOf(row)
      if (sign !== seen) {
        seen = sign
        since = clock.monotonic()
      }
      const free = row === undefined || row.beatAt === 0
      return { sign, known: !free, silent: free || clock.monotonic() - since >= SILENCE }
    },
  }
}

/** Waits, but no longer than until stopped. */
function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      cancel()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.after(ms, done)
    signal.addEventListener('abort', done, { once: true })
  })
}
