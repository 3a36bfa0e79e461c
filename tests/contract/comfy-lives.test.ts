import { describe, expect, test } from 'vitest'
import { hasWhole, packLives, readLives, readWholeLives } from './recorded-lives.ts'
import { RecordedServer, recordedEnd } from './recorded-server.ts'

const versions = ['0.3.64', '0.12.1', '0.28.2']
const scenarios = versions.flatMap((version) =>
  Object.entries(readLives(version)).map(([scenario, steps]) => ({ version, scenario, steps })),
)
/** Ends that were compared, over all recordings. */
const ends: Record<string, number> = {}

describe('the engine lives through every recording', () => {
  test.each(scenarios)('$version $scenario', async ({ version, scenario, steps }) => {
    const server = new RecordedServer(version)
    await server.live(steps)
    for (const life of server.lives.values()) {
      const place = `${scenario} ${life.id}`
      expect(
        life.looks.map(({ seen }) => seen),
        place,
      ).toEqual(life.looks.map(({ recorded }) => recorded))
      const recorded = recordedEnd(life.id, steps)
      if (recorded !== undefined) expect({ place, end: life.end?.end }).toEqual({ place, end: recorded })
      if (recorded !== undefined) ends[recorded] = (ends[recorded] ?? 0) + 1
      // A place in the queue is told only before it starts, and progress only afterwards, never backwards.
      const kinds = life.events.map(({ event }) => event)
      const start = kinds.indexOf('started')
      expect(kinds.lastIndexOf('queue'), place).toBeLessThan(start < 0 ? kinds.length : start)
      expect(kinds.slice(0, Math.max(0, start)), place).not.toContain('progress')
      const values = life.events.flatMap((event) => (event.event === 'progress' ? [event.value / event.max] : []))
      expect(values, place).toEqual([...values].sort((a, b) => a - b))
      if (life.end?.end === 'failed') expect(life.end.failure.code).toMatch(/^comfyui\//)
    }
  })

  test('and there are ends of every kind among them', () => {
    expect(scenarios).toHaveLength(120)
    expect(Object.keys(ends).sort()).toEqual(['cancelled', 'failed', 'lost', 'succeeded'])
    expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(200)
  })
})

test('a worker that was killed by twins is said to be dead, in every version', async () => {
  for (const version of versions) {
    const server = new RecordedServer(version)
    await server.live(readLives(version)['worker-killed-by-duplicate'] ?? [])
    const reasons = [...server.lives.values()].flatMap(({ events }) =>
      events.flatMap((event) => (event.event === 'suspect' ? [event.reason] : [])),
    )
    expect(reasons).toContain('comfyui/worker-dead')
  }
})

test.runIf(hasWhole)('the committed lives say what the whole recordings say', () => {
  for (const version of versions) {
    const whole = JSON.parse(JSON.stringify(readWholeLives(version))) as unknown
    expect(readLives(version)).toEqual(whole)
  }
  expect(packLives({}).length).toBeGreaterThan(0)
})
