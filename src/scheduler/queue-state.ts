import { z } from 'zod'
import { type Failure, isFailure, type JsonValue } from '../kernel/index.ts'
import { CLOCKS } from './clocks.ts'
import type { QueueMode, QueueState } from './contract.ts'
import { AFTER_CURRENT, type FlagStore, MOST_WAITING, PAUSE_REASON, PAUSED, STOP_AFTER } from './ports.ts'

const zStopAfter = z.number().int().min(0).max(10_000)
const zMostWaiting = z.number().int().min(1).max(1_000_000)

/** How the queue is meant to go, as it is written down. */
export async function readQueueState(flags: FlagStore, usual: number = CLOCKS.failuresInRow): Promise<QueueState> {
  const [paused, afterCurrent, reason, stopAfter, mostWaiting] = await Promise.all([
    flags.get(PAUSED),
    flags.get(AFTER_CURRENT),
    flags.read(PAUSE_REASON),
    flags.read(STOP_AFTER),
    flags.read(MOST_WAITING),
  ])
  const mode: QueueMode = paused ? 'paused' : afterCurrent ? 'after-current' : 'running'
  return {
    mode,
    stopAfter: zStopAfter.safeParse(stopAfter).data ?? usual,
    mostWaiting: zMostWaiting.safeParse(mostWaiting).data ?? CLOCKS.mostWaiting,
    ...(paused && isFailure(reason) ? { reason } : {}),
  }
}

/** Writes down how the queue goes from now on; `reason` only when it was not a person who wanted it. */
export async function writeQueueMode(flags: FlagStore, mode: QueueMode, reason?: Failure): Promise<void> {
  await flags.write(PAUSE_REASON, reason as unknown as JsonValue | undefined)
  await flags.set(PAUSED, mode === 'paused')
  await flags.set(AFTER_CURRENT, mode === 'after-current')
}

/** Writes down after how many failures in a row the queue pauses. */
export async function writeStopAfter(flags: FlagStore, stopAfter: number): Promise<void> {
  const { data } = zStopAfter.safeParse(Math.floor(stopAfter))
  if (data !== undefined) await flags.write(STOP_AFTER, data)
}

/** Writes down how many jobs may wait at a time. */
export async function writeMostWaiting(flags: FlagStore, mostWaiting: number): Promise<void> {
  const { data } = zMostWaiting.safeParse(Math.floor(mostWaiting))
  if (data !== undefined) await flags.write(MOST_WAITING, data)
}
