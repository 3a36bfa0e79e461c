import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Weather } from '../../tests/contract/fake-engine.ts'
import { aJob, createStage, type Stage } from '../../tests/contract/stage.ts'
import { isTerminal, type Job } from '../jobs/index.ts'
import type { HostPorts } from './ports.ts'

/**
 * One life of the program between two starts. It ends by a crash at the n-th call of a port, wherever that is, or after
 * some time by a crash or an orderly stop. Cancels come at the n-th call, too: most of what matters happens in one instant.
 */
const life = fc.record({
  crashAt: fc.option(fc.nat(150), { nil: undefined, freq: 2 }),
  cancels: fc.array(fc.record({ at: fc.nat(150), pick: fc.nat(5) }), { maxLength: 2 }),
  ms: fc.nat(6000),
  outage: fc.constantFrom(0, 0, 0, 4000),
  ends: fc.constantFrom<'crash' | 'stop'>('crash', 'stop'),
})

const story = fc.record({
  seed: fc.integer({ min: 1 }),
  weather: fc.array(fc.constantFrom<Weather>('fine', 'fine', 'fine', 'request-lost', 'answer-lost'), { maxLength: 25 }),
  failing: fc.subarray(['b', 'd']),
  echoes: fc.integer({ min: 1, max: 3 }),
  stopping: fc.constantFrom(0, 1500),
  reading: fc.constantFrom(0, 1200),
  lives: fc.array(life, { maxLength: 6 }),
})
type Story = typeof story extends fc.Arbitrary<infer S> ? S : never

/** Ports that die all together at the n-th call: from then on nothing answers, as when a tab is killed. */
function mortal(stage: Stage, onCall: (count: number) => void) {
  let die: () => void = () => {}
  const died = new Promise<void>((resolve) => {
    die = resolve
  })
  const fate = { calls: 0, crashAt: Number.POSITIVE_INFINITY, dead: false, died }
  const never = new Promise<never>(() => {})
  const kill = () => {
    fate.dead = true
    die()
  }
  const spend = () => {
    if (fate.dead) return true
    onCall(fate.calls)
    if (fate.calls++ >= fate.crashAt) kill()
    return fate.dead
  }
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const member = Reflect.get(target, name) as unknown
        if (typeof member !== 'function') return member
        return (...args: unknown[]) => {
          if (spend()) return name === 'watch' || name === 'prepare' ? () => {} : never
          const answer = Reflect.apply(member, target, args) as unknown
          if (!(answer instanceof Promise)) return answer
          // The call may have taken effect, and its answer be lost with the tab.
          return answer.then(
            (value) => (spend() ? never : value),
            (thrown: unknown) => (spend() ? never : Promise.reject(thrown)),
          )
        }
      },
    })
  const { jobs, takes, blobs, flags } = stage.stores
  const after = (ms: number, run: () => void) => stage.clock.after(ms, () => !fate.dead && run())
  const ports: Partial<HostPorts> = {
    jobs: wrap(jobs),
    takes: wrap(takes),
    blobs: wrap(blobs),
    flags: wrap(flags),
    engines: [wrap(stage.world.engine)],
    clock: { ...stage.clock, after },
  }
  return { fate, kill, ports }
}

async function play({ seed, weather, failing, echoes, stopping, reading, lives }: Story) {
  const stage = createStage({ seed })
  const { script } = stage.world
  const sky = [...weather]
  script.weather = () => sky.shift() ?? 'fine'
  script.echoes = () => echoes
  script.stopping = () => stopping
  script.reading = () => reading
  script.duration = () => 700
  script.outcome = (title) =>
    failing.includes(title) ? { code: 'fake/broken', message: '', retry: 'manual' } : undefined

  const history: Job[][] = []
  stage.stores.jobs.watch({}, (jobs) => history.push([...jobs]))
  await stage.run(
    aJob('a'),
    aJob('b'),
    aJob('c', { needs: [[0, 'a']] }),
    aJob('d', { needs: [[1, 'b']] }),
    aJob('e', {
      needs: [
        [2, 'c'],
        [3, 'd'],
      ],
    }),
    aJob('f'),
  )
  const all = await stage.stores.jobs.list()
  for (const one of lives) {
    const { fate, kill, ports } = mortal(stage, (count) => {
      for (const { at, pick } of one.cancels)
        if (at === count) void stage.commands.cancel({ jobId: all[pick]?.id ?? '' })
    })
    fate.crashAt = one.crashAt ?? fate.crashAt
    await Promise.race([stage.startHost(ports), fate.died])
    await stage.clock.advance(one.ms)
    stage.world.setDown('server-a', one.outage > 0)
    await stage.clock.advance(one.outage)
    stage.world.setDown('server-a', false)
    if (one.ends === 'stop') await Promise.race([stage.stopHost(), fate.died])
    kill()
  }
  // In the end somebody opens the page again, and it stays open.
  await stage.startHost()
  await stage.allEnded(50)
  return { stage, history }
}

test('whatever crashes, gets lost or is cancelled: no job is lost, none made twice, none changes once it has ended', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (tale) => {
      const { stage, history } = await play(tale)
      const jobs = await stage.stores.jobs.list()
      const byId = new Map(jobs.map((job) => [job.id, job]))
      expect(jobs).toHaveLength(6)
      for (const job of jobs) {
        const takes = await stage.takes(job.title)
        expect(takes).toHaveLength(job.state === 'done' ? 1 : 0)
        if (job.state === 'done') expect(takes[0]?.id).toBe(job.takeId)
        // Nothing was sent twice that the server still knew: one execution per job, however often the tab died.
        expect(stage.world.executions.get(job.id) ?? 0).toBeLessThanOrEqual(1)
        if (job.cancelRequested) expect(job.state).toBe('cancelled')
        const upstream = job.dependsOn.map((id) => byId.get(id)?.state)
        if (job.state === 'done') expect(upstream.every((state) => state === 'done')).toBe(true)
        if (job.failure?.code === 'jobs/upstream-failed') expect(upstream.some((state) => state !== 'done')).toBe(true)
        if (job.state === 'cancelled')
          expect(job.cancelRequested || job.failure?.code === 'jobs/upstream-failed').toBe(true)
        if (job.state === 'failed') expect(['fake/broken', 'jobs/lost']).toContain(job.failure?.code)
        const seen = history.flatMap((moment) => moment.filter((one) => one.id === job.id))
        const end = seen.find((one) => isTerminal(one.state))
        for (const later of seen.slice(seen.indexOf(end!))) expect(later).toEqual(end)
        const ends = (await stage.events(job.title)).filter((event) =>
          ['done', 'failed', 'cancelled', 'reused'].includes(event),
        )
        expect(ends).toHaveLength(1)
      }
      expect(stage.world.busy()).toBe(0)
    }),
    { numRuns: 600 },
  )
}, 120_000)
