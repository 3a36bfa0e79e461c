import { describe, expect, test } from 'vitest'
import { aJob, aServer, createStage } from '../../tests/contract/stage.ts'
import type { ServerState } from '../scheduler/index.ts'
import { RUNS_PER_PAGE, readRuns } from './history.ts'
import { redactText } from './redact.ts'
import { writeReport } from './report.ts'

/** Where people's folders lie; put together, because no file of the project names a path of a machine. */
const HOME = ['', 'home'].join('/')
const USERS = ['', 'Users'].join('/')

const SECRETS = [
  'hunter2hunter2',
  'Zm9vOmJhcg==',
  'sk-live-0123456789',
  'alice',
  'Alice Doe',
  'pa55word',
  'q-token-1',
  'A lighthouse in the rain',
]

const server: ServerState = {
  server: aServer('server-a', {
    url: 'http://192.168.0.7:8188',
    headers: { Authorization: 'Basic Zm9vOmJhcg==', 'X-Key': 'sk-live-0123456789', Cookie: 'session=hunter2hunter2' },
  }),
  health: 'down',
  running: 0,
  waiting: 3,
  failure: {
    code: 'comfyui/odd-answer',
    message: 'From http://root:pa55word@gpu.example/x?token=q-token-1',
    retry: 'auto',
  },
}

async function aReport() {
  const stage = createStage()
  await stage.startHost()
  await stage.run(aJob('one', { title: 'A lighthouse in the rain' }))
  await stage.until(async () => (await stage.stores.jobs.list({ open: true })).length === 0)
  const [job] = await stage.stores.jobs.list()
  await stage.stopHost()
  // An engine's failure carries whatever the server wrote.
  const failure = {
    code: 'comfyui/execution-error',
    message: 'It stopped.',
    retry: 'manual' as const,
    detail: [
      `File "${HOME}/alice/ComfyUI/nodes.py", line 3`,
      String.raw`C:\Users\Alice Doe\ComfyUI\main.py`,
      '{"authorization": "Bearer sk-live-0123456789", "api_key": "hunter2hunter2"}',
      `GET http://gpu:8188/view?filename=a.png&token=q-token-1 ${USERS}/alice/x`,
      'sent sk-live-0123456789 elsewhere',
    ].join('\n'),
  }
  const jobs = {
    ...stage.stores.jobs,
    list: async (filter: object | undefined) =>
      (await stage.stores.jobs.list(filter)).map((one) => ({ ...one, state: 'failed' as const, failure })),
  }
  const about = { version: '1.2.3', browser: 'Chromium 150', language: 'en', storage: { usage: 12, quota: 100 } }
  const text = await writeReport(about, {
    clock: stage.clock,
    jobs,
    servers: [server],
    notices: [],
    queue: { mode: 'running', stopAfter: 5, mostWaiting: 10 },
    role: 'leader',
  })
  return { text, report: JSON.parse(text), job }
}

describe('a diagnostic report', () => {
  test('holds none of the secrets that were planted', async () => {
    const { text } = await aReport()
    for (const secret of SECRETS) expect(text).not.toContain(secret)
  })

  test('still says what happened', async () => {
    const { report, job } = await aReport()
    expect(report).toMatchObject({ format: 'framewright/report', about: { version: '1.2.3', storage: { usage: 12 } } })
    expect(report.servers).toMatchObject([
      { id: 'server-a', url: 'http://192.168.0.7:8188', health: 'down', headerCount: 3 },
    ])
    expect(report.jobs).toMatchObject([{ id: job?.id, failure: { code: 'comfyui/execution-error' } }])
    expect(report.jobs[0].failure.detail).toContain('ComfyUI/nodes.py", line 3')
    expect(report.jobs[0].events.map((one: { event: string }) => one.event)).toEqual(
      expect.arrayContaining(['planned', 'sending', 'done']),
    )
  })

  test.each([
    ['http://me:secret@host/a', 'http://host/a'],
    ['see https://host/a/b?x=1&sig=abc.', 'see https://host/a/b?[removed]'],
    [`${HOME}/bob/a.py`, `${HOME}/[removed]/a.py`],
    [String.raw`C:\\Users\\Bob B\\a.py`, String.raw`C:\\Users\\[removed]\\a.py`],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [removed]'],
    ['password=abc123', 'password=[removed]'],
    ['KSampler: mat1 and mat2 shapes', 'KSampler: mat1 and mat2 shapes'],
  ])('of %s leaves %s', (text, left) => expect(redactText(text)).toBe(left))
})

describe('past runs', () => {
  test('come page by page, each once, whatever is added meanwhile', async () => {
    const { stores, clock } = createStage()
    const add = async (id: string) => {
      await clock.advance(id.endsWith('5') ? 0 : 1)
      await stores.jobs.addRun({ id, storyboardId: 'board-1', title: id, createdAt: clock.now() }, [])
    }
    const ids = Array.from({ length: 2 * RUNS_PER_PAGE + 3 }, (_, at) => `run-${at}`)
    for (const id of ids) await add(id)
    const seen: string[] = []
    let page = await readRuns(stores.jobs)
    seen.push(...page.runs.map(({ run }) => run.id))
    for (let at = 0; page.next; at++) {
      await add(`late-${at}`)
      page = await readRuns(stores.jobs, page.next)
      seen.push(...page.runs.map(({ run }) => run.id))
    }
    expect(new Set(seen)).toEqual(new Set(ids))
    expect(seen).toHaveLength(ids.length)
  })
})
