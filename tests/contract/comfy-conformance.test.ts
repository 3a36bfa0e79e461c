import { describe, expect, test } from 'vitest'
import { type EngineWorld, engineConformance } from '../../src/engines/conformance.ts'
import { type ProfileName, startStandin } from '../comfy-standin/index.ts'
import { anEngine, anOrder, aServer, memoryBlobs, type OpenSockets, recipe, until } from './comfy-world.ts'

const realUrl = process.env['COMFYUI_TEST_URL']

async function standinWorld(profile: ProfileName): Promise<EngineWorld> {
  const standin = await startStandin({ profile, speed: { nodeMs: 15 } })
  const server = aServer(standin.url)
  const open: OpenSockets = new Set()
  const blobs = memoryBlobs()
  const engine = anEngine(server, blobs, open)
  const others = [engine]
  return {
    engine,
    remake() {
      const other = anEngine(server, blobs, open)
      others.push(other)
      return other
    },
    order: () => anOrder(recipe('test-card'), server, { values: { width: 64, height: 48 } }),
    slowOrder() {
      standin.faults.hold({ at: 'node', classType: 'ImageBlur' })
      return anOrder(recipe('test-card-slow'), server, { values: { width: 64, height: 48 } })
    },
    async isQuiet() {
      await until(() => open.size === 0 && standin.socketCount() === 0)
      return true
    },
    async dispose() {
      for (const one of others) one.dispose()
      expect(standin.mishaps).toEqual([])
      await standin.close()
    },
  }
}

async function realWorld(url: string): Promise<EngineWorld> {
  const server = aServer(url)
  const open: OpenSockets = new Set()
  const blobs = memoryBlobs()
  const made = [anEngine(server, blobs, open)]
  return {
    engine: made[0] as EngineWorld['engine'],
    remake() {
      const other = anEngine(server, blobs, open)
      made.push(other)
      return other
    },
    order: () => anOrder(recipe('test-card'), server, { values: { width: 320, height: 180 } }),
    slowOrder: () => anOrder(recipe('test-card-slow'), server, { values: { width: 1280, height: 720 } }),
    async isQuiet() {
      await until(() => open.size === 0)
      return true
    },
    async dispose() {
      for (const one of made) one.dispose()
    },
  }
}

describe.each<ProfileName>(['0.3.64', '0.12.1', '0.28.2', '0.38.1'])(
  'the ComfyUI engine on a stand-in of %s',
  (profile) => {
    test.each(engineConformance(() => standinWorld(profile)))('$name', async ({ run }) => {
      await run()
    })
  },
)

describe(`a real server (${realUrl ?? 'COMFYUI_TEST_URL is not set'})`, () => {
  const cases = realUrl === undefined ? [] : engineConformance(() => realWorld(realUrl))

  test('is there when its address is given', async () => {
    const answers = realUrl === undefined ? true : (await fetch(`${realUrl}/system_stats`)).ok
    expect(answers).toBe(true)
  })

  for (const { name, run } of cases) test(name, run, 180_000)
})
