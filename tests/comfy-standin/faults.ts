import { Gate, type HoldOptions } from './gate.ts'

/** Which requests a fault concerns: a method and a path without the `/api` prefix (text: that path or below it). */
export type Where = { method?: string; path?: string | RegExp }

/** What happens to a request that a fault concerns. */
export type Effect =
  | { kind: 'drop' }
  | { kind: 'lose-response' }
  | { kind: 'answer'; status: number; type: string; body: string; headers?: Record<string, string> }
  | { kind: 'delay'; ms: number; when: 'before' | 'after' }
  | { kind: 'truncate' }

/** How a scripted job failure looks. */
export type JobFailure = { type: string; message: string; node?: string; classType?: string }

/** Ends a fault before its count is used up. */
export type StopFault = () => void

type Rule = { where: Where; effect: Effect; left: number }
type Counter = 'lost-interrupts' | 'ignored-interrupts' | 'worker-deaths' | 'nan-frames'

const LOGIN_PAGE = '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>'
const OUT_OF_MEMORY: JobFailure = {
  type: 'torch.OutOfMemoryError',
  message:
    'CUDA out of memory. Tried to allocate 12.00 GiB. GPU 0 has a total capacity of 8.00 GiB of which 1.25 GiB is free.',
}

/** Scripted faults: every method takes effect at once and may be used while jobs run. */
export class Faults {
  private rules: Rule[] = []
  private readonly counters = new Map<Counter, number>()
  private failures: JobFailure[] = []
  private muted = false
  private blocked = false
  private refusing = false
  private historyGapMs = 0
  private readonly gate = new Gate()
  private readonly closeAllSockets: (code?: number) => void

  constructor(closeAllSockets: (code?: number) => void) {
    this.closeAllSockets = closeAllSockets
  }

  /** Gives the next `times` requests at `where` the effect. */
  add(where: Where, effect: Effect, times = 1): StopFault {
    const rule = { where, effect, left: times }
    this.rules.push(rule)
    return () => {
      this.rules = this.rules.filter((other) => other !== rule)
    }
  }

  /** Accepts the next `times` prompts, but breaks the connection instead of answering. */
  loseResponses(times = 1): StopFault {
    return this.add({ method: 'POST', path: '/prompt' }, { kind: 'lose-response' }, times)
  }

  /** Breaks the connection before the request is looked at. */
  dropRequests(times = 1, where: Where = {}): StopFault {
    return this.add(where, { kind: 'drop' }, times)
  }

  /** Drops the next `times` downloads. */
  dropViews(times = 1): StopFault {
    return this.dropRequests(times, { path: '/view' })
  }

  /** Answers with a sign-in page, as a proxy would. */
  answerHtml(times = Number.POSITIVE_INFINITY, where: Where = {}, status = 200): StopFault {
    return this.add(where, { kind: 'answer', status, type: 'text/html; charset=utf-8', body: LOGIN_PAGE }, times)
  }

  /** Answers with a bare status such as 502, without doing anything. */
  answerStatus(status: number, times = 1, where: Where = {}, headers: Record<string, string> = {}): StopFault {
    const type = 'text/plain; charset=utf-8'
    return this.add(where, { kind: 'answer', status, type, body: `${status}`, headers }, times)
  }

  /** Answers with this text as if it were JSON of the server. */
  answerText(body: string, times = 1, where: Where = {}): StopFault {
    return this.add(where, { kind: 'answer', status: 200, type: 'application/json; charset=utf-8', body }, times)
  }

  /** Answers every request with an empty 403, the socket included. */
  forbidAll(): StopFault {
    return this.add({}, { kind: 'answer', status: 403, type: '', body: '' }, Number.POSITIVE_INFINITY)
  }

  /** Delays requests: `before` they are looked at, or `after` that (events then come before the answer). */
  delay(where: Where, ms: number, times = Number.POSITIVE_INFINITY, when: 'before' | 'after' = 'before'): StopFault {
    return this.add(where, { kind: 'delay', ms, when }, times)
  }

  /** Promises the whole length, sends half of the body and breaks the connection. */
  truncateBodies(times = 1, where: Where = { path: '/view' }): StopFault {
    return this.add(where, { kind: 'truncate' }, times)
  }

  /** Breaks every new connection at once; those that exist end, too. */
  refuseConnections(on = true): void {
    this.refusing = on
  }

  /** Sockets stay open but say nothing. */
  muteSockets(on = true): void {
    this.muted = on
  }

  /** Closes every socket (without a code: as if the line was cut). */
  closeSockets(code?: number): void {
    this.closeAllSockets(code)
  }

  /** HTTP works, but no socket can be opened (a proxy without WebSocket). */
  blockUpgrade(on = true): void {
    this.blocked = on
  }

  /** Stops the executor at the given point until `release()`; an interrupt still ends the job unless `deaf`. */
  hold(options: HoldOptions = {}): void {
    this.gate.hold(options)
  }

  /** Lets the executor go on. */
  release(): void {
    this.gate.release()
  }

  /** The next job (or the next that has such a node) fails while running. */
  failNext(failure: Partial<JobFailure> = {}): void {
    this.failures.push({ type: 'RuntimeError', message: 'something broke while running', ...failure })
  }

  /** The next job fails as on a full graphics card. */
  runOutOfMemory(failure: Partial<JobFailure> = {}): void {
    this.failures.push({ ...OUT_OF_MEMORY, ...failure })
  }

  /** The worker thread dies in the next job: it stays "running" for ever, HTTP and sockets look healthy. */
  killWorker(): void {
    this.count('worker-deaths', 1)
  }

  /** Puts `NaN` into the next `times` `executed` frames (and history entries). */
  spoilFrames(times = 1): void {
    this.count('nan-frames', times)
  }

  /** Time between `execution_success` and the history entry. */
  delayHistory(ms: number): void {
    this.historyGapMs = ms
  }

  /** The next `times` interrupts are answered with 200 and forgotten. */
  loseInterrupts(times = 1): void {
    this.count('lost-interrupts', times)
  }

  /** The next `times` interrupts are taken, but the job gets to its end with success. */
  succeedAfterInterrupt(times = 1): void {
    this.count('ignored-interrupts', times)
  }

  /** Ends all faults. */
  reset(): void {
    this.rules = []
    this.counters.clear()
    this.failures = []
    this.muted = false
    this.blocked = false
    this.refusing = false
    this.historyGapMs = 0
    this.gate.release()
  }

  // What the server asks.

  /** The effects for one request; uses up their counts. */
  effectsFor(method: string, path: string): Effect[] {
    const bare = path.replace(/^\/api(?=\/)/, '')
    const hits = this.rules.filter((rule) => concerns(rule.where, method, bare))
    for (const rule of hits) rule.left--
    this.rules = this.rules.filter((rule) => rule.left > 0)
    return hits.map((rule) => rule.effect)
  }

  /** Uses one of a counted fault; false when none is left. */
  use(counter: Counter): boolean {
    const left = this.counters.get(counter) ?? 0
    if (left > 0) this.counters.set(counter, left - 1)
    return left > 0
  }

  /** The failure that this node must meet, if one waits for it. */
  failureFor(node: string, classType: string): JobFailure | undefined {
    const at = this.failures.findIndex(
      (failure) =>
        (failure.node === undefined || failure.node === node) &&
        (failure.classType === undefined || failure.classType === classType),
    )
    return at < 0 ? undefined : this.failures.splice(at, 1)[0]
  }

  mutesSockets(): boolean {
    return this.muted
  }

  blocksUpgrade(): boolean {
    return this.blocked
  }

  refusesConnections(): boolean {
    return this.refusing
  }

  get historyGap(): number {
    return this.historyGapMs
  }

  get executorGate(): Gate {
    return this.gate
  }

  private count(counter: Counter, times: number): void {
    this.counters.set(counter, (this.counters.get(counter) ?? 0) + times)
  }
}

function concerns(where: Where, method: string, path: string): boolean {
  if (where.method !== undefined && where.method !== method) return false
  if (where.path === undefined) return true
  if (where.path instanceof RegExp) return where.path.test(path)
  return path === where.path || path.startsWith(`${where.path}/`)
}
