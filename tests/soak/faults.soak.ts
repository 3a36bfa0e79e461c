import type { Server } from '../../src/engines/index.ts'
import { isTerminal, type Job } from '../../src/jobs/index.ts'
import { createSeededRandom } from '../../src/kernel/index.ts'
import type { Measurement, MeasurementContext } from '../bench/contract.ts'
import { type Standin, startStandin } from '../comfy-standin/index.ts'
import { aServer } from '../contract/comfy-world.ts'
import { aFrame, createScene, type Scene } from './scene.ts'

/** Time that everything has to come to its end once the weather is fine, in real ms. */
const PATIENCE = 60_000

type Count = {
  histories: number
  jobs: number
  done: number
  lost: number
  doubled: number
  stuck: number
  broken: number
}

/** Random histories of kills, restarts, silence and cancels against two stand-ins. One seed names one history. */
const measurement: Measurement = {
  name: 'Random faults',
  async run({ minutes = 1, seed = 1, say }) {
    const until = performance.now() + minutes * 60_000
    const sum: Count = { histories: 0, jobs: 0, done: 0, lost: 0, doubled: 0, stuck: 0, broken: 0 }
    for (let history = seed; performance.now() < until; history++) {
      const found = await play(history, say)
      for (const key of Object.keys(sum) as (keyof Count)[]) sum[key] += found[key]
    }
    say(`seeds ${seed} to ${seed + sum.histories - 1}: ${JSON.stringify(sum)}`)
    const row = (name: keyof Count, note: string) => ({ name, value: sum[name], unit: '', note })
    return {
      rows: [
        row('histories', `seeds ${seed} to ${seed + sum.histories - 1}`),
        row('jobs', ''),
        row('done', ''),
        { ...row('lost', 'a row that is gone, a take without bytes, a job that was given up'), goal: '= 0' },
        { ...row('doubled', 'sent again although the server still knew it, or two takes of one job'), goal: '= 0' },
        { ...row('stuck', 'not ended a minute after the last fault'), goal: '= 0' },
        {
          ...row('broken', 'any other promise: a cancelled job with a take, a changed end, an error of the stand-in'),
          goal: '= 0',
        },
      ],
    }
  },
}

export default measurement

/** Whole numbers below `limit`, the same ones for the same seed. */
type Dice = (limit: number) => number

async function play(seed: number, say: MeasurementContext['say']): Promise<Count> {
  const random = createSeededRandom(seed * 7919)
  const dice: Dice = (limit) => ((random.bytes(1)[0] ?? 0) * 256 + (random.bytes(1)[0] ?? 0)) % limit
  const standins = [await startStandin({ speed: { nodeMs: 15 } }), await startStandin({ speed: { nodeMs: 15 } })]
  const servers = standins.map(({ url }, index) => aServer(url, { id: `server-${index}`, name: `Server ${index}` }))
  const lives = standins.map(() => [] as number[])
  const scene = createScene(servers, random)
  const ends = watchEnds(scene)
  try {
    await scene.open()
    await addRun(scene, servers, dice)
    const story: string[] = []
    for (let act = 0; act < 12; act++) {
      story.push(await fault(dice, scene, standins, lives, servers))
      await new Promise((resolve) => setTimeout(resolve, dice(250)))
    }
    for (const standin of standins) {
      standin.faults.reset()
      standin.faults.refuseConnections(false)
    }
    if (!scene.isOpen) await scene.open()
    const stuck = await settle(scene)
    const found = await judge(scene, standins, lives, ends, stuck)
    if (found.lost + found.doubled + found.stuck + found.broken > 0)
      say(`seed ${seed}: ${JSON.stringify(found)}\n    ${story.join(', ')}\n    ${await tell(scene)}`)
    return found
  } finally {
    ends.stop()
    await scene.close()
    await Promise.all(standins.map((standin) => standin.close()))
  }
}

/** Six to twelve jobs, some of which wait for others. */
async function addRun(scene: Scene, servers: readonly Server[], dice: Dice): Promise<void> {
  const count = 6 + dice(7)
  await scene.run(
    Array.from({ length: count }, (_, index) =>
      aFrame(dice(3) === 0 ? servers.slice(0, 1) : servers, index > 0 && dice(3) === 0 ? [dice(index)] : []),
    ),
  )
}

/** One misfortune. Those that last end by themselves or with the next one of their kind. */
async function fault(
  dice: Dice,
  scene: Scene,
  standins: readonly Standin[],
  lives: number[][],
  servers: readonly Server[],
): Promise<string> {
  const which = dice(standins.length)
  const standin = standins[which] as Standin
  const { faults } = standin
  const acts: Record<string, () => unknown> = {
    'tab killed': async () => {
      scene.kill()
      await scene.open()
    },
    'tab closed': async () => {
      await scene.close()
      await scene.open()
    },
    'server restarted': async () => {
      // A new life of the server: it knows nothing of what was sent to the former one.
      await standin.kill()
      lives[which]?.push(standin.submissions().length)
      await standin.start()
    },
    'answers lost': () => faults.loseResponses(1 + dice(2)),
    'requests dropped': () => faults.dropRequests(1 + dice(4)),
    'downloads dropped': () => faults.dropViews(1 + dice(2)),
    'bodies cut': () => faults.truncateBodies(1),
    'gateway errors': () => faults.answerStatus(502, 1 + dice(3)),
    'sockets closed': () => faults.closeSockets(),
    'sockets muted': () => faults.muteSockets(true),
    'sockets heard again': () => faults.muteSockets(false),
    'connections refused': async () => {
      faults.refuseConnections(true)
      await new Promise((resolve) => setTimeout(resolve, dice(400)))
      faults.refuseConnections(false)
    },
    'history late': () => faults.delayHistory(dice(80)),
    'job cancelled': async () => {
      const open = await scene.stores.jobs.list({ open: true })
      const job = open[dice(Math.max(1, open.length))]
      if (job) await scene.commands.cancel({ jobId: job.id })
    },
    'logins refused': () => faults.answerStatus(401, 1 + dice(3)),
    'too many requests': () => faults.answerStatus(429, 1 + dice(3)),
    'job given up': async () => {
      const open = await scene.stores.jobs.list({ open: true })
      const job = open[dice(Math.max(1, open.length))]
      if (job) await scene.commands.giveUp(job.id)
    },
    'another run': () => addRun(scene, servers, dice),
  }
  const names = Object.keys(acts)
  const name = names[dice(names.length)] as string
  await acts[name]?.()
  return name.startsWith('tab') || name.startsWith('job') || name.startsWith('another') ? name : `${name} (${which})`
}

/** The number of jobs that never ended. */
async function settle(scene: Scene): Promise<number> {
  const until = performance.now() + PATIENCE
  for (;;) {
    const open = await scene.stores.jobs.list({ open: true })
    if (open.length === 0 || performance.now() > until) return open.length
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Remembers how each job ended first, and which of them changed afterwards. */
function watchEnds(scene: Scene) {
  const first = new Map<string, Job>()
  const changed = new Set<string>()
  const stop = scene.stores.jobs.watch({}, (jobs) => {
    for (const job of jobs) {
      const end = first.get(job.id)
      if (end && end.revision !== job.revision) changed.add(job.id)
      if (!end && isTerminal(job.state)) first.set(job.id, job)
    }
  })
  return { first, changed, stop }
}

async function judge(
  scene: Scene,
  standins: readonly Standin[],
  lives: readonly number[][],
  ends: ReturnType<typeof watchEnds>,
  stuck: number,
): Promise<Count> {
  const { stores } = scene
  const jobs = await stores.jobs.list()
  const takes = await stores.takes.all()
  let lost = 0
  let broken = ends.changed.size + standins.reduce((sum, one) => sum + one.mishaps.length, 0)
  for (const runRow of await stores.jobs.runs()) if (!jobs.some((job) => job.runId === runRow.id)) lost += 1
  for (const job of jobs) {
    const own = takes.filter((take) => take.jobId === job.id)
    const take = takes.find((one) => one.id === job.takeId)
    if (job.state === 'done' && !(take && (await stores.blobs.has(take.assetId)))) lost += 1
    if (job.state === 'failed') lost += 1
    if (job.state !== 'done' && own.length > 0) broken += 1
    if (job.state === 'cancelled' && !job.cancelRequested && job.failure?.code !== 'jobs/upstream-failed') broken += 1
  }
  const doubled =
    jobs.filter((job) => takes.filter((take) => take.jobId === job.id).length > 1).length +
    standins.reduce((sum, standin, which) => sum + sentTwice(standin, lives[which] ?? []), 0)
  return {
    ...{ histories: 1, jobs: jobs.length, done: jobs.filter((job) => job.state === 'done').length },
    ...{ lost, doubled, stuck, broken },
  }
}

/** Jobs that one life of a server was sent more than once: no fault here makes it forget or fail one. */
function sentTwice(standin: Standin, borders: readonly number[]): number {
  const all = standin.submissions()
  let again = 0
  for (const [index, start] of [0, ...borders].entries()) {
    const seen = new Set<string>()
    for (const { extraData } of all.slice(start, borders[index] ?? all.length)) {
      const job = String(extraData['framewright_job'])
      if (seen.has(job)) again += 1
      seen.add(job)
    }
  }
  return again
}

async function tell(scene: Scene): Promise<string> {
  const odd = (await scene.stores.jobs.list()).filter((job) => job.state !== 'done' && job.state !== 'cancelled')
  return odd
    .map((job) => `${job.title} ${job.state} ${job.failure?.code ?? ''} ${job.failure?.detail ?? ''}`)
    .join('; ')
}
