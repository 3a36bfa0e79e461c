import '../../../tests/app/look.ts'
import axe from 'axe-core'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { filmBoard } from '../../../tests/app/boards.ts'
import { aJob, createWindowStudio, type WindowStudio } from '../../../tests/app/window-studio.ts'
import type { Assessment } from '../../jobs/index.ts'
import { catalog } from '../../kinds/index.ts'
import type { ServerState } from '../../scheduler/index.ts'
import type { I18n } from '../../ui/browser.tsx'
import { readPreferences, setPreferences, zPreferences } from '../settings/preferences.browser.ts'
import { closeDialog, showDialog } from '../state/dialogs.ts'
import { createSession, type Screen, select, session, showScreen } from '../state/session.ts'
import { App } from './app.tsx'
import { createAppI18n } from './app-i18n.browser.ts'

const SCREENS = '../../../.cache/screens'
let root: Root
let place: HTMLElement
let studio: WindowStudio
let i18n: I18n
let missing: string[]

beforeEach(() => {
  localStorage.clear()
  setPreferences(zPreferences.parse({}))
  history.replaceState(null, '', '#/canvas')
  session.setState(createSession().getState(), true)
  closeDialog()
  missing = []
  i18n = createAppI18n({ onMissing: (key) => missing.push(key) })
  studio = createWindowStudio(filmBoard(catalog, { scenes: 2, shots: 2 }), catalog)
  place = document.createElement('div')
  document.body.append(place)
  root = createRoot(place)
})

afterEach(() => {
  root.unmount()
  place.remove()
  expect(missing).toEqual([])
})

async function open(width = 1440, height = 900) {
  await resize(width, height)
  root.render(<App studio={studio as never} i18n={i18n} />)
  await expect.element(page.getByRole('banner')).toBeVisible()
  await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
}

/** The window around the tests' frame grows with it, so that pictures are not scaled down. */
async function resize(width: number, height: number) {
  const protocol = cdp() as unknown as { send(method: string, options: object): Promise<unknown> }
  await protocol.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  await page.viewport(width, height)
}

async function violations(): Promise<string[]> {
  const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
  await Promise.all(ending.map((one) => one.finished))
  const { violations: found } = await axe.run(
    { include: [['body']], exclude: [['[data-base-ui-focus-guard]']] },
    {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: { region: { enabled: document.querySelector('[data-base-ui-portal]') === null } },
    },
  )
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
  )
}

function assess(knowledge: Assessment['knowledge'], more: Partial<Assessment> = {}) {
  const ids = [...studio.document.get().evaluation.nodes.values()]
    .filter(({ spec }) => spec)
    .map(({ nodeId }) => nodeId)
  studio.setAssessments(new Map(ids.map((nodeId) => [nodeId, { nodeId, knowledge, ...more }])))
  return ids
}

function aServer(name: string, health: ServerState['health']): ServerState {
  const server = { id: name, name, url: `http://${name}:8188`, concurrency: 1, enabled: true, addedAt: 0 }
  return { server, health, running: 0, waiting: 0 }
}

const called = (name: string) => studio.calls.filter(([one]) => one === name).map(([, ...values]) => values)
const button = (name: string | RegExp) => page.getByRole('button', { name })

describe('opening', () => {
  it('shows only the outline of the window until the storyboard is there', async () => {
    studio = createWindowStudio(filmBoard(catalog, { scenes: 1, shots: 1 }), catalog, { ready: false })
    root.render(<App studio={studio as never} i18n={i18n} />)
    await expect.element(page.getByRole('heading', { name: 'Opening your storyboard' })).toBeInTheDocument()
    expect(page.getByRole('button').elements()).toEqual([])
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    expect(called('run')).toEqual([])
    studio.open()
    await expect.element(button(/Rename “The Lighthouse Keeper”/)).toBeVisible()
  })

  it('goes to the screen that the address names, and back and forward', async () => {
    history.replaceState(null, '', '#/settings')
    await open()
    await expect.element(page.getByRole('heading', { name: 'Settings', level: 2 })).toBeVisible()
    showScreen('projects')
    await expect.element(page.getByRole('heading', { name: 'Projects', level: 2 })).toBeVisible()
    expect(location.hash).toBe('#/projects')
    history.back()
    await expect.element(page.getByRole('heading', { name: 'Settings', level: 2 })).toBeVisible()
    expect(session.getState().screen).toBe('settings')
  })
})

describe('the top bar', () => {
  it('says what Run would do, runs it, and says why it cannot', async () => {
    await open()
    await expect.element(button('Run').first()).toBeVisible()
    assess('never-made')
    await button(/^Run$/).click()
    expect(called('run')).toEqual([['stale', undefined]])
    assess('stale', { takeId: 'take-1' })
    await expect.element(button('Run 8 stale')).toBeVisible()
    assess('fresh', { takeId: 'take-1' })
    await expect.element(button(/^Run$/)).toHaveAttribute('title', expect.stringContaining('Every take is up to date.'))
    await button(/^Run$/).click({ force: true })
    expect(called('run')).toHaveLength(1)
  })

  it('offers targets for the selection', async () => {
    const [first = ''] = assess('never-made')
    await open()
    select([first])
    await button('What to run').click()
    await page.getByRole('menuitem', { name: /^This node/ }).click()
    expect(called('run')).toEqual([[{ node: first }, undefined]])
  })

  it('renames the storyboard in place, and Escape leaves it as it was', async () => {
    await open()
    await button(/Rename/).click()
    await userEvent.keyboard('Nights{Escape}')
    await expect.element(button('Rename “The Lighthouse Keeper”')).toBeVisible()
    await button(/Rename/).click()
    await userEvent.keyboard('Nights{Enter}')
    await expect.element(button('Rename “Nights”')).toBeVisible()
    expect(studio.document.get().board.header.title).toBe('Nights')
  })

  it('says that nothing is saved, and offers the download', async () => {
    await open()
    studio.setSave({
      state: 'failed',
      failure: { code: 'storage/full', message: 'The disk is full.', retry: 'manual' },
    })
    await expect.element(page.getByText('NOT saved: The disk is full.')).toBeVisible()
    await expect.element(button('Download a copy')).toBeVisible()
    await button('Try again').click()
    expect(called('saveNow')).toHaveLength(1)
  })

  it('asks before leaving only while something is unsaved', async () => {
    await open()
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true })
      window.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect(leave()).toBe(false)
    studio.setSave({ state: 'unsaved' })
    expect(leave()).toBe(true)
  })

  it('shows how far the work is in bar and title, and stops everything', async () => {
    await open()
    studio.setJobs([
      aJob({ id: 'a', nodeId: 'n1', state: 'done' }),
      aJob({ id: 'b', nodeId: 'n2', state: 'running' }),
      aJob({ id: 'c', nodeId: 'n3', state: 'waiting' }),
    ])
    await expect.element(page.getByText('1 of 3')).toBeVisible()
    await expect.poll(() => document.title).toBe('1 of 3 · The Lighthouse Keeper · Framewright')
    await button('Stop everything that waits or runs').click()
    expect(called('cancel')).toEqual([[{ all: true }]])
    studio.setJobs([])
    await expect.element(page.getByText('1 of 3')).not.toBeInTheDocument()
    await expect.poll(() => document.title).toBe('The Lighthouse Keeper · Framewright')
  })

  it('names what undo would undo', async () => {
    await open()
    await expect.element(button('Undo')).toHaveAttribute('aria-disabled', 'true')
    studio.edit([{ type: 'rename', title: 'Nights' }], { label: 'rename' })
    await button('Undo: rename the storyboard').click()
    expect(studio.document.get().board.header.title).toBe('The Lighthouse Keeper')
  })
})

describe('the line under the top bar', () => {
  it('tells a new person what Run does, and stays away once sent away', async () => {
    await open()
    await expect.element(page.getByText('No server yet: Run makes a draft animatic in this browser.')).toBeVisible()
    await button('Hide this line').click()
    await expect.element(page.getByText(/No server yet/)).not.toBeInTheDocument()
    expect(readPreferences(localStorage).hidden).toEqual(['no-server'])
  })

  it('offers to take over from another tab', async () => {
    studio.setReadOnly('other-tab')
    await open()
    await button('Take over').click()
    expect(called('takeOver')).toHaveLength(1)
  })

  it('offers drafts where servers are connected but none can', async () => {
    studio.servers.set([aServer('gpu-1', 'ok')])
    assess('never-made', { blocked: [{ code: 'x', message: 'gpu-1 has no video model.', severity: 'error', at: {} }] })
    await open()
    await expect.element(page.getByText('No server can make these 8 nodes: gpu-1 has no video model.')).toBeVisible()
    await button('Draft these here').click()
    expect(called('run')).toEqual([['stale', { draftHere: true }]])
  })
})

describe('keys', () => {
  it('run, save, go and show the shortcuts, but leave typing alone', async () => {
    await open()
    await userEvent.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}')
    expect(called('run')).toEqual([['stale', undefined]])
    await userEvent.keyboard('{Control>}s{/Control}')
    await expect.poll(() => called('saveNow').length).toBeGreaterThan(0)
    await userEvent.keyboard('{Alt>}7{/Alt}')
    const search = page.getByRole('searchbox', { name: 'Search settings' })
    await search.click()
    await userEvent.keyboard('?')
    expect(search.element()).toHaveValue('?')
    expect(page.getByRole('dialog').elements()).toEqual([])
    await page.getByRole('heading', { name: 'Settings', level: 2 }).click()
    ;(document.activeElement as HTMLElement | null)?.blur()
    await userEvent.keyboard('?')
    await expect.element(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  })

  it('stop everything when Escape is pressed twice', async () => {
    await open()
    studio.setJobs([aJob({ id: 'a', nodeId: 'n1', state: 'running' })])
    await userEvent.keyboard('{Escape}')
    expect(called('cancel')).toEqual([])
    await userEvent.keyboard('{Escape}')
    expect(called('cancel')).toEqual([[{ all: true }]])
  })

  it('can be given to other commands, and conflicts are shown', async () => {
    await open()
    showDialog({ dialog: 'shortcuts' })
    await button('Change the keys of “Show the plan”').click()
    await userEvent.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}')
    await expect.element(page.getByText('1 key is used twice.')).toBeVisible()
    expect(readPreferences(localStorage).keys).toEqual({ 'run.plan': ['mod+shift+enter'] })
    await button('All as they were').click()
    await expect.element(page.getByText('1 key is used twice.')).not.toBeInTheDocument()
    expect(readPreferences(localStorage).keys).toEqual({})
  })
})

describe('files', () => {
  function drop(name: string, type: string) {
    const data = new DataTransfer()
    data.items.add(new File(['{}'], name, { type }))
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))
  }

  it('that fall anywhere are opened; a storyboard that is here already asks', async () => {
    studio.answers.importFile = () => ({
      became: 'conflict',
      storyboardId: 'x',
      title: 'Nights',
      file: { a: 1 },
      issues: [],
    })
    await open()
    drop('nights.storyboard.json', 'application/json')
    await expect.element(page.getByRole('dialog', { name: '“Nights” is here already' })).toBeVisible()
    await button('Open as a copy').click()
    await expect.poll(() => called('resolveConflict').map(([, answer]) => answer)).toEqual(['copy'])
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  })

  it('that are nothing we know are told in a sentence, read out', async () => {
    studio.answers.importFile = () => {
      throw Object.assign(new Error('x'), { name: 'X' })
    }
    await open()
    drop('holiday.xyz', '')
    await expect.poll(() => studio.notices.get().map(({ level }) => level)).toEqual(['error'])
    await expect
      .poll(() => document.getElementById('announcer-assertive')?.textContent)
      .toContain('Something unforeseen')
    await expect.element(page.getByRole('button', { name: '1 unread notice' })).toBeVisible()
  })
})

describe('a part that breaks', () => {
  it('leaves the rest of the window, and can be tried again', async () => {
    await open()
    const read = studio.projects.get
    Object.assign(studio.projects, {
      get: () => {
        throw new Error('broken on purpose')
      },
    })
    showScreen('projects')
    await expect.element(page.getByRole('main').getByText('This part of the window stopped working.')).toBeVisible()
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
    Object.assign(studio.projects, { get: read })
    await button('Try again').click()
    await expect.element(page.getByRole('heading', { name: 'Projects', level: 2 })).toBeVisible()
  })
})

describe('panels', () => {
  it('fold and unfold by button and key, and are remembered', async () => {
    await open()
    const inspector = page.getByRole('region', { name: 'Inspector' })
    await expect.element(inspector).toBeVisible()
    await button('Hide the inspector').click()
    await expect.element(inspector).not.toBeInTheDocument()
    expect(JSON.parse(localStorage.getItem('panel:inspector') ?? '{}')).toMatchObject({ collapsed: true })
    ;(document.activeElement as HTMLElement | null)?.blur()
    await userEvent.keyboard('{Shift>}i{/Shift}')
    await expect.element(inspector).toBeVisible()
  })

  it('begin with the inspector folded in a narrow window', async () => {
    await open(1024, 768)
    await expect.element(button('Show the inspector')).toBeVisible()
  })
})

describe('export', () => {
  const film = { files: [{ name: 'film.mp4', blob: new Blob(['film'], { type: 'video/mp4' }) }], issues: [] }

  it('writes with progress, and offers the file', async () => {
    let finish = () => {}
    studio.answers.exportCut = (_id: string, options: { onProgress: (progress: object) => void }) => {
      options.onProgress({ done: 30, total: 120, phase: 'encoding', left: 9 })
      return new Promise((resolve) => {
        finish = () => resolve(film)
      })
    }
    await open()
    showDialog({ dialog: 'export', nodeId: 'cut' })
    await page.getByRole('radio', { name: 'WebM (VP9 or AV1)' }).click()
    await button('Export').click()
    await expect.element(page.getByText('Writing pictures and sound · 25%')).toBeVisible()
    await expect.element(page.getByText('about 9 sec left')).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/shell-export-writing.png` })
    finish()
    await expect.element(page.getByText('film.mp4 · 4 bytes')).toBeVisible()
    expect(called('exportCut')[0]?.[1]).toMatchObject({ format: 'webm' })
    expect(await violations()).toEqual([])
  })

  it('is cancelled at once, leaving nothing', async () => {
    let signal: AbortSignal | undefined
    studio.answers.exportCut = (_id: string, options: { signal: AbortSignal }) => {
      signal = options.signal
      return new Promise((_resolve, reject) =>
        options.signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
      )
    }
    await open()
    showDialog({ dialog: 'export', nodeId: 'cut' })
    await button('Export').click()
    await button('Cancel the export').click()
    expect(signal?.aborted).toBe(true)
    await expect.element(page.getByText('The export was cancelled. No file was left behind.').first()).toBeVisible()
    expect(studio.notices.get()).toEqual([])
  })

  it('that fails says what happened and what it means', async () => {
    studio.answers.exportCut = () => {
      throw { code: 'exports/no-space', message: 'There is not enough room.', retry: 'manual' }
    }
    await open()
    showDialog({ dialog: 'export', nodeId: 'cut' })
    await button('Export').click()
    await expect.element(page.getByRole('dialog').getByText('There is not enough room.')).toBeVisible()
    await expect.element(button('Try again')).toBeVisible()
  })
})

describe('the plan', () => {
  it('lists jobs and what cannot run with its reason, and drafts that on request', async () => {
    const [first = '', second = ''] = assess('never-made')
    studio.setPlan({
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
    await open()
    showDialog({ dialog: 'plan', target: 'stale' })
    await expect.element(page.getByRole('rowheader', { name: 'SH010 first' })).toBeVisible()
    await expect.element(page.getByText('gpu-1 has no video model.')).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/shell-plan.png` })
    expect(await violations()).toEqual([])
    await button('Draft 1 here and run').click()
    expect(called('run')).toEqual([['stale', { draftHere: true }]])
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  })
})

describe('projects', () => {
  it('ask before deleting for good', async () => {
    const facts = { createdAt: 0, changedAt: 0, nodes: 3, shots: 1 }
    studio.projects.set([
      { id: 'p1', title: 'Nights', trashedAt: 1, ...facts },
      { id: 'p2', title: 'Days', ...facts },
    ])
    history.replaceState(null, '', '#/projects')
    await open()
    await expect.element(page.getByRole('heading', { name: 'Days' })).toBeVisible()
    await page.getByRole('radio', { name: 'Trash (1)' }).click()
    await button('Actions of Nights').click()
    await page.getByRole('menuitem', { name: 'Delete for good' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    expect(called('deleteProject')).toEqual([])
    await button('Actions of Nights').click()
    await page.getByRole('menuitem', { name: 'Delete for good' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click()
    expect(called('deleteProject')).toEqual([['p1']])
  })
})

describe('settings', () => {
  it('of the storyboard are edits that can be undone, and refuse what cannot be', async () => {
    history.replaceState(null, '', '#/settings')
    await open()
    const settings = () => studio.document.get().board.header.settings
    await page.getByRole('combobox', { name: 'Frame rate' }).selectOptions('23.976')
    expect(settings().rate).toEqual({ num: 24000, den: 1001 })
    studio.undo()
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
    await open()
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('dark')
    await expect.element(page.getByRole('heading', { name: 'This storyboard' })).not.toBeVisible()
    await page.getByRole('radio', { name: 'Light' }).click()
    expect(document.documentElement.dataset.theme).toBe('light')
    expect(readPreferences(localStorage).theme).toBe('light')
  })
})

describe('notices', () => {
  it('are read once the list was opened, and do what they offer', async () => {
    await open()
    studio.notify({
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
    expect(called('retry')).toEqual([[['job-7']]])
    expect(studio.notices.get().every(({ read }) => read)).toBe(true)
  })
})

const sizes = [
  [1440, 900],
  [1920, 1080],
  [1024, 768],
] as const

describe('looks', () => {
  async function showEverything(screen: Screen, theme: 'dark' | 'light') {
    setPreferences({ theme })
    const ids = assess('stale', { takeId: 'x', because: 'Changed: action.' })
    studio.servers.set([aServer('gpu-1', 'ok'), aServer('gpu-2', 'ok')])
    studio.setJobs([
      aJob({ id: 'a', nodeId: ids[0] ?? '', state: 'done' }),
      aJob({ id: 'b', nodeId: ids[1] ?? '', state: 'running', startedAt: Date.now() - 60_000 }),
      aJob({ id: 'c', nodeId: ids[2] ?? '', state: 'waiting' }),
    ])
    const day = 86_400_000
    studio.projects.set(
      [
        'The Lighthouse Keeper',
        'Last Ferry',
        'A very long title that somebody gave to a storyboard on a slow afternoon',
        'Untitled',
      ].map((title, index) => ({
        id: index === 0 ? studio.document.get().board.id : `p${index}`,
        title,
        createdAt: Date.now() - day * (index + 3),
        changedAt: Date.now() - day * index,
        nodes: 12 * (index + 1),
        shots: 3 + index,
      })),
    )
    studio.notify({
      topic: 'a',
      level: 'error',
      title: 'This server has no checkpoint `flux1-dev.safetensors`.',
      text: 'The take was not made.',
      detail: 'raw',
    })
    history.replaceState(null, '', `#/${screen}`)
  }

  for (const screen of ['canvas', 'projects', 'settings', 'notices'] as const)
    for (const theme of ['dark', 'light'] as const)
      it.each(sizes)(
        `${screen} in ${theme} at %i × %i holds nothing for axe and does not overflow`,
        async (width, height) => {
          await showEverything(screen, theme)
          await open(width, height)
          await expect.element(page.getByText('1 of 3').first()).toBeVisible()
          if (screen !== 'canvas') await expect.element(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
          await page.screenshot({ path: `${SCREENS}/shell-${screen}-${theme}-${width}.png` })
          expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
          expect(document.querySelector('header')?.scrollWidth).toBeLessThanOrEqual(innerWidth)
          expect(await violations()).toEqual([])
        },
      )
})
