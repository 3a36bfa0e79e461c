import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { aServer, createWindowPage, SCREENS, violations, type WindowPage } from '../../../tests/app/mount-window.tsx'
import { aJob } from '../../../tests/app/window-studio.ts'
import { setPreferences } from '../settings/preferences.browser.ts'
import type { Screen } from '../state/session.ts'

let film: WindowPage

beforeEach(() => {
  film = createWindowPage()
})

afterEach(() => film.close())

const sizes = [
  [1440, 900],
  [1920, 1080],
  [1024, 768],
] as const

describe('looks', () => {
  async function showEverything(screen: Screen, theme: 'dark' | 'light') {
    setPreferences({ theme })
    const ids = film.assess('stale', { takeId: 'x', because: 'Changed: action.' })
    film.studio.servers.set([aServer('gpu-1', 'ok'), aServer('gpu-2', 'ok')])
    film.studio.setJobs([
      aJob({ id: 'a', nodeId: ids[0] ?? '', state: 'done' }),
      aJob({ id: 'b', nodeId: ids[1] ?? '', state: 'running', startedAt: Date.now() - 60_000 }),
      aJob({ id: 'c', nodeId: ids[2] ?? '', state: 'waiting' }),
    ])
    const day = 86_400_000
    film.studio.projects.set(
      [
        'The Lighthouse Keeper',
        'Last Ferry',
        'A very long title that somebody gave to a storyboard on a slow afternoon',
        'Untitled',
      ].map((title, index) => ({
        id: index === 0 ? film.studio.document.get().board.id : `p${index}`,
        title,
        createdAt: Date.now() - day * (index + 3),
        changedAt: Date.now() - day * index,
        nodes: 12 * (index + 1),
        shots: 3 + index,
      })),
    )
    film.studio.notify({
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
          await film.open(width, height)
          await expect.element(page.getByText(/^1 of 3/).first()).toBeVisible()
          if (screen !== 'canvas') await expect.element(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
          await page.screenshot({ path: `${SCREENS}/shell-${screen}-${theme}-${width}.png` })
          expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
          expect(document.querySelector('header')?.scrollWidth).toBeLessThanOrEqual(innerWidth)
          expect(await violations()).toEqual([])
        },
      )
})
