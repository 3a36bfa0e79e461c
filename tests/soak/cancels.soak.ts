import { createSeededRandom } from '../../src/kernel/index.ts'
import type { Measurement } from '../bench/contract.ts'
import { startStandin } from '../comfy-standin/index.ts'
import { aServer } from '../contract/comfy-world.ts'
import { aFrame, createScene } from './scene.ts'

const CANCELS = 1000
/** Jobs that are asked for and cancelled together. */
const TOGETHER = 4

/** A thousand cancels on a stand-in: sockets, open requests, timers and the heap afterwards. */
const measurement: Measurement = {
  name: 'A thousand cancels',
  async run({ seed = 1, say }) {
    const standin = await startStandin({ speed: { nodeMs: 15 } })
    const server = aServer(standin.url, { id: 'server-0', name: 'Server 0' })
    const scene = createScene([server], createSeededRandom(seed))
    const open = () => scene.stores.jobs.list({ open: true })
    const cancelSome = async (count: number) => {
      for (let done = 0; done < count; done += TOGETHER) {
        await scene.run(Array.from({ length: TOGETHER }, () => aFrame([server], [])))
        // Sometimes before anything was sent, sometimes in the middle of the work.
        await new Promise((resolve) => setTimeout(resolve, (done / TOGETHER) % 3 === 0 ? 0 : 25))
        await scene.commands.cancel({ all: true })
        while ((await open()).length > 0) await new Promise((resolve) => setTimeout(resolve, 2))
      }
      await scene.commands.clearEnded()
    }
    try {
      await scene.open()
      await cancelSome(CANCELS / 5)
      const before = held()
      await cancelSome(CANCELS)
      const after = held()
      const left = standin.queue()
      say(`timers ${before.timers} → ${after.timers}, heap ${before.heap.toFixed(1)} → ${after.heap.toFixed(1)} MB`)
      return {
        rows: [
          { name: 'jobs left at the server', value: left.running.length + left.pending.length, unit: '', goal: '= 0' },
          { name: 'sockets at the server', value: standin.socketCount(), unit: '', goal: '≤ 1' },
          { name: 'timers more than before', value: Math.max(0, after.timers - before.timers), unit: '', goal: '≤ 5' },
          // The stand-in keeps every request that it heard: that is most of it.
          { name: 'heap more than before', value: after.heap - before.heap, unit: 'MB', goal: '< 40' },
          { name: 'errors of the stand-in', value: standin.mishaps.length, unit: '', goal: '= 0' },
        ],
      }
    } finally {
      await scene.close()
      await standin.close()
    }
  },
}

export default measurement

/** What the process holds, after a collection where it may be asked for. */
function held(): { readonly timers: number; readonly heap: number } {
  const collect = (globalThis as { gc?: () => void }).gc
  collect?.()
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  return { timers, heap: process.memoryUsage().heapUsed / 2 ** 20 }
}
