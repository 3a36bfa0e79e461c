import { z } from 'zod'
import { CLOCKS, type Clocks } from './clocks.ts'

/**
 * Keeps a sick server from being asked all the time. `open`: nothing goes there but looks. `half-open`: a look went well,
 * so one job at a time may try. Plain data, so that it can be stored and shown.
 */
export type Breaker = {
  readonly state: 'closed' | 'open' | 'half-open'
  /** Failures in a row. */
  readonly inRow: number
  /** The last calls, oldest first: 1 = answered, 0 = not. */
  readonly recent: string
  /** When it opened, in ms since 1970. */
  readonly openedAt?: number
}

/** A breaker that has seen nothing. */
export const CLOSED: Breaker = { state: 'closed', inRow: 0, recent: '' }

const zBreaker = z.object({
  state: z.enum(['closed', 'open', 'half-open']),
  inRow: z.number().int().nonnegative(),
  recent: z.string().regex(/^[01]{0,100}$/),
  openedAt: z.number().optional(),
})

/** A stored breaker; whatever cannot be read is closed. */
export function readBreaker(stored: unknown): Breaker {
  const { data } = zBreaker.safeParse(stored)
  if (!data) return CLOSED
  const { openedAt, ...rest } = data
  return openedAt === undefined ? rest : { ...rest, openedAt }
}

/** After a question: `ok` = the server answered, whatever it said. That it takes jobs again is shown by {@link afterJob}. */
export function afterCall(breaker: Breaker, ok: boolean, at: number, clocks: Clocks = CLOCKS): Breaker {
  if (ok) {
    if (breaker.state === 'half-open') return breaker
    // Something that was under way before it opened came through: one more may try.
    if (breaker.state === 'open') return { ...breaker, state: 'half-open', inRow: 0 }
    return { ...breaker, inRow: 0, recent: push(breaker.recent, '1', clocks) }
  }
  const next: Breaker = { ...breaker, inRow: breaker.inRow + 1, recent: push(breaker.recent, '0', clocks) }
  if (breaker.state === 'open') return next
  const failed = next.recent.split('0').length - 1
  const often = next.recent.length >= clocks.breakerWindow && failed * 2 >= clocks.breakerWindow
  const opens = breaker.state === 'half-open' || next.inRow >= clocks.breakerInRow || often
  return opens ? { ...next, state: 'open', openedAt: at } : next
}

/** After a submission that was answered: the one that was let through has shown that the server is well. */
export function afterJob(breaker: Breaker, at: number, clocks: Clocks = CLOCKS): Breaker {
  return breaker.state === 'half-open' ? CLOSED : afterCall(breaker, true, at, clocks)
}

/** After a look at the server. One that is well twice in a row needs no job to prove it. */
export function afterLook(breaker: Breaker, well: boolean, at: number): Breaker {
  if (breaker.state === 'half-open' && well) return CLOSED
  if (breaker.state === 'open' && well) return { ...breaker, state: 'half-open' }
  if (breaker.state === 'half-open' && !well) return { ...breaker, state: 'open', openedAt: at }
  return breaker
}

function push(recent: string, sign: '0' | '1', { breakerWindow }: Clocks): string {
  return (recent + sign).slice(-breakerWindow)
}
