import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Starts the stand-in in a process of its own, so that it and the client do not share an event loop. */
export async function withStandin<T>(root: string, nodeMs: number, use: (url: string) => Promise<T>): Promise<T> {
  const script = join(root, 'tests/comfy-standin/run.mjs')
  const child = spawn(process.execPath, [script, '--port', '0', '--node-ms', String(nodeMs), '--step-ms', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  try {
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        const found = /at (http:\S+)/.exec(chunk.toString())?.[1]
        if (found) resolve(found)
      })
      child.once('exit', (code) => reject(new Error(`the stand-in ended with ${code}`)))
    })
    return await use(url)
  } finally {
    child.kill('SIGTERM')
    await gone
  }
}
