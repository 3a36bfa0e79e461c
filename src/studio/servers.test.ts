import { describe, expect, test } from 'vitest'
import type { Server } from '../engines/index.ts'
import type { Scheduler } from '../scheduler/index.ts'
import { createServers } from './servers.ts'

const row: Server = {
  id: 'server-a',
  name: 'gpu',
  url: 'http://gpu:8188',
  path: '/comfy/gpu',
  concurrency: 1,
  enabled: true,
  addedAt: 0,
}

/** Servers over a scheduler and a forwarder that write down what they are asked. */
async function open({ refuses = false } = {}) {
  const asked: unknown[][] = []
  const scheduler = {
    watch: async () => () => {},
    servers: async () => [{ server: row, health: 'ok', running: 0, waiting: 0 }],
    updateServer: async (id: string, change: object) => {
      asked.push(['update', id, change])
      return { ...row, ...change }
    },
    resetServer: async (id: string) => void asked.push(['reset', id]),
  } as unknown as Scheduler
  const target = { url: row.url, path: '/comfy/gpu', reachable: true, source: 'entered' as const }
  const servers = createServers({
    scheduler,
    registerTarget: async (url, headers) => {
      asked.push(['register', url, headers])
      if (refuses) throw new Error('refused')
      return target
    },
    forgetTarget: async () => {},
    listTargets: async () => [target],
    memory: { get: () => undefined, set: () => {} },
    tell: () => {},
  })
  await servers.start()
  return { servers, asked }
}

describe('headers of a server', () => {
  test('are told to the forwarder first, then written down; none at all takes its own back, too', async () => {
    const { servers, asked } = await open()
    await servers.update('server-a', { headers: { authorization: 'x' } })
    await servers.update('server-a', { headers: {} })
    expect(asked).toEqual([
      ['register', 'http://gpu:8188', { authorization: 'x' }],
      ['update', 'server-a', { headers: { authorization: 'x' } }],
      ['register', 'http://gpu:8188', {}],
      ['update', 'server-a', { headers: {} }],
    ])
  })

  test('that the forwarder refuses are not written down', async () => {
    const { servers, asked } = await open({ refuses: true })
    await expect(servers.update('server-a', { headers: { host: 'x' } })).rejects.toThrow('refused')
    expect(asked).toEqual([['register', 'http://gpu:8188', { host: 'x' }]])
  })
})

describe('a server', () => {
  test('is paused and weighed without asking the forwarder, and forgiven by name', async () => {
    const { servers, asked } = await open()
    await servers.update('server-a', { intake: 'paused', weight: 2 })
    await servers.reset('server-a')
    expect(asked).toEqual([
      ['update', 'server-a', { intake: 'paused', weight: 2 }],
      ['reset', 'server-a'],
    ])
  })
})
