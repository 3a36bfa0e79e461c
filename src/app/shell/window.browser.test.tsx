import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { aServer, button, createWindowPage, type WindowPage } from '../../../tests/app/mount-window.tsx'
import { aJob } from '../../../tests/app/window-studio.ts'
import { readPreferences } from '../settings/preferences.browser.ts'
import { showDialog } from '../state/dialogs.ts'
import { select, session, showScreen } from '../state/session.ts'

let film: WindowPage

beforeEach(() => {
  film = createWindowPage()
})

afterEach(() => film.close())

describe('opening', () => {
  it('shows only the outline of the window until the storyboard is there', async () => {
    film.close()
    film = createWindowPage({ ready: false })
    film.show()
    await expect.element(page.getByRole('heading', { name: 'Opening your storyboard' })).toBeInTheDocument()
    expect(page.getByRole('button').elements()).toEqual([])
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    expect(film.called('run')).toEqual([])
    film.studio.open()
    await expect.element(button(/Rename “The Lighthouse Keeper”/)).toBeVisible()
  })

  it('goes to the screen that the address names, and back and forward', async () => {
    history.replaceState(null, '', '#/settings')
    await film.open()
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
    await film.open()
    await expect.element(button('Run').first()).toBeVisible()
    film.assess('never-made')
    await button(/^Run$/).click()
    expect(film.called('run')).toEqual([['stale', undefined]])
    film.assess('stale', { takeId: 'take-1' })
    await expect.element(button('Run 8')).toBeVisible()
    film.assess('fresh', { takeId: 'take-1' })
    await expect.element(button(/^Run$/)).toHaveAttribute('title', expect.stringContaining('Every take is up to date.'))
    await button(/^Run$/).click({ force: true })
    expect(film.called('run')).toHaveLength(1)
  })

  it('offers targets for the selection', async () => {
    const [first = ''] = film.assess('never-made')
    await film.open()
    select([first])
    await button('What to run').click()
    await page.getByRole('menuitem', { name: /^This node/ }).click()
    expect(film.called('run')).toEqual([[{ node: first }, undefined]])
  })

  it('renames the storyboard in place, and Escape leaves it as it was', async () => {
    await film.open()
    await button(/Rename/).click()
    await userEvent.keyboard('Nights{Escape}')
    await expect.element(button('Rename “The Lighthouse Keeper”')).toBeVisible()
    await button(/Rename/).click()
    await userEvent.keyboard('Nights{Enter}')
    await expect.element(button('Rename “Nights”')).toBeVisible()
    expect(film.studio.document.get().board.header.title).toBe('Nights')
  })

  it('says that nothing is saved, and offers the download', async () => {
    await film.open()
    film.studio.setSave({
      state: 'failed',
      failure: { code: 'storage/full', message: 'The disk is full.', retry: 'manual' },
    })
    await expect.element(page.getByText('NOT saved: The disk is full.')).toBeVisible()
    await expect.element(button('Download a copy')).toBeVisible()
    await button('Try again').click()
    expect(film.called('saveNow')).toHaveLength(1)
  })

  it('asks before leaving only while something is unsaved', async () => {
    await film.open()
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true })
      window.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect(leave()).toBe(false)
    film.studio.setSave({ state: 'unsaved' })
    expect(leave()).toBe(true)
  })

  it('shows how far the work is in bar and title, and stops everything', async () => {
    await film.open()
    film.studio.setJobs([
      aJob({ id: 'a', nodeId: 'n1', state: 'done' }),
      aJob({ id: 'b', nodeId: 'n2', state: 'running' }),
      aJob({ id: 'c', nodeId: 'n3', state: 'waiting' }),
    ])
    await expect.element(page.getByText(/^1 of 3/)).toBeVisible()
    await expect.poll(() => document.title).toBe('1 of 3 · The Lighthouse Keeper · Framewright')
    await button('Stop everything that waits or runs').click()
    expect(film.called('cancel')).toEqual([[{ all: true }]])
    film.studio.setJobs([])
    await expect.element(page.getByText(/^1 of 3/)).not.toBeInTheDocument()
    await expect.poll(() => document.title).toBe('The Lighthouse Keeper · Framewright')
  })

  it('names what undo would undo', async () => {
    await film.open()
    await expect.element(button('Undo')).toHaveAttribute('aria-disabled', 'true')
    film.studio.edit([{ type: 'rename', title: 'Nights' }], { label: 'rename' })
    await button('Undo: rename the storyboard').click()
    expect(film.studio.document.get().board.header.title).toBe('The Lighthouse Keeper')
  })
})

describe('the line under the top bar', () => {
  it('tells a new person what Run does, and stays away once sent away', async () => {
    await film.open()
    await expect.element(page.getByText('No server yet: Run makes a draft animatic in this browser.')).toBeVisible()
    await button('Hide this line').click()
    await expect.element(page.getByText(/No server yet/)).not.toBeInTheDocument()
    expect(readPreferences(localStorage).hidden).toEqual(['no-server'])
  })

  it('offers to take over from another tab', async () => {
    film.studio.setReadOnly('other-tab')
    await film.open()
    await button('Take over').click()
    expect(film.called('takeOver')).toHaveLength(1)
  })

  it('offers drafts where servers are connected but none can', async () => {
    film.studio.servers.set([aServer('gpu-1', 'ok')])
    film.assess('never-made', {
      blocked: [{ code: 'x', message: 'gpu-1 has no video model.', severity: 'error', at: {} }],
    })
    await film.open()
    await expect.element(page.getByText('No server can make these 8 nodes: gpu-1 has no video model.')).toBeVisible()
    await button('Draft these here').click()
    expect(film.called('run')).toEqual([['stale', { draftHere: true }]])
  })
})

describe('keys', () => {
  it('run, save, go and show the shortcuts, but leave typing alone', async () => {
    await film.open()
    await userEvent.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}')
    expect(film.called('run')).toEqual([['stale', undefined]])
    await userEvent.keyboard('{Control>}s{/Control}')
    await expect.poll(() => film.called('saveNow').length).toBeGreaterThan(0)
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
    await film.open()
    film.studio.setJobs([aJob({ id: 'a', nodeId: 'n1', state: 'running' })])
    await userEvent.keyboard('{Escape}')
    expect(film.called('cancel')).toEqual([])
    await userEvent.keyboard('{Escape}')
    expect(film.called('cancel')).toEqual([[{ all: true }]])
  })

  it('can be given to other commands, and conflicts are shown', async () => {
    await film.open()
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
    film.studio.answers.importFile = () => ({
      became: 'conflict',
      storyboardId: 'x',
      title: 'Nights',
      file: { a: 1 },
      issues: [],
    })
    await film.open()
    drop('nights.storyboard.json', 'application/json')
    await expect.element(page.getByRole('dialog', { name: '“Nights” is here already' })).toBeVisible()
    await button('Open as a copy').click()
    await expect.poll(() => film.called('resolveConflict').map(([, answer]) => answer)).toEqual(['copy'])
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  })

  it('that are nothing we know are told in a sentence, read out', async () => {
    film.studio.answers.importFile = () => {
      throw Object.assign(new Error('x'), { name: 'X' })
    }
    await film.open()
    drop('holiday.xyz', '')
    await expect.poll(() => film.studio.notices.get().map(({ level }) => level)).toEqual(['error'])
    await expect
      .poll(() => document.getElementById('announcer-assertive')?.textContent)
      .toContain('Something unforeseen')
    await expect.element(page.getByRole('button', { name: '1 unread notice' })).toBeVisible()
  })
})

describe('a part that breaks', () => {
  it('leaves the rest of the window, and can be tried again', async () => {
    await film.open()
    const read = film.studio.projects.get
    Object.assign(film.studio.projects, {
      get: () => {
        throw new Error('broken on purpose')
      },
    })
    showScreen('projects')
    await expect.element(page.getByRole('main').getByText('This part of the window stopped working.')).toBeVisible()
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
    Object.assign(film.studio.projects, { get: read })
    await button('Try again').click()
    await expect.element(page.getByRole('heading', { name: 'Projects', level: 2 })).toBeVisible()
  })
})

describe('panels', () => {
  it('fold and unfold by button and key, and are remembered', async () => {
    await film.open()
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
    await film.open(1024, 768)
    await expect.element(button('Show the inspector')).toBeVisible()
  })
})
