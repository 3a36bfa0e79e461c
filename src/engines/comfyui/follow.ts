import type { Clock, Failure } from '../../kernel/index.ts'
import type { EngineEvent, FollowEnd } from '../port.ts'
import type { ComfyClient } from './client.ts'
import { explainExecutionError } from './execution-failure.ts'
import { endOf, type HistoryEntry } from './history.ts'
import type { Line, Lines } from './lines.ts'
import type { ServerMessage } from './messages.ts'
import { createProgressMeter } from './progress.ts'
import type { Seen } from './seen.ts'
import { type PromptState, readState } from './state.ts'
import type { ComfyTicket } from './ticket.ts'

/** Times in ms. */
const TIMES = {
  /** A live socket that says nothing for so long is not believed any more. */
  silence: 10_000,
  /** First and longest rest between questions while the socket says nothing. */
  pollFirst: 2000,
  pollLast: 5000,
  /** The same before the socket has told anything. */
  pollBlind: 500,
  /** A running prompt without any frame: the socket may be deaf, and is opened anew; doubles each time. */
  renew: 20_000,
  /** The end was told, but is not in the history yet. */
  historyGap: 150,
  /** Between two looks that must agree that a prompt is gone. */
  goneGap: 2000,
  /** How long a prompt may wait although nothing runs. */
  idle: 30_000,
  /** First sign of progress (a model may be loading), and between two signs. */
  first: { image: 180_000, video: 900_000, audio: 900_000 },
  gap: { image: 60_000, video: 300_000, audio: 300_000 },
} as const

type Parts = { readonly client: ComfyClient; readonly lines: Lines; readonly clock: Clock; readonly seen: Seen }

/** Follows a submission to its end: the socket tells what is going on, HTTP what is true. */
export async function followTicket(
  ticket: ComfyTicket,
  { client, lines, clock, seen }: Parts,
  onEvent: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<FollowEnd> {
  signal.throwIfAborted()
  const bell = createBell(clock)
  const watch = createWatch(ticket, clock, seen, onEvent, bell.ring)
  const line = lines.listen(client, ticket.clientId, { promptId: ticket.promptId, ...watch.listener })
  try {
    for (let gone = 0; ; ) {
      const state = await readState(client, ticket.promptId, signal)
      watch.saw(state)
      if (state.state === 'ended') return conclude(state.entry, ticket)
      gone = state.state === 'absent' ? gone + 1 : 0
      if (gone >= 2 && !(watch.told && gone < 4)) return watch.fallback() ?? { end: 'lost' }
      const rest = gone > 0 ? (watch.told ? TIMES.historyGap * 2 ** gone : TIMES.goneGap) : undefined
      await pause(rest, { bell, watch, line, clock, signal, onEvent })
    }
  } finally {
    bell.silence()
    line.release()
  }
}

function conclude(entry: HistoryEntry, ticket: ComfyTicket): FollowEnd {
  const end = endOf(entry)
  if (end.end === 'succeeded') return { end: 'succeeded' }
  if (end.end === 'interrupted') return { end: 'cancelled' }
  return { end: 'failed', failure: explain(end.error, ticket) }
}

function explain(error: Parameters<typeof explainExecutionError>[0], { recipe, jobId, nodeId }: ComfyTicket): Failure {
  return explainExecutionError(error, recipe.graph, { jobId, nodeId })
}

type Pause = {
  readonly bell: Bell
  readonly watch: Watch
  readonly line: Line
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onEvent: (event: EngineEvent) => void
}

/** Waits until it is time to ask again: at the end that the socket tells, when it opens, or when it has been silent. */
async function pause(rest: number | undefined, { bell, watch, line, clock, signal, onEvent }: Pause): Promise<void> {
  if (rest !== undefined) return bell.wait(rest, signal)
  if (watch.told) return bell.wait(Math.min(TIMES.goneGap, TIMES.historyGap * 2 ** watch.polls++), signal)
  // An open socket proves nothing: it is believed for as long as it tells of this very prompt.
  const quiet = clock.monotonic() - watch.heardAt
  if (line.socket.isLive && quiet < TIMES.silence) {
    watch.polls = 0
    return bell.wait(TIMES.silence - quiet, signal)
  }
  const doubt = watch.doubt()
  if (doubt) onEvent({ event: 'suspect', reason: doubt })
  const never = watch.heardAt === Number.NEGATIVE_INFINITY
  if (
    line.socket.isLive &&
    watch.running &&
    clock.monotonic() - line.socket.heardAt > (never ? watch.patience / 4 : watch.patience)
  ) {
    watch.patience *= 2
    line.socket.renew()
  }
  const first = never || !line.socket.isLive ? TIMES.pollBlind : TIMES.pollFirst
  await bell.wait(Math.min(TIMES.pollLast, first * 2 ** watch.polls++), signal)
}

type Watch = ReturnType<typeof createWatch>

/** What was heard and seen of one prompt so far. */
function createWatch(
  ticket: ComfyTicket,
  clock: Clock,
  seen: Seen,
  onEvent: (event: EngineEvent) => void,
  ring: () => void,
) {
  const { recipe, promptId } = ticket
  const meter = createProgressMeter(recipe.graph)
  const kind = recipe.outputs[0]?.type ?? 'image'
  let end: ServerMessage | undefined
  let progressed = false
  let progressAt = clock.monotonic()
  let idleSince: number | undefined
  let doubted = false
  const hear = () => {
    watch.heardAt = clock.monotonic()
  }
  const start = () => {
    if (!watch.running) onEvent({ event: 'started' })
    if (!watch.running) progressAt = clock.monotonic()
    watch.running = true
  }
  const progress = () => {
    progressed = true
    doubted = false
    progressAt = clock.monotonic()
  }
  const watch = {
    heardAt: Number.NEGATIVE_INFINITY,
    running: false,
    /** The socket told the end. */
    told: false,
    polls: 0,
    patience: TIMES.renew as number,
    listener: {
      onMessage(message: ServerMessage) {
        hear()
        if (message.type === 'executed') seen.add(promptId, message.node, message.output)
        const isLast = message.type === 'executing' && message.node === null
        if (message.type === 'error' || message.type === 'succeeded' || message.type === 'interrupted') end = message
        if (isLast || message.type === 'error' || message.type === 'interrupted' || message.type === 'succeeded') {
          if (!watch.told) watch.polls = 0
          watch.told = true
          return ring()
        }
        start()
        const event = meter.read(message)
        if (event?.event !== 'progress') return
        progress()
        onEvent(event)
      },
      onPreview(image: Blob) {
        hear()
        start()
        progress()
        onEvent({ event: 'preview', image })
      },
      onOpen: ring,
    },
    saw(state: PromptState) {
      if (state.state === 'running') start()
      const idle = state.state === 'pending' && state.idle
      idleSince = idle ? (idleSince ?? clock.monotonic()) : undefined
      if (!idle && state.state === 'pending') doubted = false
    },
    /** Why the submission looks stuck, told once until something moves. */
    doubt(): 'comfyui/silent' | 'comfyui/worker-dead' | undefined {
      if (doubted) return undefined
      const now = clock.monotonic()
      const limit = progressed ? TIMES.gap[kind] : TIMES.first[kind]
      const found =
        idleSince !== undefined && now - idleSince > TIMES.idle
          ? 'comfyui/worker-dead'
          : watch.running && now - progressAt > limit
            ? 'comfyui/silent'
            : undefined
      doubted = found !== undefined
      return found
    },
    /** What the socket told, when the server has forgotten it since. */
    fallback(): FollowEnd | undefined {
      if (end?.type === 'error') return { end: 'failed', failure: explain(end.error, ticket) }
      if (end?.type === 'interrupted') return { end: 'cancelled' }
      return end?.type === 'succeeded' && seen.has(promptId) ? { end: 'succeeded' } : undefined
    },
  }
  return watch
}

type Bell = { ring(): void; wait(ms: number, signal: AbortSignal): Promise<void>; silence(): void }

/** Something to wait at: ends by itself after a time, or at once when it is rung; a ring before the wait counts. */
function createBell(clock: Clock): Bell {
  let rung = false
  let wake: (() => void) | undefined
  let stop = () => {}
  return {
    ring() {
      rung = true
      wake?.()
    },
    wait(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error)
        const done = () => {
          stop()
          signal.removeEventListener('abort', abort)
          wake = undefined
          rung = false
        }
        const abort = () => {
          done()
          reject(signal.reason as Error)
        }
        stop = clock.after(rung ? 0 : Math.max(0, ms), () => {
          done()
          resolve()
        })
        wake = () => {
          done()
          resolve()
        }
        signal.addEventListener('abort', abort, { once: true })
      })
    },
    silence: () => stop(),
  }
}
