import { type Failure, FailureError } from '../kernel/index.ts'
import type { Scheduler } from './contract.ts'

/** A scheduler that cannot work at all and says why at every call: better than none, which looks like one that keeps dying. */
export function createRefusingScheduler(failure: Failure): Scheduler {
  const refuse = async (): Promise<never> => {
    throw new FailureError(failure)
  }
  return {
    run: refuse,
    wait: refuse,
    cancel: refuse,
    retry: refuse,
    pause: refuse,
    resume: refuse,
    isPaused: refuse,
    queue: refuse,
    setQueue: refuse,
    stopAll: refuse,
    giveUp: refuse,
    reorder: refuse,
    clearEnded: refuse,
    wake: refuse,
    addServer: refuse,
    updateServer: refuse,
    removeServer: refuse,
    resetServer: refuse,
    checkServer: refuse,
    servers: refuse,
    watch: refuse,
  }
}
