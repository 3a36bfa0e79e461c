import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  aServer,
  button,
  createWindowPage,
  SCREENS,
  violations,
  type WindowPage,
} from '../../../tests/app/mount-window.tsx'
import { aJob } from '../../../tests/app/window-studio.ts'
import type { Job, Run } from '../../jobs/index.ts'
import type { RunCursor } from '../../studio/index.ts'
import { showScreen } from '../state/session.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 10, 20, 20)

let film: WindowPage

beforeEach(() => {
  film = createWindowPage()
})

afterEach(() => film.close())

const make = (recipe: string): Job['make'] => ({
  kind: 'keyframe',
  makes: 'image',
  purpose: 'text-to-image',
  values: { width: 1344, height: 768 },
  seedVaries: false,
  media: [],
  recipe: { id: recipe, title: recipe, hash: recipe },
})
const online = (id: string, facts: Partial<Job> & Pick<Job, 'state'>): Job =>
  aJob({
    id,
    nodeId: 's0-key0',
    title: id,
    draft: false,
    engine: 'comfyui',
    servers: ['gpu-1', 'gpu-2'],
    make: make('Flux'),
    ...facts,
  })
const aRun = (id: string, number: number, createdAt: number, endedAt?: number): Run => ({
  id,
  storyboardId: 'board-2-2',
  title: `Run of ${id}`,
  number,
  createdAt,
  ...(endedAt === undefined ? {} : { endedAt }),
})
/** A run of the past whose jobs took a minute each, one after the other. */
const pastRun = (id: string, number: number, count: number, facts: Partial<Job> = {}) => {
  const createdAt = START + number * 1000 * MINUTE
  const jobs = Array.from({ length: count }, (_, at) =>
    online(`${id} job ${at}`, {
      state: 'done',
      runId: id,
      serverId: 'gpu-1',
      order: at,
      createdAt,
      startedAt: createdAt + at * MINUTE,
      endedAt: createdAt + (at + 1) * MINUTE,
      ...facts,
    }),
  )
  return { run: aRun(id, number, createdAt, createdAt + count * MINUTE), jobs }
}

async function openQueue(theme: 'dark' | 'light' = 'dark') {
  await film.open()
  document.documentElement.dataset.theme = theme
  showScreen('queue')
  await expect.element(page.getByRole('heading', { name: 'Queue', exact: true, level: 2 })).toBeVisible()
}

const atWork = () => {
  film.studio.servers.set([aServer('gpu-1', 'ok'), aServer('gpu-2', 'down')])
  film.studio.setJobs([
    online('Runs', { state: 'running', serverId: 'gpu-1', startedAt: Date.now(), order: 1 }),
    online('Stands', { state: 'queued', serverId: 'gpu-1', startedAt: Date.now(), order: 2 }),
    online('Waits', { state: 'waiting', order: 3 }),
    online('Films', { state: 'waiting', order: 4, make: make('Wan') }),
    online('Broke', {
      state: 'failed',
      order: 5,
      endedAt: Date.now(),
      failure: { code: 'x/y', message: 'The server has no such model.', retry: 'manual' },
    }),
  ])
  film.studio.runs.set([aRun('run-1', 1, Date.now())])
  film.studio.answers.pastRuns = () => ({ runs: [pastRun('night', 2, 5)] })
}

describe('the queue', () => {
  it('says how to fill it when it is empty', async () => {
    await openQueue()
    await expect.element(page.getByText('Nothing is queued')).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/queue-empty.png` })
  })

  it('says how long jobs take by what such jobs took, and what it does not know', async () => {
    atWork()
    await openQueue()
    const row = (name: string) => page.getByRole('group', { name, exact: true })
    await expect.element(row('Waits').getByText('about 1 min')).toBeVisible()
    await expect.element(row('Films').getByText('no estimate yet')).toBeVisible()
    await expect.element(page.getByText(/left, and 1 job without an estimate yet/).first()).toBeVisible()
    expect(await violations()).toEqual([])
    await page.screenshot({ path: `${SCREENS}/queue-running.png` })
    document.documentElement.dataset.theme = 'light'
    await page.screenshot({ path: `${SCREENS}/queue-running-light.png` })
  })

  it('says where a job stands in its server’s queue, and why it is not elsewhere', async () => {
    atWork()
    await openQueue()
    const row = page.getByRole('group', { name: 'Stands', exact: true })
    await expect.element(row.getByText('In the server’s queue')).toBeVisible()
    film.studio.queue.positions.set('Stands', { before: 3, running: 1, ahead: 4 })
    await expect.element(row.getByText('3 jobs of others before yours')).toBeVisible()
    await row.getByRole('button', { name: 'More about Stands' }).click()
    await expect.element(page.getByText('gpu-2: does not answer')).toBeVisible()
  })

  it('is rushed, retried as a whole and told to finish what runs', async () => {
    atWork()
    await openQueue()
    await button('Rush Waits: before everything else').click()
    ;(page.getByRole('group', { name: 'Films', exact: true }).element() as HTMLElement).focus()
    await userEvent.keyboard('!')
    await button('Retry what failed').click()
    await button('Finish what runs').click()
    await expect
      .poll(() => film.called('prioritise'))
      .toEqual([
        [['Waits'], 10],
        [['Films'], 10],
      ])
    expect(film.called('retry')).toEqual([[['Broke']]])
    expect(film.called('queue.set')).toEqual([[{ mode: 'after-current' }]])
  })

  it('puts what is dragged where it is dropped', async () => {
    atWork()
    await openQueue()
    const drag = new DataTransfer()
    const row = (name: string) => page.getByRole('group', { name, exact: true }).element()
    row('Films').dispatchEvent(new DragEvent('dragstart', { dataTransfer: drag, bubbles: true }))
    row('Waits').dispatchEvent(new DragEvent('drop', { dataTransfer: drag, bubbles: true }))
    await expect.poll(() => film.called('reorder')).toEqual([[['Films', 'Waits']]])
  })
})

describe('the history', () => {
  const runs = Array.from({ length: 25 }, (_, at) => pastRun(`past-${at}`, 30 - at, 2))
  const pageAfter = (after?: RunCursor) => {
    const from = after ? runs.findIndex(({ run }) => run.id === after.id) + 1 : 0
    const shown = runs.slice(from, from + 10)
    const last = shown.at(-1)?.run
    return {
      runs: shown,
      ...(from + 10 < runs.length && last ? { next: { id: last.id, createdAt: last.createdAt } } : {}),
    }
  }

  it('shows old runs page by page while it is scrolled', async () => {
    film.studio.answers.pastRuns = pageAfter as never
    await openQueue()
    await page.getByRole('tab', { name: 'History' }).click()
    await expect.element(page.getByRole('heading', { name: /Run of past-0$/ })).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/queue-history.png` })
    const list = page.getByRole('list', { name: 'Past runs' }).element().parentElement as HTMLElement
    await expect
      .poll(() => {
        list.scrollTop = list.scrollHeight
        return document.body.textContent?.includes('Run of past-24')
      })
      .toBe(true)
    expect(list.querySelectorAll('li').length).toBeLessThan(60)
  })

  it('sums up a long run', async () => {
    const { run, jobs } = pastRun('night', 2, 90)
    const failed = jobs.map((job, at) => (at < 3 ? { ...job, state: 'failed' as const } : job))
    film.studio.answers.pastRuns = () => ({ runs: [{ run, jobs: failed }] })
    await openQueue()
    await page.getByRole('tab', { name: 'History' }).click()
    await expect.element(page.getByText(/^87 made, 3 failed, 1\D+30/)).toBeVisible()
  })
})

describe('the statistics', () => {
  it('are a table of recipes and servers, which is copied as CSV', async () => {
    film.studio.servers.set([aServer('gpu-1', 'ok'), aServer('gpu-2', 'ok')])
    film.studio.answers.pastRuns = () => ({
      runs: [
        pastRun('one', 3, 4),
        pastRun('two', 2, 3, { serverId: 'gpu-2', make: make('Wan, slow') }),
        pastRun('bad', 1, 1, { state: 'failed' }),
      ],
    })
    let copied = ''
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: {
        async writeText(text: string) {
          copied = text
        },
      },
    })
    await openQueue('light')
    await page.getByRole('tab', { name: 'Statistics' }).click()
    await expect.element(page.getByRole('rowheader', { name: 'Flux' })).toBeVisible()
    await expect.element(page.getByRole('cell', { name: '80%' })).toBeVisible()
    expect(await violations()).toEqual([])
    await page.screenshot({ path: `${SCREENS}/queue-statistics.png` })
    await button('Copy as CSV').click()
    await expect.poll(() => copied.split('\r\n')).toHaveLength(4)
    expect(copied).toContain('Flux,comfyui,gpu-1,4,1,0,0.8,60,')
    expect(copied).toContain('"Wan, slow",comfyui,gpu-2,3,0,0,1,60,')
  })
})
