import axe from 'axe-core'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { button, createWindowPage, type WindowPage } from '../../../tests/app/mount-window.tsx'
import { aJob } from '../../../tests/app/window-studio.ts'
import { createAppI18n, StartFailure } from '../browser.tsx'
import { showScreen } from '../state/session.ts'

let film: WindowPage
beforeEach(() => {
  film = createWindowPage()
})
afterEach(() => film.close())

const refuse = (...names: string[]) => {
  for (const name of names)
    film.studio.answers[name] = () => {
      throw { code: 'storage/full', message: `${name} was refused.`, retry: 'manual' }
    }
}
const gpu = { id: 'gpu', name: 'gpu', url: 'http://gpu:8188', concurrency: 1, enabled: true, addedAt: 0 }
const told = () => film.studio.notices.get().map(({ title }) => title)

describe('an action that is refused is told', () => {
  it('on the queue', async () => {
    refuse('cancel', 'pause', 'clearEnded')
    film.studio.setJobs([
      aJob({ id: 'a', nodeId: 'keyframe', state: 'running' }),
      aJob({ id: 'b', nodeId: 'keyframe', state: 'done', endedAt: 5 }),
    ])
    film.studio.runs.set([{ id: 'run-1', number: 1, storyboardId: 'board-2-2', title: 'Run', createdAt: 1 }])
    await film.open()
    showScreen('queue')
    await button('Pause').click()
    await expect.poll(told).toContain('pause was refused.')
    await button('Clear').click()
    await expect.poll(told).toContain('clearEnded was refused.')
    await button('Cancel keyframe').click()
    await expect.poll(told).toContain('cancel was refused.')
  })
  it('at a server', async () => {
    refuse('updateServer', 'removeServer')
    film.studio.servers.set([{ server: gpu, health: 'ok', running: 0, waiting: 0 }])
    await film.open()
    showScreen('servers')
    await button('More for gpu').click()
    await page.getByRole('menuitem', { name: 'Switch off', exact: true }).click()
    await expect.poll(told).toEqual(['updateServer was refused.'])
    await button('More for gpu').click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await expect.poll(told).toEqual(['removeServer was refused.'])
  })
})

describe('a start that failed', () => {
  it('says why, what is not lost, and how to go on', async () => {
    const place = document.body.appendChild(document.createElement('div'))
    const root = createRoot(place)
    const failure = { code: 'storage/unavailable', message: 'Storage is switched off.', retry: 'never' } as const
    root.render(<StartFailure failure={failure} i18n={createAppI18n()} />)
    await expect.element(page.elementLocator(place).getByRole('alert')).toHaveTextContent('Storage is switched off.')
    await expect.element(page.getByRole('heading', { name: 'Framewright could not start' })).toBeInTheDocument()
    await expect.element(button('Reload')).toBeVisible()
    expect((await axe.run(place)).violations.map(({ id }) => id)).toEqual([])
    root.unmount()
    place.remove()
  })
})
