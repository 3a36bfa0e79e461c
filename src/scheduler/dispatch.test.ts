import { describe, expect, test } from 'vitest'
import { aServer } from '../../tests/contract/stage.ts'
import { createMemoryStores } from '../../tests/contract/stores.ts'
import { aWaitingJob } from '../../tests/scheduler/simulated-servers.ts'
import type { Engine, Server } from '../engines/index.ts'
import type { Attempt, Job } from '../jobs/index.ts'
import { createManualClock } from '../kernel/index.ts'
import { createDispatcher } from './dispatch.ts'
import type { Refusal } from './server-board.ts'

type Facts = { refusal?: string; room?: number; vram?: number; foreign?: number }

/** Servers as a board knows them. */
function aBoard(servers: readonly (Facts & { server: Server })[]) {
  const find = (id: string) => servers.find(({ server }) => server.id === id)
  return {
    get: (id: string) =>
      find(id) ? { server: (find(id) as { server: Server }).server, health: 'ok' as const } : undefined,
    refusal: (id: string): Refusal | undefined => {
      const code = find(id)?.refusal
      return code === undefined ? undefined : { code, facts: { server: id } }
    },
    room: (id: string) => find(id)?.room ?? (find(id)?.server.concurrency ?? 0) + 1,
    all: () =>
      servers.map(({ server, vram, foreign }) => ({
        server,
        ...(foreign === undefined ? {} : { foreign }),
        ...(vram === undefined ? {} : { report: { devices: [{ name: 'gpu', vramTotal: vram, vramFree: vram }] } }),
      })),
  }
}

const engine = { id: 'comfyui', serverless: false } as Engine
const both = ['gpu-1', 'gpu-2']
const at = (job: Job, serverId: string) => ({
  jobId: job.id,
  serverId,
  engine: job.engine,
  occupies: () => true,
  contentKey: job.contentKey,
})

/** Lets a dispatcher fill all room there is, and tells what went where. */
function deal(
  servers: readonly (Facts & { server: Server })[],
  jobs: readonly Job[],
  before: (saw: (job: Job) => void) => void = () => {},
  attempts: readonly Attempt[] = [],
) {
  const stores = createMemoryStores()
  const dispatcher = createDispatcher({
    engines: [engine],
    board: aBoard(servers),
    jobs: { ...stores.jobs, attempts: async () => attempts },
    clock: createManualClock(),
  })
  before(dispatcher.saw)
  const crew: ReturnType<typeof at>[] = []
  const states = new Map(jobs.map((job) => [job.id, job]))
  const waiting = new Map<string, Job['waiting']>()
  const turn = (open: readonly Job[] = [...states.values()]) => {
    for (const job of dispatcher.order(open, crew)) {
      if (job.state !== 'waiting' || crew.some(({ jobId }) => jobId === job.id)) continue
      const placement = dispatcher.place(job, crew)
      if ('never' in placement) throw new Error(placement.never.code)
      if (placement.go) crew.push(at(job, placement.serverId ?? ''))
      else waiting.set(job.id, placement.waiting)
    }
  }
  turn()
  return { crew, waiting, turn, sent: () => Object.fromEntries(crew.map(({ jobId, serverId }) => [jobId, serverId])) }
}

const some = (count: number, facts: Parameters<typeof aWaitingJob>[0] | object = {}) =>
  Array.from({ length: count }, (_, order) => aWaitingJob({ id: `job-${order}`, order, servers: both, ...facts }))

describe('room on a server', () => {
  test('is one that runs and one behind it', () => {
    const { crew, waiting } = deal([{ server: aServer('gpu-1') }, { server: aServer('gpu-2') }], some(6))
    expect(both.map((id) => crew.filter(({ serverId }) => serverId === id).length)).toEqual([2, 2])
    expect([...waiting.values()]).toEqual([undefined, undefined])
  })

  test('never holds more than two that do not run, however many it may run', () => {
    const { crew, turn } = deal([{ server: aServer('gpu-1', { concurrency: 8 }) }], some(12))
    expect(crew).toHaveLength(2)
    turn(some(12).map((job) => (job.id === 'job-0' ? { ...job, state: 'running', serverId: 'gpu-1' } : job)))
    expect(crew).toHaveLength(3)
  })

  test('is one after trouble, and none where nothing is taken', () => {
    const servers = [
      { server: aServer('gpu-1'), room: 1 },
      { server: aServer('gpu-2'), refusal: 'jobs/server-paused' },
    ]
    expect(deal(servers, some(4)).sent()).toEqual({ 'job-0': 'gpu-1' })
  })

  test('goes first to the server with more weight, and to the one without jobs of others', () => {
    const heavy = [{ server: aServer('gpu-1') }, { server: aServer('gpu-2', { weight: 4 }) }]
    expect(deal(heavy, some(1)).sent()).toEqual({ 'job-0': 'gpu-2' })
    const shared = [{ server: aServer('gpu-1'), foreign: 3 }, { server: aServer('gpu-2') }]
    expect(deal(shared, some(1)).sent()).toEqual({ 'job-0': 'gpu-2' })
  })

  test('of jobs with one content only one is sent', () => {
    const { sent, waiting } = deal([{ server: aServer('gpu-1') }], some(2, { contentKey: 'same' }))
    expect(Object.keys(sent())).toEqual(['job-0'])
    expect(waiting.get('job-1')).toEqual({ code: 'jobs/same-content' })
  })

  test('is not given to what still waits for another job', () => {
    const jobs = [aWaitingJob({ id: 'clip', order: 1, dependsOn: ['frame'] }), aWaitingJob({ id: 'frame', order: 2 })]
    const servers = [{ server: aServer('gpu-1'), room: 1 }]
    expect(Object.keys(deal(servers, jobs).sent())).toEqual(['frame'])
  })
})

describe('a job that cannot go anywhere', () => {
  test('says why, of every server', () => {
    const servers = [
      { server: aServer('gpu-1'), refusal: 'jobs/server-locked' },
      { server: aServer('gpu-2'), refusal: 'jobs/server-down' },
    ]
    expect(deal(servers, some(1)).waiting.get('job-0')).toEqual({
      code: 'jobs/server-down',
      facts: { server: 'gpu-2', 'other-1': 'gpu-1', 'why-1': 'server-locked' },
    })
  })
})

describe('out of memory', () => {
  const failure = { code: 'comfyui/out-of-memory', message: 'x', retry: 'manual' as const }
  const broke = (recipe: string) => aWaitingJob({ id: 'broke', recipe, state: 'failed', serverId: 'gpu-1', failure })
  const servers = [
    { server: aServer('gpu-1', { weight: 9 }), vram: 8 },
    { server: aServer('gpu-2'), vram: 24 },
    { server: aServer('gpu-3'), vram: 6 },
  ]
  const jobs = (recipe: string) => some(3, { recipe, servers: ['gpu-1', 'gpu-2', 'gpu-3'] })

  test('sends that recipe elsewhere first, and not to a smaller card; others stay', async () => {
    const { sent, waiting } = deal(servers, jobs('big'), (saw) => saw(broke('big')))
    expect(sent()).toEqual({ 'job-0': 'gpu-2', 'job-1': 'gpu-2' })
    expect(waiting.get('job-2')).toMatchObject({ code: 'jobs/needs-memory' })
    expect(deal(servers, jobs('small'), (saw) => saw(broke('big'))).sent()['job-0']).toBe('gpu-1')
  })

  test('is forgotten once that server has made one', () => {
    const { sent } = deal(servers, jobs('big'), (saw) => {
      saw(broke('big'))
      saw(aWaitingJob({ id: 'made', recipe: 'big', state: 'done', serverId: 'gpu-1' }))
    })
    expect(sent()['job-0']).toBe('gpu-1')
  })

  test('goes back there when no other server is up', () => {
    const alone = servers.map((one) => (one.server.id === 'gpu-2' ? { ...one, refusal: 'jobs/server-down' } : one))
    expect(deal(alone, jobs('big'), (saw) => saw(broke('big'))).sent()['job-0']).toBe('gpu-1')
  })
})
