import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { button, createWindowPage, SCREENS, violations, type WindowPage } from '../../../tests/app/mount-window.tsx'
import { readPreferences } from '../settings/preferences.browser.ts'
import { showDialog } from '../state/dialogs.ts'

let film: WindowPage

beforeEach(() => {
  film = createWindowPage()
})

afterEach(() => film.close())

describe('export', () => {
  const result = { files: [{ name: 'film.mp4', blob: new Blob(['film'], { type: 'video/mp4' }) }], issues: [] }

  it('writes with progress, and offers the file', async () => {
    let finish = () => {}
    film.studio.answers.exportCut = (_id: string, options: { onProgress: (progress: object) => void }) => {
      options.onProgress({ done: 30, total: 120, phase: 'encoding', left: 9 })
      return new Promise((resolve) => {
        finish = () => resolve(result)
      })
    }
    await film.open()
    showDialog({ dialog: 'export', nodeId: 'cut' })
    await page.getByRole('radio', { name: 'WebM (VP9 or AV1)' }).click()
    await button('Export').click()
    await expect.element(page.getByText('Writing pictures and sound · 25%')).toBeVisible()
    await expect.element(page.getByText('about 9 sec left')).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/shell-export-writing.png` })
    finish()
    await expect.element(page.getByText('film.mp4 · 4 bytes')).toBeVisible()
    expect(film.called('exportCut')[0]?.[1]).toMatchObject({ format: 'webm' })
    expect(await violations()).toEqual([])
  })

  it('is cancelled at once, leaving nothing', async () => {
    let signal: AbortSignal | undefined
    film.studio.answers.exportCut = (_id: string, options: { signal: AbortSignal }) => {
      signal = options.signal
      return new Promise((_resolve, reject) =>
        options.signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
      )
    }
    await film.open()
    showDialog({ dialog: 'export', nodeId: 'cut' })
    await button('Export').click()
    await button('Cancel the export').click()
    expect(signal?.aborted).toBe(true)
    await expect.element(page.getByText('The export was cancelled. No file was left behind.').first()).toBeVisible()
    expect(film.studio.notices.get()).toEqual([])
  })

  it('that was stopped by somebody else says so, and can be started again', async () => {
    film.studio.answers.exportCut = () => Promise.reject(new DOMException('The codec went away.', 'AbortError'))
    await film.open()
    showDialog({ dialog: 'export', nodeId: 'cut' })
    await button('Export').click()
    await expect.element(page.getByText('The export was cancelled. No file was left behind.').first()).toBeVisible()
    await expect.element(button('Try again')).toBeEnabled()
  })

  it('that fails says what happened and what it means', async () => {
    film.studio.answers.exportCut = () => {
      throw { code: 'exports/no-space', message: 'There is not enough room.', retry: 'manual' }
    }
    await film.open()
    showDialog({ dialog: 'export', nodeId: 'cut' })
    await button('Export').click()
    await expect.element(page.getByRole('dialog').getByText('There is not enough room.')).toBeVisible()
    await expect.element(button('Try again')).toBeVisible()
  })
})

describe('the plan', () => {
  it('lists jobs and what cannot run with its reason, and drafts that on request', async () => {
    const [first = '', second = ''] = film.assess('never-made')
    film.studio.setPlan({
      jobs: [
        {
          nodeId: first,
          kind: 'keyframe',
          title: 'SH010 first',
          engine: 'animatic',
          reason: 'changed',
          because: 'Changed: action.',
          servers: [],
          draft: true,
          reads: 'panel',
          after: [],
        },
      ],
      fresh: [],
      blocked: [
        { nodeId: second, issues: [{ code: 'x', message: 'gpu-1 has no video model.', severity: 'error', at: {} }] },
      ],
    })
    await film.open()
    showDialog({ dialog: 'plan', target: 'stale' })
    await expect.element(page.getByRole('rowheader', { name: 'SH010 first' })).toBeVisible()
    await expect.element(page.getByText('gpu-1 has no video model.')).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/shell-plan.png` })
    expect(await violations()).toEqual([])
    await button('Draft 1 here and run').click()
    expect(film.called('run')).toEqual([['stale', { draftHere: true }]])
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  })
})

describe('projects', () => {
  it('ask before deleting for good', async () => {
    const facts = { createdAt: 0, changedAt: 0, nodes: 3, shots: 1 }
    film.studio.projects.set([
      { id: 'p1', title: 'Nights', trashedAt: 1, ...facts },
      { id: 'p2', title: 'Days', ...facts },
    ])
    history.replaceState(null, '', '#/projects')
    await film.open()
    await expect.element(page.getByRole('heading', { name: 'Days' })).toBeVisible()
    await page.getByRole('radio', { name: 'Trash (1)' }).click()
    await button('Actions of Nights').click()
    await page.getByRole('menuitem', { name: 'Delete for good' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    expect(film.called('deleteProject')).toEqual([])
    await button('Actions of Nights').click()
    await page.getByRole('menuitem', { name: 'Delete for good' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click()
    expect(film.called('deleteProject')).toEqual([['p1']])
  })
})

describe('settings', () => {
  it('of the storyboard are edits that can be undone, and refuse what cannot be', async () => {
    history.replaceState(null, '', '#/settings')
    await film.open()
    const settings = () => film.studio.document.get().board.header.settings
    await page.getByRole('combobox', { name: 'Frame rate' }).selectOptions('23.976')
    expect(settings().rate).toEqual({ num: 24000, den: 1001 })
    film.studio.undo()
    expect(settings().rate).toEqual({ num: 24, den: 1 })
    const start = page.getByRole('textbox', { name: 'Start timecode' })
    await start.fill('01:00:00:99')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('Write it as hh:mm:ss:ff with frames below 24.')).toBeVisible()
    expect(settings().startTimecode).toBe('01:00:00:00')
    await page.getByRole('textbox', { name: 'Names of shots' }).fill('{shot}-of-{scene}')
    await expect.element(page.getByText(/The first shot is called SH010-of-SC010/)).toBeVisible()
  })

  it('are found by search, and those of the program take effect at once', async () => {
    history.replaceState(null, '', '#/settings')
    await film.open()
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('dark')
    await expect.element(page.getByRole('heading', { name: 'This storyboard' })).not.toBeInTheDocument()
    await page.getByRole('radio', { name: 'Light' }).click()
    expect(document.documentElement.dataset.theme).toBe('light')
    expect(readPreferences(localStorage).theme).toBe('light')
  })
})

describe('notices', () => {
  it('are read once the list was opened, and do what they offer', async () => {
    await film.open()
    film.studio.notify({
      topic: 'job',
      level: 'error',
      title: 'Could not make SH010',
      actions: [{ label: 'Try again', action: 'retry-job', value: 'job-7' }],
    })
    await button('1 unread notice').click()
    const panel = page.getByRole('dialog', { name: 'Notices' })
    await expect.element(panel.getByText('Could not make SH010')).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/shell-notices-panel.png` })
    await panel.getByRole('button', { name: 'Try again' }).click()
    expect(film.called('retry')).toEqual([[['job-7']]])
    expect(film.studio.notices.get().every(({ read }) => read)).toBe(true)
  })
})
