import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Weather } from '../../tests/contract/fake-engine.ts'
import { aJob, createStage, type Stage } from '../../tests/contract/stage.ts'
import { isTerminal, type Job } from '../jobs/index.ts'
import type { HostPorts } from './ports.ts'

// One story: what happens, and after how many ms. A crash takes effect at the `at`th call of a port, wherever that is.
type Step =
  | { readonly does: 'wait'; readonly ms: number }
  | { readonly does: 'crash'; readonly at: number }
  | { readonly does: 'stop' }
  | { readonly does: 'start' }
  | { readonly does: 'cancel'; readonly pick: number }
  | { readonly does: 'poke' }
  | { readonly does: 'outage'; readonly ms: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.nat(3000) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('crash' as const), at: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('stop' as const) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('start' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('cancel' as const), pick: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('poke' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('outage' as const), ms: fc.nat(5000) }) },
)

const story = fc.record({
  seed: fc.integer({ min: 1 }),
  weather: fc.array(fc.constantFrom<Weather>('fine', 'fine', 'fine', 'request-lost', 'answer-lost'), { maxLength: 25 }),
  failing: fc.subarray(['b', 'd']),
  echoes: fc.integer({ min: 1, max: 3 }),
  stopping: fc.constantFrom(0, 1500),
  steps: fc.array(step, { maxLength: 14 }),
})

/** Ports that die all together at the n-th call: from then on nothing answers, as when a tab is killed. */
function mortal(stage: Stage) {
  let die: () => void = () => {}
  const life = { left: Number.POSITIVE_INFINITY, dead: false, died: new Promise<void>((resolve) => (die = resolve)) }
  const never = new Promise<never>(() => {})
  const spend = () => {
    if (life.left-- <= 0) {
      life.dead = true
      die()
    }
    return life.dead
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
            (thrown: unknown) => (life.dead ? never : Promise.reject(thrown)),
          )
        }
      },
    })
  const { jobs, takes, blobs, flags } = stage.stores
  const clock = { ...stage.clock, after: (ms: number, run: () => void) => stage.clock.after(ms, () => !life.dead && run()) }
  const ports: Partial<HostPorts> = {
    jobs: wrap(jobs),
    takes: wrap(takes),
    blobs: wrap(blobs),
    flags: wrap(flags),
    engines: [wrap(stage.world.engine)],
    clock,
  }
  return { life, ports }
}

async function play({ seed, weather, failing, echoes, stopping, steps }: typeof story extends fc.Arbitrary<infer S> ? S : never) {
  const stage = createStage({ seed })
  const { script } = stage.world
  const sky = [...weather]
  script.weather = () => sky.shift() ?? 'fine'
  script.echoes = () => echoes
  script.stopping = () => stopping
  script.duration = () => 700
  script.outcome = (title) => (failing.includes(title) ? { code: 'fake/broken', message: '', retry: 'manual' } : undefined)

  const history: Job[][] = []
  stage.stores.jobs.watch({}, (jobs) => history.push([...jobs]))
  let host: ReturnType<typeof mortal> | undefined
  const start = async () => {
    if (host && !host.life.dead) return
    host = mortal(stage)
    await stage.startHost(host.ports)
  }
  await start()
  await stage.run(
    aJob('a'),
    aJob('b'),
    aJob('c', { needs: [[0, 'a']] }),
    aJob('d', { needs: [[1, 'b']] }),
    aJob('e', { needs: [[2, 'c'], [3, 'd']] }),
    aJob('f'),
  )
  const all = await stage.stores.jobs.list()
  for (const one of steps) {
    if (one.does === 'wait') await stage.clock.advance(one.ms)
    if (one.does === 'crash' && host) host.life.left = one.at
    if (one.does === 'stop' && host && !host.life.dead) {
      await Promise.race([stage.stopHost(), host.life.died])
      host.life.dead = true
    }
    if (one.does === 'start') await start()
    if (one.does === 'cancel') await stage.commands.cancel({ jobId: all[one.pick]?.id ?? '' })
    if (one.does === 'poke') stage.host?.poke()
    if (one.does === 'outage') {
      stage.world.setDown('server-a', true)
      await stage.clock.advance(one.ms)
      stage.world.setDown('server-a', false)
    }
  }
  // In the end somebody opens the page again, and it stays open.
  if (host) host.life.dead = true
  await start()
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
        if (job.state === 'cancelled') expect(job.cancelRequested || job.failure?.code === 'jobs/upstream-failed').toBe(true)
        if (job.state === 'failed') expect(['fake/broken', 'jobs/lost']).toContain(job.failure?.code)
        const seen = history.flatMap((moment) => moment.filter((one) => one.id === job.id))
        const end = seen.find((one) => isTerminal(one.state))
        for (const later of seen.slice(seen.indexOf(end!))) expect(later).toEqual(end)
        const ends = (await stage.events(job.title)).filter((event) => ['done', 'failed', 'cancelled', 'reused'].includes(event))
        expect(ends).toHaveLength(1)
      }
      expect(stage.world.busy()).toBe(0)
    }),
    { numRuns: 400, endOnFailure: true },
  )
}, 120_000)
