import type { Ticket } from '../jobs/index.ts'
import { canonicalJson, isAbort } from '../kernel/index.ts'
import type { Engine, EngineEvent, FollowEnd, Order } from './port.ts'

/** An engine in a world of its own, as the conformance suite drives it. */
export type EngineWorld = {
  readonly engine: Engine
  /** Another engine over the same servers and stores, as after a restart of the program. */
  remake(): Engine
  /** A job that is done soon. Each call gives another job. */
  order(): Order
  /** A job that keeps running until it is stopped. */
  slowOrder(): Order
  /** True when nothing that the engines opened is open any more. */
  isQuiet(): Promise<boolean>
  dispose(): Promise<void>
}

/** One behaviour that every engine has; `run` rejects with a sentence when it has not. */
export type ConformanceCase = { readonly name: string; readonly run: () => Promise<void> }

/** The behaviours that the scheduler relies on; run each as a test. */
export function engineConformance(make: () => Promise<EngineWorld>): readonly ConformanceCase[] {
  const inWorld = (name: string, body: (world: EngineWorld) => Promise<void>): ConformanceCase => ({
    name,
    async run() {
      const world = await make()
      try {
        await body(world)
      } finally {
        await world.dispose()
      }
    },
  })
  return [
    inWorld('prepare is pure and gives plain JSON', preparesPurely),
    inWorld('what is submitted is followed to its end and collected', makesSomething),
    inWorld('a ticket that went through JSON is taken up by another engine', resumes),
    inWorld('a submission that never was is absent', knowsNothing),
    inWorld('what runs is stopped, and says so to whoever follows', stopsRunning),
    inWorld('what waits is stopped, and what runs before it goes on', stopsWaiting),
    inWorld('an aborted call ends at once and leaves nothing open', letsGo),
    inWorld('an aborted submit ends at once', refusesToSend),
  ]
}

async function preparesPurely({ engine, order }: EngineWorld): Promise<void> {
  const one = order()
  const ticket = engine.prepare(one)
  check(ticket.engine === engine.id, 'the ticket names its engine')
  check(ticket.id === one.attemptId, 'the ticket bears the id of the attempt')
  check(canonicalJson(ticket) === canonicalJson(engine.prepare(one)), 'the same order gives the same ticket')
  check(canonicalJson(ticket) === canonicalJson(throughJson(ticket)), 'the ticket survives JSON')
}

async function makesSomething({ engine, order }: EngineWorld): Promise<void> {
  const ticket = engine.prepare(order())
  const { signal } = new AbortController()
  await engine.submit(ticket, signal)
  const events: EngineEvent[] = []
  const end = await engine.follow(ticket, (event) => events.push(event), signal)
  check(end.end === 'succeeded', `it ends well, not ${JSON.stringify(end)}`)
  let last = 0
  for (const event of events) {
    if (event.event !== 'progress') continue
    check(event.value / event.max >= last, 'progress never goes back')
    last = event.value / event.max
  }
  check(last <= 1, 'progress stays within its limits')
  await checkCollected(engine, ticket, signal)
}

async function checkCollected(engine: Engine, ticket: Ticket, signal: AbortSignal): Promise<void> {
  const [first] = await engine.collect(ticket, signal)
  check(first !== undefined && first.bytes.size > 0, 'a file with bytes is collected')
  check(/^(image|video|audio)\//.test(first?.mime ?? ''), `its type is that of a medium, not ${first?.mime}`)
}

async function resumes({ engine, remake, order }: EngineWorld): Promise<void> {
  const { signal } = new AbortController()
  const ticket = engine.prepare(order())
  await engine.submit(ticket, signal)
  const stored = throughJson(ticket)
  // Engines without a server lose their work with themselves; what a server holds must be found again.
  const second = engine.serverless ? engine : remake()
  if (!engine.serverless) engine.dispose()
  check((await second.reconcile(stored, signal)) !== 'absent', 'the submission is found')
  check((await second.follow(stored, () => undefined, signal)).end === 'succeeded', 'it is followed to its end')
  await checkCollected(second, stored, signal)
  check((await second.reconcile(stored, signal)) === 'ended', 'afterwards it has ended')
}

async function knowsNothing({ engine, order }: EngineWorld): Promise<void> {
  const { signal } = new AbortController()
  const ticket = engine.prepare(order())
  check((await engine.reconcile(ticket, signal)) === 'absent', 'it is absent')
  check((await engine.cancel(ticket, signal)) === 'absent', 'there is nothing to cancel')
}

async function stopsRunning({ engine, slowOrder }: EngineWorld): Promise<void> {
  const { signal } = new AbortController()
  const ticket = engine.prepare(slowOrder())
  await engine.submit(ticket, signal)
  const { started, ended } = follow(engine, ticket, signal)
  await started
  await stop(engine, ticket, signal)
  const { end } = await ended
  check(end === 'cancelled' || end === 'lost', `following ends as cancelled, not ${end}`)
}

async function stopsWaiting({ engine, slowOrder }: EngineWorld): Promise<void> {
  const { signal } = new AbortController()
  const [first, second] = [engine.prepare(slowOrder()), engine.prepare(slowOrder())]
  await engine.submit(first, signal)
  const { started, ended } = follow(engine, first, signal)
  await started
  await engine.submit(second, signal)
  await stop(engine, second, signal)
  check((await engine.reconcile(first, signal)) === 'running', 'the other one still runs')
  check((await engine.reconcile(second, signal)) !== 'running', 'the stopped one does not run')
  await stop(engine, first, signal)
  await ended
}

async function letsGo({ engine, slowOrder, isQuiet }: EngineWorld): Promise<void> {
  const controller = new AbortController()
  const { signal } = new AbortController()
  const ticket = engine.prepare(slowOrder())
  await engine.submit(ticket, signal)
  const { started, ended } = follow(engine, ticket, controller.signal)
  await started
  controller.abort()
  const thrown = await ended.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  check(isAbort(thrown), 'following rejects with the abort')
  await stop(engine, ticket, signal)
  engine.dispose()
  check(await isQuiet(), 'nothing is left open')
}

async function refusesToSend({ engine, order }: EngineWorld): Promise<void> {
  const controller = new AbortController()
  controller.abort()
  const ticket = engine.prepare(order())
  const thrown = await engine.submit(ticket, controller.signal).catch((reason: unknown) => reason)
  check(isAbort(thrown), 'submitting rejects with the abort')
  check((await engine.reconcile(ticket, new AbortController().signal)) === 'absent', 'nothing was sent')
}

function follow(
  engine: Engine,
  ticket: Ticket,
  signal: AbortSignal,
): { started: Promise<void>; ended: Promise<FollowEnd> } {
  let start = () => {}
  const began = new Promise<void>((resolve) => {
    start = resolve
  })
  const ended = engine.follow(
    ticket,
    (event) => event.event !== 'suspect' && event.event !== 'queue' && start(),
    signal,
  )
  // An end without a beginning must not leave the test waiting.
  const started = Promise.race([
    began,
    ended.then(({ end }) => {
      throw new Error(`It ended as ${end} before it began.`)
    }),
  ])
  ended.catch(() => undefined)
  started.catch(() => undefined)
  return { started, ended }
}

async function stop(engine: Engine, ticket: Ticket, signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const outcome = await engine.cancel(ticket, signal)
    if (outcome === 'stopped') return
    check(outcome === 'stopping', `it is stopped, not ${outcome}`)
  }
  check(false, 'it is stopped in the end')
}

function throughJson(ticket: Ticket): Ticket {
  return JSON.parse(JSON.stringify(ticket)) as Ticket
}

function check(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(`Not so: ${sentence}.`)
}
