import { afterEach, describe, expect, test } from 'vitest'
import { type ProfileName, type Standin, type StandinClock, type StandinOptions, startStandin } from './index.ts'
import { solid } from './media/picture.ts'
import { encodePng } from './media/png.ts'
import {
  hasRecordings,
  type RecordedRequest,
  type Replay,
  type ReplayOptions,
  readFull,
  readPacked,
  readScenario,
  replay,
  send,
} from './replay.ts'

const VERSIONS: ProfileName[] = ['0.3.64', '0.12.1', '0.28.2']
const started: Standin[] = []

afterEach(async () => {
  for (const standin of started.splice(0)) await standin.close()
})

/** No two moments are equal, so that lists ordered by time have one order. */
function tickingClock(): StandinClock {
  let last = 0
  const now = () => {
    last = Math.max(last + 1, Date.now())
    return last
  }
  return { now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }
}

async function start(options: StandinOptions): Promise<Standin> {
  const standin = await startStandin({ speed: { stepMs: 20 }, clock: tickingClock(), ...options })
  started.push(standin)
  standin.files.write('/srv/comfyui-base/input/broken.png', Buffer.from('no picture'))
  standin.files.write('/srv/comfyui-base/input/example.png', encodePng(solid(40, 30, [1, 2, 3, 99])))
  return standin
}

async function play(standin: Standin, version: string, scenario: string, options: ReplayOptions = {}): Promise<Replay> {
  const result = await replay(standin, readScenario(version, scenario), options)
  expect(standin.mishaps).toEqual([])
  expect(result.answers.length).toBeGreaterThan(0)
  return result
}

function expectSameAnswers(result: Replay): void {
  for (const { label, recorded, seen } of result.answers)
    expect({ label, answer: seen }).toEqual({ label, answer: recorded })
}

function expectSameFrames(result: Replay): void {
  for (const [sock, { recorded, seen }] of Object.entries(result.frames))
    expect({ sock, frames: seen }).toEqual({ sock, frames: recorded })
}

function expectSameStatuses(result: Replay): void {
  const statusOf = (answer: unknown) => (answer as { status: number }).status
  const pick = (side: 'recorded' | 'seen') =>
    result.answers.map((answer) => `${answer.label} ${statusOf(answer[side])}`)
  expect(pick('seen')).toEqual(pick('recorded'))
}

describe.each(VERSIONS)('like the recorded %s', (version) => {
  test('runs a graph with the same frames, progress included, and the same records', async () => {
    const result = await play(await start({ profile: version }), version, 'success-run', { ignore: ['status'] })
    expectSameFrames(result)
    expectSameAnswers(result)
  })

  test('answers a repeated prompt from its cache', async () => {
    const standin = await start({ profile: version })
    const before = (request: RecordedRequest) => {
      const removed = { filename: 'cache2_00001_.png', subfolder: '', type: 'output' as const }
      if (request.path.startsWith('/view?filename=cache2')) standin.files.delete(removed)
    }
    const result = await play(standin, version, 'success-cached', { ignore: ['status'], before })
    expectSameFrames(result)
    expectSameAnswers(result)
  })

  test('broadcasts little for a prompt without a client', async () => {
    const result = await play(await start({ profile: version }), version, 'no-client-id', {
      ignore: ['status', 'progress', 'progress_state', 'binary 1'],
    })
    expectSameFrames(result)
    expectSameAnswers(result)
  })

  test('fails while running as recorded', async () => {
    const result = await play(await start({ profile: version }), version, 'execution-error')
    expectSameFrames(result)
    expectSameAnswers(result)
  })

  test('refuses bad prompts with the same bodies', async () => {
    const skip = ({ path }: RecordedRequest) => path === '/queue'
    expectSameAnswers(await play(await start({ profile: version }), version, 'validation-errors', { skip }))
  })

  test('takes, refuses and repeats prompt ids alike', async () => {
    expectSameAnswers(await play(await start({ profile: version }), version, 'prompt-ids'))
  })

  test('interrupts: without a body, with odd bodies, and aimed at one prompt', async () => {
    const skip = ({ method, path }: RecordedRequest) => method === 'GET' && path === '/queue'
    for (const scenario of ['interrupt-running', 'interrupt-targeted']) {
      const result = await play(await start({ profile: version }), version, scenario, { skip })
      expectSameAnswers(result)
      if (version === '0.28.2') expectSameFrames(result)
    }
  })

  test('leaves the second socket of an id deaf when the first one closes', async () => {
    expectSameFrames(await play(await start({ profile: version }), version, 'two-sockets-same-id'))
  })

  test('stores uploads under the same names', async () => {
    const result = await play(await start({ profile: version }), version, 'uploads')
    expectSameAnswers(result)
  })

  test('lets the same origins in', async () => {
    expectSameStatuses(await play(await start({ profile: version }), version, 'origin-default'))
  })

  test('answers every origin in CORS mode', async () => {
    // Bodies above the cap are recorded by their length only.
    const skip = ({ body, form }: RecordedRequest) => typeof body === 'object' || form !== undefined
    expectSameStatuses(await play(await start({ profile: version, corsHeader: '*' }), version, 'cors-star', { skip }))
  })

  test('has the same job routes', async () => {
    const standin = await start({ profile: version })
    // Lists of the recorded server hold what earlier scenarios left there.
    const lists = /^\/api\/jobs\?(limit|status=(completed|failed|cancelled)|sort_|offset=|workflow_id)/
    const skip = ({ path }: RecordedRequest) => lists.test(path) && !/=(nonsense|up|x|0|-1)$/.test(path)
    expectSameAnswers(await play(standin, version, 'jobs-api', { skip }))
  })
})

test('orders the queue by number, then id, and shows it as the heap it is', async () => {
  const standin = await start({ profile: '0.28.2' })
  // The recorded server had counted to 126, and its order depends on that; refused prompts count, too.
  for (let i = 0; i < 126; i++) await send(standin, { method: 'POST', path: '/prompt', json: {} })
  const result = await play(standin, '0.28.2', 'queue-order', {
    ignore: ['status', 'progress', 'progress_state', 'executing'],
  })
  const numbers = standin.submissions().map(({ number }) => number)
  expect(numbers).toEqual([126, 127, 128, -129, -130, -1.5, 1e9, 0, 3, -131, 132])
  expectSameStatuses(result)
  const starts = (side: 'recorded' | 'seen') =>
    result.frames['A']?.[side].filter((frame) => (frame as { type: string }).type === 'execution_start')
  expect(starts('seen')).toEqual(starts('recorded'))
})

test('deletes and clears only what waits', async () => {
  const result = await play(await start({ profile: '0.28.2' }), '0.28.2', 'queue-delete')
  expectSameAnswers(result)
})

test.runIf(hasRecordings)('the trimmed copies say what the full recordings say', () => {
  for (const version of VERSIONS) {
    for (const [scenario, entries] of Object.entries(readPacked(version))) {
      expect({ scenario, entries }).toEqual({
        scenario,
        entries: JSON.parse(JSON.stringify(readFull(version, scenario))),
      })
    }
  }
})
