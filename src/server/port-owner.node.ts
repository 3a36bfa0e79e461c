import { get } from 'node:http'
import { z } from 'zod'
import { isExposed } from './guard.ts'

const zHealth = z.looseObject({ app: z.literal('framewright'), version: z.string().optional() })
const patienceMs = 1500

/** Who holds a taken port: a Framewright (with its version, if it says so), or another program. */
export type PortOwner = { isFramewright: true; version: string | undefined } | { isFramewright: false }

/** Asks whatever listens on a port whether it is Framewright. */
export async function findPortOwner({ host, port }: { host: string; port: number }): Promise<PortOwner> {
  const text = await ask(host === '0.0.0.0' || host === '::' || !isExposed(host) ? '127.0.0.1' : host, port)
  try {
    const health = zHealth.safeParse(JSON.parse(text))
    return health.success ? { isFramewright: true, version: health.data.version } : { isFramewright: false }
  } catch {
    return { isFramewright: false }
  }
}

function ask(hostname: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const request = get({ hostname, port, path: '/framewright/health', agent: false }, (answer) => {
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
        if (text.length > 4096) request.destroy()
      })
      answer.on('error', () => resolve(''))
      answer.on('end', () => resolve(text))
    })
    const timer = setTimeout(() => request.destroy(), patienceMs)
    request.on('error', () => resolve(''))
    request.on('close', () => {
      clearTimeout(timer)
      resolve(text)
    })
  })
}
