import * as Comlink from 'comlink'
import { type Clock, sleep } from './clock.ts'
import { type Failure, FailureError, isAbort, kernelFailures, toFailure } from './failure.ts'

/** An object whose methods can be called from the other side. */
export type RemoteApi<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never
}

/** The calling side of a connection. */
export type Connection<T> = {
  readonly api: RemoteApi<T>
  /** Resolves with the reason once the other side is known to be dead, or `close` was called. */
  readonly ended: Promise<Failure>
  /** Ends the connection; calls under way are rejected. The endpoint itself belongs to the caller. */
  close(): void
}

/** When the other side counts as dead: after two pings in a row without an answer within `patience` ms each. */
export type Heartbeat = { readonly clock: Clock; readonly every: number; readonly patience: number }

/** A worker, a port, or the worker's own scope. */
export type RpcEndpoint = Comlink.Endpoint | (Window & typeof globalThis)

type Wire = { call(method: string, args: unknown[]): Promise<Answer>; ping(): boolean }
type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failure: Failure; readonly aborted: boolean }

// A worker drops what arrives before it listens, so a caller sends nothing until it has heard this, or got an answer.
const READY = 'framewright:ready'

// Marks what cannot be cloned and travels as a port instead.
const TAG = 'framewright:port'
type Tagged = { readonly [TAG]: 'function' | 'signal'; readonly port: MessagePort; readonly aborted?: boolean }

const handedOver = new WeakMap<object, Transferable[]>()

/** Names the buffers of a value that are handed over instead of copied when it is sent as argument or answer. */
export function transferring<T extends object>(value: T, buffers: Transferable[]): T {
  handedOver.set(value, buffers)
  return value
}

/**
 * Lets the other side of a worker or port call the methods of an object. Failures travel as data. A function among the
 * arguments (or among the members of an argument) lives as long as its call; when the call answers with a function,
 * until that function is called. Such functions only tell: their answer does not come back.
 */
export function exposeApi(api: object, endpoint: RpcEndpoint): void {
  const methods = api as Readonly<Record<string, unknown>>
  const wire: Wire = {
    ping: () => true,
    async call(method, args) {
      const opened: MessagePort[] = []
      const closeAll = () => {
        for (const port of opened) port.close()
      }
      try {
        const handler = Object.hasOwn(methods, method) ? methods[method] : undefined
        if (typeof handler !== 'function') throw new TypeError(`there is no method ${method}`)
        const value: unknown = await handler.apply(
          api,
          args.map((arg) => unpack(arg, opened)),
        )
        if (typeof value !== 'function') {
          closeAll()
          return sent({ ok: true, value })
        }
        return sent({ ok: true, value: packFunction(value as Callback, closeAll) })
      } catch (thrown) {
        closeAll()
        return { ok: false, failure: toFailure(thrown), aborted: isAbort(thrown) }
      }
    },
  }
  const scope = endpoint as Comlink.Endpoint
  Comlink.expose(wire, scope)
  scope.postMessage(READY)
}

/** Calls the object that the other side exposes. Without a heartbeat only an error of the worker ends the connection. */
export function connectApi<T extends object>(endpoint: Comlink.Endpoint, heartbeat?: Heartbeat): Connection<T> {
  const remote = Comlink.wrap<Wire>(endpoint)
  const rejections = new Set<(failure: Failure) => void>()
  let dead: Failure | undefined
  let tellEnd: (failure: Failure) => void = () => {}
  const ended = new Promise<Failure>((resolve) => {
    tellEnd = resolve
  })
  const controller = new AbortController()

  const die = (failure: Failure) => {
    if (dead) return
    dead = failure
    controller.abort()
    for (const reject of [...rejections]) reject(failure)
    rejections.clear()
    tellEnd(failure)
  }
  const onError = (event: Event) => die(diedOf('message' in event ? String(event.message) : event.type))
  for (const type of ['error', 'messageerror']) endpoint.addEventListener(type, onError as EventListener)
  controller.signal.addEventListener('abort', () => {
    for (const type of ['error', 'messageerror']) endpoint.removeEventListener(type, onError as EventListener)
  })
  const ready = whenReady(endpoint, remote, controller.signal)
  if (heartbeat) void beat(remote, ready, heartbeat, controller.signal, die)

  const call = async (method: string, args: readonly unknown[]): Promise<unknown> => {
    if (dead) throw new FailureError(dead)
    const opened: MessagePort[] = []
    let settle: ((failure: Failure) => void) | undefined
    try {
      const death = new Promise<never>((_, reject) => {
        settle = (failure) => reject(new FailureError(failure))
        rejections.add(settle)
      })
      await Promise.race([ready, death])
      const packed = args.map((arg) => pack(arg, opened))
      const answer = await Promise.race([remote.call(method, Comlink.transfer(packed, buffersOf(packed))), death])
      if (!answer.ok) throw restored(answer)
      // The far side closes the ports of the arguments; a function in the answer keeps them until it is called.
      return isTagged(answer.value) ? once(answer.value.port, opened) : answer.value
    } finally {
      if (settle) rejections.delete(settle)
    }
  }
  const api = new Proxy(Object.create(null) as RemoteApi<T>, {
    // A thenable would be awaited away.
    get: (_, name) =>
      typeof name === 'string' && name !== 'then' ? (...args: unknown[]) => call(name, args) : undefined,
  })
  return { api, ended, close: () => die(diedOf('closed')) }
}

function diedOf(detail: string): Failure {
  return kernelFailures.make('kernel/worker-died', { detail })
}

function restored(answer: Extract<Answer, { ok: false }>): Error {
  if (!answer.aborted) return new FailureError(answer.failure)
  return new DOMException('The operation was aborted.', 'AbortError')
}

function whenReady(endpoint: Comlink.Endpoint, remote: Comlink.Remote<Wire>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const hear = (event: Event) => {
      if ((event as MessageEvent<unknown>).data === READY) done()
    }
    const done = () => {
      endpoint.removeEventListener('message', hear)
      resolve()
    }
    endpoint.addEventListener('message', hear)
    signal.addEventListener('abort', () => endpoint.removeEventListener('message', hear))
    // The other side may have been listening before this one: then it answers.
    remote.ping().then(done, () => undefined)
  })
}

// Two strikes, because after the sleep of a computer the timer may come before the answer that was already there.
async function beat(
  remote: Comlink.Remote<Wire>,
  ready: Promise<void>,
  { clock, every, patience }: Heartbeat,
  signal: AbortSignal,
  die: (failure: Failure) => void,
): Promise<void> {
  const within = (answer: Promise<unknown>) => {
    const wait = new AbortController()
    const silence = sleep(clock, patience, AbortSignal.any([signal, wait.signal])).then(() => false)
    return Promise.race([answer.then(() => true), silence]).finally(() => wait.abort())
  }
  try {
    for (let ask: () => Promise<unknown> = () => ready; ; ask = () => remote.ping()) {
      const first = ask()
      const answered = (await within(first)) || (await within(Promise.race([first, ask()])))
      signal.throwIfAborted()
      if (!answered) return die(diedOf('no answer to two pings'))
      await sleep(clock, every, signal)
    }
  } catch (thrown) {
    if (!signal.aborted) die(diedOf(toFailure(thrown).detail ?? ''))
  }
}

type Callback = (...args: unknown[]) => unknown

function pack(value: unknown, opened: MessagePort[]): unknown {
  if (typeof value === 'function') return packFunction(value as Callback, undefined, opened)
  if (value instanceof AbortSignal) return packSignal(value, opened)
  if (!isPlain(value)) return value
  const members = Object.entries(value)
  if (!members.some(([, member]) => typeof member === 'function' || member instanceof AbortSignal)) return value
  const packed = Object.fromEntries(
    members.map(([name, member]) => [
      name,
      typeof member === 'object' && !(member instanceof AbortSignal) ? member : pack(member, opened),
    ]),
  )
  return transferring(packed, [...(handedOver.get(value) ?? []), ...portsIn(packed)])
}

function packFunction(run: Callback, afterwards?: () => void, opened?: MessagePort[]): Tagged {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = (event: MessageEvent<unknown[]>) => {
    void run(...event.data)
    if (!afterwards) return
    afterwards()
    port1.close()
  }
  opened?.push(port1)
  return transferring({ [TAG]: 'function' as const, port: port2 }, [port2])
}

function packSignal(signal: AbortSignal, opened: MessagePort[]): Tagged {
  const { port1, port2 } = new MessageChannel()
  signal.addEventListener('abort', () => port1.postMessage([]), { once: true })
  opened.push(port1)
  return transferring({ [TAG]: 'signal' as const, port: port2, aborted: signal.aborted }, [port2])
}

function unpack(value: unknown, opened: MessagePort[]): unknown {
  if (isTagged(value)) return unpackTagged(value, opened)
  if (!isPlain(value) || !Object.values(value).some(isTagged)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isTagged(member) ? unpackTagged(member, opened) : member]),
  )
}

/** The function that a call answered with: it tells the far side, and here the listeners of the call fall silent at once. */
function once(port: MessagePort, listeners: readonly MessagePort[]): Callback {
  return (...args) => {
    port.postMessage(args)
    for (const listener of listeners) listener.close()
  }
}

function unpackTagged(tagged: Tagged, opened: MessagePort[]): unknown {
  const { port } = tagged
  opened.push(port)
  if (tagged[TAG] === 'function') return (...args: unknown[]) => port.postMessage(args, args.flatMap(buffersOf))
  const controller = new AbortController()
  port.onmessage = () => controller.abort()
  if (tagged.aborted) controller.abort()
  return controller.signal
}

function sent(answer: { readonly ok: true; readonly value: unknown }): Answer {
  return Comlink.transfer(answer, buffersOf(answer.value))
}

function buffersOf(value: unknown): Transferable[] {
  if (Array.isArray(value)) return value.flatMap(buffersOf)
  return typeof value === 'object' && value !== null ? (handedOver.get(value) ?? []) : []
}

function portsIn(members: Readonly<Record<string, unknown>>): MessagePort[] {
  return Object.values(members).flatMap((member) => (isTagged(member) ? [member.port] : []))
}

function isTagged(value: unknown): value is Tagged {
  return isPlain(value) && TAG in value
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
