import { z } from 'zod'
import type { BlobStore } from '../../assets/index.ts'
import type { Ticket } from '../../jobs/index.ts'
import { type Clock, isAbort, type JsonObject, orAborted, toFailure } from '../../kernel/index.ts'
import type { Collected, Engine, EngineEvent, FollowEnd, Order } from '../port.ts'
import { animaticTraits } from '../traits.ts'
import { parseClip, parsePanel } from './brief.ts'
import { animaticFailures } from './failures.ts'
import { makeClip } from './make-clip.browser.ts'
import { type DrawingPorts, makeStill } from './make-still.browser.ts'

/** Parts of the animatic engine: where bytes are read, the time, and the folder of the bundled font. */
export type AnimaticParts = { readonly blobs: BlobStore; readonly clock: Clock; readonly fonts?: string }

/** Finished drawings that wait to be collected; older ones are drawn again when somebody asks for them after all. */
const KEPT = 4

const zTicket = z.looseObject({
  makes: z.enum(['image', 'video', 'audio']),
  values: z.record(z.string(), z.json()),
  inputs: z.array(z.object({ name: z.string(), label: z.string(), hash: z.string(), mime: z.string() })),
})

/** One drawing under way or finished in this worker. */
type Work = {
  readonly controller: AbortController
  readonly listeners: Set<(event: EngineEvent) => void>
  readonly end: Promise<FollowEnd>
  news: EngineEvent | undefined
  ended: boolean
  files: readonly Collected[]
}

/** The built-in engine: draws board panels and camera-moved clips in the worker that it lives in, without any server. */
export function createAnimaticEngine({ blobs, clock, fonts = '/fonts/' }: AnimaticParts): Engine {
  const works = new Map<string, Work>()
  const drawing = { blobs, fonts, clock }

  function begin(ticket: Ticket): Work {
    const controller = new AbortController()
    const listeners: Work['listeners'] = new Set()
    const tell = (event: EngineEvent) => {
      work.news = event
      for (const listener of listeners) listener(event)
    }
    const end = Promise.resolve()
      .then(() => draw(ticket, drawing, tell, controller.signal))
      .then(
        (file): FollowEnd => {
          work.files = [file]
          return { end: 'succeeded' }
        },
        (thrown: unknown): FollowEnd =>
          controller.signal.aborted || isAbort(thrown)
            ? { end: 'cancelled' }
            : { end: 'failed', failure: toFailure(thrown) },
      )
      .finally(() => {
        work.ended = true
        forgetOld()
      })
    const work: Work = { controller, listeners, end, news: undefined, ended: false, files: [] }
    return work
  }

  function forgetOld() {
    const ended = [...works].filter(([, work]) => work.ended)
    for (const [id] of ended.slice(0, -KEPT)) works.delete(id)
  }

  return {
    ...animaticTraits,
    async capabilities(_server, signal) {
      signal.throwIfAborted()
      return { state: 'ready', classes: new Set(), models: new Map(), checkedAt: clock.now() }
    },
    prepare: prepareTicket,
    async submit(ticket, signal) {
      signal.throwIfAborted()
      // The same submission is never drawn twice.
      if (!works.has(ticket.id)) works.set(ticket.id, begin(ticket))
    },
    async reconcile(ticket, signal) {
      signal.throwIfAborted()
      const work = works.get(ticket.id)
      return work === undefined ? 'absent' : work.ended ? 'ended' : 'running'
    },
    async follow(ticket, onEvent, signal) {
      signal.throwIfAborted()
      const work = works.get(ticket.id)
      if (!work) return { end: 'lost' }
      onEvent(work.news ?? { event: 'started' })
      work.listeners.add(onEvent)
      try {
        return await orAborted(work.end, signal)
      } finally {
        work.listeners.delete(onEvent)
      }
    },
    async collect(ticket, signal) {
      signal.throwIfAborted()
      const files = works.get(ticket.id)?.files ?? []
      if (files.length === 0) throw animaticFailures.error('animatic/not-made')
      return files
    },
    async cancel(ticket, signal) {
      signal.throwIfAborted()
      const work = works.get(ticket.id)
      if (!work) return 'absent'
      if (work.ended) return 'ended'
      work.controller.abort()
      const { end } = await orAborted(work.end, signal)
      return end === 'cancelled' ? 'stopped' : 'ended'
    },
    dispose() {
      for (const work of works.values()) work.controller.abort()
      works.clear()
    },
  }
}

function prepareTicket({ attemptId, job, values, inputs }: Order): Ticket {
  const named = inputs.map(({ name, label, hash, mime }) => ({ name, label: label ?? '', hash, mime }))
  const data: JsonObject = { makes: job.make.makes, values: { ...values }, inputs: named }
  return { engine: animaticTraits.id, id: attemptId, data }
}

async function draw(
  ticket: Ticket,
  parts: DrawingPorts,
  tell: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<Collected> {
  const { makes, values, inputs } = readTicket(ticket)
  if (makes === 'audio') throw animaticFailures.error('animatic/no-sound')
  const brief = parsePanel(values)
  if (makes === 'video') return makeClip(brief, parseClip(values), inputs, parts, tell, signal)
  return makeStill(brief, inputs, parts, signal)
}

function readTicket(ticket: Ticket): z.infer<typeof zTicket> {
  const read = zTicket.safeParse(ticket.data)
  if (read.success) return read.data
  throw animaticFailures.error('animatic/bad-values', {
    facts: { field: 'ticket' },
    detail: z.prettifyError(read.error),
  })
}
