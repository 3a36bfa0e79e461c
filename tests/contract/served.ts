import { systemClock, systemRandom } from '../../src/kernel/browser.ts'
import type { ServePorts } from '../../src/scheduler/browser.ts'
import type { LeaderRow } from '../../src/scheduler/index.ts'
import { createWorld } from './fake-engine.ts'
import { aServer } from './stage.ts'
import { createMemoryStores } from './stores.ts'

/** Ports over fresh memory stores, the real clock, and machines that need 150 ms for a job. */
export function createServedPorts(): ServePorts {
  const world = createWorld(systemClock, { script: { duration: () => 150 } })
  let row: LeaderRow | undefined
  return {
    ...createMemoryStores([aServer()]),
    leader: {
      async change(decide) {
        row = decide(row) ?? row
        return row
      },
    },
    recipes: { byHash: async () => undefined },
    engines: [world.engine],
    doctor: world.doctor,
    probe: async () => ({}),
    clock: systemClock,
    random: systemRandom,
    clientId: 'client-1',
  }
}
