import { type Connection, connectApi } from '../kernel/browser.ts'
import { type Clock, createSignal, FailureError, type Live } from '../kernel/index.ts'
import type { LiveEvent, Scheduler } from './contract.ts'
import { schedulerFailures } from './failures.ts'
import type { Wakeups } from './ports.ts'

/** The scheduler as a page holds it: it outlives its worker. */
export type SchedulerClient = Scheduler & {
  /** How often the worker had to be started again. */
  readonly restarts: Live<number>
  close(): void
}

/** What a client needs. `page` is the window, whose `pagehide` and `pageshow` stop and start the worker. */
export type ClientPorts = {
  startWorker(): Worker
  readonly clock: Clock
  readonly page?: EventTarget
  /** Moments at which servers that seem down are looked at without waiting. */
  readonly wakeups?: Wakeups
}

type Listener = (events: readonly LiveEvent[]) => void

/** Two pings in a row must stay unanswered for so long, in ms: a worker that writes a film is busy, not dead. */
const PATIENCE = 8000
const PING_EVERY = 5000
/** Longest wait before a worker that keeps dying is started again, in ms. */
const SLOWEST_START = 30_000

/** Starts the scheduler's worker and keeps one running until closed. */
export function createSchedulerClient({ startWorker, clock, page, wakeups }: ClientPorts): SchedulerClient {
  const restarts = createSignal(0)
  const subscriptions = new Map<Listener, Promise<(() => void) | undefined>>()
  let current: { readonly worker: Worker; readonly connection: Connection<Scheduler> } | undefined
  let connection!: Promise<Connection<Scheduler>>
  let connected: (connection: Connection<Scheduler>) => void = () => {}
  let givenUp: (reason: FailureError) => void = () => {}
  let cancelStart: (() => void) | undefined
  let closed = false
  let quickDeaths = 0

  let waits = false
  const awaitNext = () => {
    // Whoever waits already goes on waiting for the same.
    if (waits) return
    waits = true
    connection = new Promise((resolve, reject) => {
      connected = resolve
      givenUp = reject
    })
    // Nobody may be waiting when it is given up.
    connection.catch(() => undefined)
  }
  const subscribe = (listener: Listener, to: Connection<Scheduler>) => {
    const ending = to.api.watch(listener).catch(() => undefined)
    subscriptions.set(listener, ending)
    return ending
  }
  const start = () => {
    cancelStart = undefined
    const began = clock.monotonic()
    const worker = startWorker()
    const made = connectApi<Scheduler>(worker, { clock, every: PING_EVERY, patience: PATIENCE })
    current = { worker, connection: made }
    waits = false
    connected(made)
    for (const listener of subscriptions.keys()) void subscribe(listener, made)
    void made.ended.then(() => {
      worker.terminate()
      if (closed || current?.worker !== worker) return
      current = undefined
      quickDeaths = clock.monotonic() - began < SLOWEST_START ? quickDeaths + 1 : 0
      awaitNext()
      restarts.set(restarts.get() + 1)
      const failure = schedulerFailures.make('scheduler/worker-gone')
      for (const listener of subscriptions.keys()) listener([{ live: 'stopped', failure }])
      // At once the first time; a worker that dies at every start must not eat the machine.
      const rest = quickDeaths <= 1 ? 0 : Math.min(SLOWEST_START, 1000 * 2 ** (quickDeaths - 2))
      cancelStart = clock.after(rest, start)
    })
  }
  const stop = () => {
    cancelStart?.()
    const last = current
    current = undefined
    last?.worker.terminate()
    last?.connection.close()
  }
  // A page that is parked for going back would hold the lock and do nothing with it.
  const hide = () => {
    stop()
    awaitNext()
  }
  const show = (event: Event) => {
    if (!closed && 'persisted' in event && event.persisted === true && !current) start()
  }

  awaitNext()
  page?.addEventListener('pagehide', hide)
  page?.addEventListener('pageshow', show)
  start()

  const call =
    <K extends keyof Scheduler>(name: K) =>
    async (...args: Parameters<Scheduler[K]>): Promise<Awaited<ReturnType<Scheduler[K]>>> => {
      const { api } = await connection
      return (api[name] as (...args: unknown[]) => Promise<Awaited<ReturnType<Scheduler[K]>>>)(...args)
    }
  // A page that is parked has no worker to tell.
  const deaf = wakeups?.(() => void (current && call('wake')().catch(() => {})))
  return {
    restarts,
    run: call('run'),
    async wait(runId) {
      // The run goes on whatever happens to the worker, so waiting does, too.
      for (;;) {
        try {
          return await call('wait')(runId)
        } catch (thrown) {
          const died = thrown instanceof FailureError && thrown.failure.code === 'kernel/worker-died'
          if (!died || closed) throw thrown
        }
      }
    },
    cancel: call('cancel'),
    retry: call('retry'),
    pause: call('pause'),
    resume: call('resume'),
    isPaused: call('isPaused'),
    queue: call('queue'),
    setQueue: call('setQueue'),
    stopAll: call('stopAll'),
    giveUp: call('giveUp'),
    reorder: call('reorder'),
    clearEnded: call('clearEnded'),
    wake: call('wake'),
    addServer: call('addServer'),
    updateServer: call('updateServer'),
    removeServer: call('removeServer'),
    resetServer: call('resetServer'),
    checkServer: call('checkServer'),
    servers: call('servers'),
    async watch(listener) {
      await subscribe(listener, await connection)
      return () => {
        const ending = subscriptions.get(listener)
        subscriptions.delete(listener)
        void ending?.then((end) => end?.())
      }
    },
    close() {
      closed = true
      deaf?.()
      page?.removeEventListener('pagehide', hide)
      page?.removeEventListener('pageshow', show)
      stop()
      const gone = schedulerFailures.error('scheduler/worker-gone')
      // Those who wait for a worker that will not come are told; those who come later, too.
      givenUp(gone)
      connection = Promise.reject(gone)
      connection.catch(() => undefined)
    },
  }
}
