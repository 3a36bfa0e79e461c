import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { button, createWindowPage, SCREENS, type WindowPage } from '../../../tests/app/mount-window.tsx'
import { session, showScreen } from '../state/session.ts'

let film: WindowPage

beforeEach(async () => {
  film = createWindowPage()
  await film.open()
})

afterEach(() => film.close())

const corner = () => page.getByRole('region', { name: 'Notices' })
const fail = (topic: string) => film.studio.notify({ topic, level: 'error', title: `Cannot open ${topic}` })

describe('messages in the corner', () => {
  it('stand behind the newest, which says how many', async () => {
    for (const topic of ['one.pdf', 'two.pdf', 'three.pdf']) fail(topic)
    await expect.element(corner().getByText('Cannot open three.pdf')).toBeVisible()
    await expect.element(corner().getByText('Cannot open one.pdf')).not.toBeVisible()
    await page.screenshot({ path: `${SCREENS}/notices-stack.png` })
    await corner().getByRole('button', { name: '2 more' }).click()
    expect(session.getState().screen).toBe('notices')
    await expect.element(page.getByText('Cannot open one.pdf').first()).toBeVisible()
  })

  it('cover neither the bars above nor the drawer below', async () => {
    fail('one.pdf')
    const toast = corner().getByText('Cannot open one.pdf')
    await expect.element(toast).toBeVisible()
    const screen = document.getElementById('screen')?.getBoundingClientRect()
    const box = toast.element().getBoundingClientRect()
    if (!screen) throw new Error('there is a screen')
    expect(box.bottom).toBeLessThan(screen.bottom)
    expect(box.top).toBeGreaterThan(screen.top + screen.height / 2)
  })

  it('go when another screen is shown, and stay in the list', async () => {
    fail('one.pdf')
    await expect.element(corner().getByText('Cannot open one.pdf')).toBeVisible()
    showScreen('settings')
    await expect.element(corner().getByText('Cannot open one.pdf')).not.toBeInTheDocument()
    await expect.element(button(/1 unread notice/)).toBeVisible()
  })

  it('do not lead to the screen that is shown', async () => {
    showScreen('queue')
    const actions = [{ label: 'Show in the queue', action: 'show-run', value: 'run-1' }]
    film.studio.notify({ topic: 'run', level: 'success', title: 'Finished', actions })
    await expect.element(corner().getByText('Finished')).toBeVisible()
    expect(corner().getByRole('button', { name: 'Show in the queue' }).elements()).toEqual([])
  })
})
