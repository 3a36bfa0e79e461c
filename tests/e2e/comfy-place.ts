import { exec } from 'node:child_process'
import { promisify } from 'node:util'
import { startStandin } from '../comfy-standin/index.ts'

/** A ComfyUI that a test works on: the stand-in, or a real one. */
export type ComfyPlace = {
  readonly url: string
  /** How many jobs were accepted; a server that was restarted knows only those since. */
  accepted(): Promise<number>
  /** Jobs that wait or run there now. */
  open(): Promise<number>
  /** Jobs whose execution was broken off. */
  interrupted(): Promise<number>
  /** Largest number of times that one job began; undefined where nobody can tell. */
  readonly mostBegun?: (() => number) | undefined
  /** Ends the process and starts it again; absent where nobody knows how. */
  readonly restart?: (() => Promise<void>) | undefined
  close(): Promise<void>
}

/** How a place is made anew for each test. `nodeMs` slows the stand-in down; a real server is as slow as it is. */
export type PlaceMaker = {
  readonly name: string
  readonly canRestart: boolean
  make(options: { nodeMs: number }): Promise<ComfyPlace>
}

const standin: PlaceMaker = {
  name: 'the stand-in',
  canRestart: true,
  async make({ nodeMs }) {
    const comfy = await startStandin({ profile: '0.28.2', speed: { nodeMs } })
    return {
      url: comfy.url,
      accepted: async () => comfy.submissions().length,
      open: async () => comfy.queue().running.length + comfy.queue().pending.length,
      interrupted: async () => countInterrupted(comfy.history()),
      mostBegun: () => Math.max(0, ...comfy.submissions().map(({ promptId }) => comfy.runsOf(promptId))),
      restart: () => comfy.restart(),
      close: () => comfy.close(),
    }
  },
}

/** A real server at COMFYUI_TEST_URL. COMFYUI_TEST_RESTART is a command that restarts it and ends when it answers again. */
function real(url: string, restart: string | undefined): PlaceMaker {
  const get = async (path: string) => (await fetch(`${url}${path}`)).json()
  const open = async () => {
    const queue = (await get('/queue')) as { queue_running: unknown[]; queue_pending: unknown[] }
    return queue.queue_running.length + queue.queue_pending.length
  }
  const history = async () => (await get('/history')) as Record<string, unknown>
  return {
    name: `a real ComfyUI (${url})`,
    canRestart: restart !== undefined,
    async make() {
      const before = Object.keys(await history()).length
      const brokenBefore = countInterrupted(await history())
      return {
        url,
        open,
        accepted: async () => Object.keys(await history()).length - before + (await open()),
        interrupted: async () => countInterrupted(await history()) - brokenBefore,
        restart: restart === undefined ? undefined : async () => void (await promisify(exec)(restart)),
        close: async () => {},
      }
    },
  }
}

function countInterrupted(history: Record<string, unknown>): number {
  return Object.values(history).filter((entry) => JSON.stringify(entry).includes('execution_interrupted')).length
}

const { COMFYUI_TEST_URL, COMFYUI_TEST_RESTART } = process.env

/** Every place that the tests run on. */
export const places: readonly PlaceMaker[] = COMFYUI_TEST_URL
  ? [standin, real(COMFYUI_TEST_URL.replace(/\/$/, ''), COMFYUI_TEST_RESTART)]
  : [standin]
