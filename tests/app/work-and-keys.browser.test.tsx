import '../../src/app/library/browser.tsx'
import '../../src/app/queue/browser.tsx'
import '../../src/app/settings/browser.tsx'
import '../../src/app/shots/browser.tsx'
import '../../src/app/messages/en/late.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { preferences, setPreferences } from '../../src/app/settings/preferences.browser.ts'
import { commands } from '../../src/app/state/commands.ts'
import { KEY_SETS, type KeySet, keysOfSet } from '../../src/app/state/key-sets.ts'
import { showScreen } from '../../src/app/state/session.ts'
import { keyConflicts, keysOf } from '../../src/app/state/shortcuts.ts'
import type { Job } from '../../src/jobs/index.ts'
import { listShots } from '../../src/storyboard/index.ts'
import type { LibraryEntry, UrlVariant } from '../../src/studio/index.ts'
import { button, createWindowPage, violations, type WindowPage } from './mount-window.tsx'
import { aJob } from './window-studio.ts'

let film: WindowPage

beforeEach(() => {
  film = createWindowPage()
})

afterEach(() => film.close())

describe('the queue by keyboard alone', () => {
  const JOBS: readonly Job[] = [
    aJob({ id: 'runs', nodeId: 's0-key0', title: 'Runs', state: 'running', order: 1 }),
    aJob({ id: 'first', nodeId: 's0-key1', title: 'First', state: 'waiting', order: 2 }),
    aJob({ id: 'second', nodeId: 's1-key0', title: 'Second', state: 'waiting', order: 3 }),
    aJob({ id: 'failed', nodeId: 's1-key1', title: 'Failed', state: 'failed', order: 4, endedAt: 5 }),
    aJob({ id: 'ended', nodeId: 's1-key1', title: 'Ended', state: 'done', order: 5, endedAt: 5 }),
  ]
  const row = (title: string) => page.getByRole('group', { name: title, exact: true })

  /** Moves the focus by Tab until it is where a person would stop. */
  async function tabTo(isThere: (focus: Element) => boolean): Promise<void> {
    for (let presses = 0; presses < 120; presses++) {
      if (document.activeElement && isThere(document.activeElement)) return
      await userEvent.keyboard('{Tab}')
    }
    throw new Error('Tab never came there')
  }
  const named = (name: string) => (focus: Element) =>
    (focus.getAttribute('aria-label') ?? focus.textContent ?? '').trim() === name

  beforeEach(async () => {
    film.studio.setJobs(JOBS)
    film.studio.runs.set([{ id: 'run-1', storyboardId: 'board-2-2', title: 'Everything', number: 1, createdAt: 1 }])
    await film.open()
    showScreen('queue')
    await expect.element(row('Runs')).toBeVisible()
    ;(document.activeElement as HTMLElement | null)?.blur()
  })

  test('jobs are cancelled, retried, run again, put in another order and looked into on their row', async () => {
    await tabTo(named('Runs'))
    await userEvent.keyboard('{Delete}')
    await userEvent.keyboard('{Shift>}R{/Shift}')
    await tabTo(named('First'))
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
    await tabTo(named('Failed'))
    await userEvent.keyboard('r')
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => film.called('retry')).toEqual([[['failed']]])
    expect(film.called('cancel')).toEqual([[{ jobId: 'runs' }]])
    expect(film.called('restart')).toEqual([['runs']])
    expect(film.called('reorder')).toEqual([[['second', 'first']]])
    await expect.element(row('Failed').getByRole('button', { expanded: true })).toBeVisible()
  })

  test('every button is reached by Tab and pressed by Enter', async () => {
    for (const [name, call, value] of [
      ['Clear finished', 'clearEnded', []],
      ['Pause', 'pause', []],
      ['Stop all', 'cancel', [{ all: true }]],
      ['Cancel Runs', 'cancel', [{ jobId: 'runs' }]],
      ['Stop Runs and run again with today’s values', 'restart', ['runs']],
      ['Cancel First', 'cancel', [{ jobId: 'first' }]],
      ['Retry Failed', 'retry', [['failed']]],
    ] as const) {
      await tabTo(named(name))
      await userEvent.keyboard('{Enter}')
      await expect.poll(() => film.called(call)).toContainEqual(value)
    }
  })
})

describe('the list of work in the header', () => {
  test('has runs, exports and imports, each with how far it is, and stops what can be stopped', async () => {
    await film.open()
    const stopped: string[] = []
    film.studio.operations.set([
      { id: 'o1', kind: 'export', title: 'The cut', startedAt: 1, share: 0.4, cancel: () => void stopped.push('o1') },
      { id: 'o2', kind: 'import', title: 'a very long name of a film that somebody made elsewhere.mp4', startedAt: 2 },
    ])
    film.studio.setJobs([aJob({ id: 'a', nodeId: 's0-key0', state: 'running' })])
    const header = page.getByRole('banner')
    await expect.element(header.getByRole('group', { name: 'Work going on' })).toBeVisible()
    await expect
      .element(header.getByRole('progressbar', { name: 'Exporting The cut' }))
      .toHaveAttribute('aria-valuenow', '40')
    await expect.element(header.getByRole('group', { name: /^Opening a very long name/ })).toBeVisible()
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth)
    expect(await violations()).toEqual([])
    await button('Stop exporting The cut').click()
    expect(stopped).toEqual(['o1'])
    film.studio.operations.set([])
    film.studio.setJobs([])
    await expect.element(header.getByRole('progressbar')).not.toBeInTheDocument()
  })
})

describe('ready-made sets of keys', () => {
  const listed = () => commands.get().filter(({ needsValue }) => !needsValue)

  test.each(Object.keys(KEY_SETS) as KeySet[])('“%s” names commands that exist and uses no key twice', async (name) => {
    await film.open()
    await expect.poll(() => listed().some(({ id }) => id.startsWith('player.'))).toBe(true)
    await expect.poll(() => listed().some(({ id }) => id.startsWith('canvas.'))).toBe(true)
    const known = new Set(listed().map(({ id }) => id))
    expect(Object.keys(KEY_SETS[name]).filter((id) => !known.has(id))).toEqual([])
    expect([...keyConflicts(listed(), keysOfSet(name))]).toEqual([])
  })

  test('are chosen in the settings, work at once, and are shown as your own once a key differs', async () => {
    await film.open()
    showScreen('settings')
    const choice = page.getByRole('combobox', { name: 'Set of keys' })
    await expect.element(choice).toHaveValue('own')
    await userEvent.selectOptions(choice, 'Like DaVinci Resolve')
    await expect.poll(() => preferences.get().keys).toEqual(keysOfSet('resolve'))
    ;(document.activeElement as HTMLElement | null)?.blur()
    await userEvent.keyboard('{Shift>}2{/Shift}')
    await expect.element(page.getByRole('heading', { name: 'Library', level: 2 })).toBeVisible()
    const library = listed().find(({ id }) => id === 'go.library')
    expect(library && keysOf(library, preferences.get().keys)).toEqual(['alt+4', 'shift+2'])
    setPreferences({ keys: { ...keysOfSet('resolve'), 'run.plan': ['alt+p'] } })
    showScreen('settings')
    await expect.element(choice).toHaveValue('custom')
  })
})

describe('the limit of waiting jobs', () => {
  test('is set in the settings', async () => {
    await film.open()
    showScreen('settings')
    const field = page.getByRole('textbox', { name: 'Most jobs that wait at a time' })
    await expect.element(field).toBeVisible()
    const named = () => field.element() as HTMLInputElement
    await expect.poll(() => named().value.replace(/\D/g, '')).toBe('10000')
    named().focus()
    named().select()
    await userEvent.keyboard('50{Enter}{Tab}')
    await expect.poll(() => film.called('setWaitingLimit')).toEqual([[50]])
  })
})

describe('the table of shots', () => {
  const grid = () => page.getByRole('grid', { name: 'Shots of the storyboard' })
  const rows = () => listShots(film.studio.document.get().board, film.studio.document.get().evaluation)
  const cell = (row: number, column: number) => document.getElementById(`shot-cell-${row}-${column}`) as HTMLElement
  const columnOf = (name: string) =>
    [...document.querySelectorAll('[role=columnheader]')].findIndex((one) => one.textContent?.trim() === name)

  beforeEach(async () => {
    await film.open()
    showScreen('shots')
    await expect.element(grid()).toBeVisible()
  })

  test('fills a cell down over the chosen rows, in one undo entry', async () => {
    const action = columnOf('Action')
    const before = rows().map(({ params }) => params.action)
    await userEvent.click(cell(0, action))
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
    await userEvent.keyboard('{Control>}d{/Control}')
    expect(rows().map(({ params }) => params.action)).toEqual([before[0], before[0], before[0], before[3]])
    film.studio.undo()
    expect(rows().map(({ params }) => params.action)).toEqual(before)
  })

  test('puts shots in another order within their scene, and never beyond it', async () => {
    const order = () => rows().map(({ shotId }) => shotId)
    const [a, b, c, d] = order()
    await userEvent.click(cell(0, columnOf('Action')))
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
    expect(order()).toEqual([b, a, c, d])
    expect(
      rows()
        .map(({ shot }) => shot)
        .slice(0, 2),
    ).toEqual(['SH010', 'SH020'])
    await userEvent.click(cell(1, columnOf('Action')))
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
    expect(order()).toEqual([b, a, c, d])
    film.studio.undo()
    expect(order()).toEqual([a, b, c, d])
  })
})

describe('a library of five thousand files', () => {
  test('asks for the pictures of what is seen and gives back those of what is not', async () => {
    const entries = Array.from(
      { length: 5000 },
      (_, index): LibraryEntry => ({
        asset: {
          id: `asset-${index}`,
          kind: 'image',
          mime: 'image/png',
          bytes: 1000,
          name: `Picture ${index}`,
          createdAt: 5000 - index,
        },
        takes: [],
      }),
    )
    const open = new Map<string, number>()
    const count = { most: 0, asked: 0, full: 0 }
    Object.assign(film.studio, {
      watchAssets(listener: (all: readonly LibraryEntry[]) => void) {
        listener(entries)
        return () => {}
      },
      acquireUrl(id: string, variant: UrlVariant = 'full') {
        count.asked += 1
        if (variant === 'full') count.full += 1
        open.set(id, (open.get(id) ?? 0) + 1)
        count.most = Math.max(count.most, open.size)
        return {
          url: { get: () => undefined, subscribe: () => () => {} },
          release() {
            const left = (open.get(id) ?? 0) - 1
            if (left > 0) open.set(id, left)
            else open.delete(id)
          },
        }
      },
    })
    await film.open()
    showScreen('library')
    const list = page.getByRole('listbox', { name: 'Media' })
    await expect.poll(() => open.size).toBeGreaterThan(10)
    const scroller = list.element()
    const first = new Set(open.keys())
    for (let step = 1; step <= 60; step++) {
      scroller.scrollTop = (scroller.scrollHeight * step) / 60
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    }
    await expect.poll(() => open.has('asset-4999')).toBe(true)
    const seen = document.querySelectorAll('[role=listbox] [role=option]').length
    await expect.poll(() => open.size).toBeLessThanOrEqual(seen)
    expect([...first].filter((id) => open.has(id))).toEqual([])
    // Two screenfuls at most are held at the border between what goes and what comes.
    expect(count.most).toBeLessThanOrEqual(seen * 3)
    expect(count.full).toBe(0)
    showScreen('queue')
    await expect.poll(() => open.size).toBe(0)
  })
})
