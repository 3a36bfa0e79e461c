import type { Clock, Failure } from '../../kernel/index.ts'
import type { EngineEvent, FollowEnd } from '../port.ts'
import type { ClockTable } from './clocks.ts'
import { explainExecutionError } from './execution-failure.ts'
import type { ServerMessage } from './messages.ts'
import { createProgressMeter } from './progress.ts'
import type { Seen } from './seen.ts'
import type { Place, PromptState } from './state.ts'
import type { ComfyTicket } from './ticket.ts'

/** Why a submission looks stuck. */
type Doubt = 'comfyui/silent' | 'comfyui/worker-dead' | 'comfyui/worker-hung'

export type Watch = ReturnType<typeof createWatch>

/** What was heard and seen of one prompt so far. */
export function createWatch(
  ticket: ComfyTicket,
  { clock, clocks, seen }: { readonly clock: Clock; readonly clocks: ClockTable; readonly seen: Seen },
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
  /** What has been said of a doubt, and not been taken back by anything that moved. */
  let said: Doubt | undefined
  let told: Place | undefined
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
    said = undefined
    progressAt = clock.monotonic()
  }
  const watch = {
    heardAt: Number.NEGATIVE_INFINITY,
    running: false,
    /** The socket told the end. */
    told: false,
    polls: 0,
    patience: clocks.renew,
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
      if (state.state !== 'pending') return
      if (!idle) said = undefined
      const { before, running, ahead } = state.place
      if (told?.before === before && told.running === running && told.ahead === ahead) return
      told = state.place
      onEvent({ event: 'queue', before, running, ahead })
    },
    /** Why the submission looks stuck; each reason is told once until something moves. */
    doubt(): Doubt | undefined {
      const now = clock.monotonic()
      const limit = (progressed ? clocks.gap : clocks.first)[kind]
      const quiet = watch.running ? now - progressAt : 0
      const found: Doubt | undefined =
        idleSince !== undefined && now - idleSince > clocks.idle
          ? 'comfyui/worker-dead'
          : quiet > limit * clocks.hung
            ? 'comfyui/worker-hung'
            : quiet > limit
              ? 'comfyui/silent'
              : undefined
      if (found === undefined || found === said) return undefined
      said = found
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

/** What stopped a prompt, in the words of its recipe. */
export function explain(
  error: Parameters<typeof explainExecutionError>[0],
  { recipe, jobId, nodeId }: ComfyTicket,
): Failure {
  return explainExecutionError(error, recipe.graph, { jobId, nodeId })
}
