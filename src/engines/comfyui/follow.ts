import { type Clock, type Failure, FailureError, isAbort } from '../../kernel/index.ts'
import type { EngineEvent, FollowEnd } from '../port.ts'
import { type Bell, createBell } from './bell.ts'
import type { ComfyClient } from './client.ts'
import type { ClockTable } from './clocks.ts'
import { endOf, type HistoryEntry } from './history.ts'
import type { Line, Lines } from './lines.ts'
import type { Offers } from './offers.ts'
import type { Seen } from './seen.ts'
import { type PromptState, readEnd, readState } from './state.ts'
import type { ComfyTicket } from './ticket.ts'
import { createWatch, explain, type Watch } from './watch.ts'

type Parts = {
  readonly client: ComfyClient
  readonly offers: Offers
  readonly lines: Lines
  readonly clock: Clock
  readonly clocks: ClockTable
  readonly seen: Seen
}

/** Answers without sense in a row after which whoever follows is told so, and asks in its own way. */
const NONSENSE = 4

/** Follows a submission to its end: the socket tells what is going on, HTTP what is true. */
export async function followTicket(
  ticket: ComfyTicket,
  parts: Parts,
  onEvent: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<FollowEnd> {
  signal.throwIfAborted()
  const { client, lines, clock, clocks, seen } = parts
  const bell = createBell(clock)
  const watch = createWatch(ticket, { clock, clocks, seen }, onEvent, bell.ring)
  const line = lines.listen(client, ticket.clientId, { promptId: ticket.promptId, ...watch.listener })
  try {
    for (let gone = 0, nonsense = 0; ; ) {
      const state = await look(ticket, watch, parts, signal)
      if (state instanceof FailureError) {
        onEvent({ event: 'suspect', reason: watch.told ? 'comfyui/history-unreadable' : state.failure.code })
        // What the socket told is worth more than an answer that nobody can read.
        const fallback = ++nonsense >= NONSENSE ? watch.fallback() : undefined
        if (fallback) return fallback
        if (nonsense >= NONSENSE) throw state
        await bell.wait(clocks.goneGap, signal)
        continue
      }
      nonsense = 0
      watch.saw(state)
      if (state.state === 'ended') {
        seen.end(ticket.promptId, state.entry.outputs)
        return conclude(state.entry, ticket)
      }
      gone = state.state === 'absent' ? gone + 1 : 0
      if (gone >= 2 && !(watch.told && gone < 4)) return watch.fallback() ?? { end: 'lost' }
      const rest = gone > 0 ? (watch.told ? clocks.historyGap * 2 ** gone : clocks.goneGap) : undefined
      await pause(rest, { bell, watch, line, clock, clocks, signal, onEvent })
    }
  } finally {
    bell.silence()
    line.release()
  }
}

/** The server's truth, or the failure when its answer made no sense; rejects when there was no answer at all. */
async function look(
  { promptId }: ComfyTicket,
  watch: Watch,
  { client, offers }: Parts,
  signal: AbortSignal,
): Promise<PromptState | FailureError> {
  try {
    return await (watch.told ? readEnd : readState)(client, offers, promptId, signal)
  } catch (thrown) {
    signal.throwIfAborted()
    if (isAbort(thrown) || !(thrown instanceof FailureError)) throw thrown
    const { code } = thrown.failure
    if (code === 'comfyui/odd-answer' || code === 'comfyui/not-comfyui' || code === 'comfyui/server-error')
      return thrown
    throw thrown
  }
}

function conclude(entry: HistoryEntry, ticket: ComfyTicket): FollowEnd {
  const end = endOf(entry)
  if (end.end === 'succeeded') return { end: 'succeeded' }
  if (end.end === 'interrupted') return { end: 'cancelled' }
  const failure: Failure = explain(end.error, ticket)
  return { end: 'failed', failure }
}

type Pause = {
  readonly bell: Bell
  readonly watch: Watch
  readonly line: Line
  readonly clock: Clock
  readonly clocks: ClockTable
  readonly signal: AbortSignal
  readonly onEvent: (event: EngineEvent) => void
}

/** Waits until it is time to ask again: at the end that the socket tells, when it opens, or when it has been silent. */
async function pause(rest: number | undefined, parts: Pause): Promise<void> {
  const { bell, watch, line, clock, clocks, signal, onEvent } = parts
  if (rest !== undefined) return bell.wait(rest, signal)
  if (watch.told) return bell.wait(Math.min(clocks.goneGap, clocks.historyGap * 2 ** watch.polls++), signal)
  // An open socket proves nothing: it is believed for as long as it tells of this very prompt.
  const quiet = clock.monotonic() - watch.heardAt
  if (line.socket.isLive && quiet < clocks.silence) {
    watch.polls = 0
    return bell.wait(clocks.silence - quiet, signal)
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
  const first = never || !line.socket.isLive ? clocks.pollBlind : clocks.pollFirst
  await bell.wait(Math.min(clocks.pollLast, first * 2 ** watch.polls++), signal)
}
