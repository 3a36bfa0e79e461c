import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { button, createWindowPage, SCREENS, violations, type WindowPage } from '../../../tests/app/mount-window.tsx'

let film: WindowPage
beforeEach(() => {
  film = createWindowPage()
})
afterEach(() => film.close())

const kept = [
  { key: 7, at: Date.UTC(2026, 4, 2, 10, 30), reason: 'before-replace', bytes: 2048 },
  { key: 3, at: Date.UTC(2026, 4, 1, 9, 0), reason: 'lost-lock', bytes: 1024 },
]
const dialog = () => page.getByRole('dialog')

describe('revisions', () => {
  it('are reached from the menu File by keyboard alone, and one opens as a copy', async () => {
    film.studio.answers.revisions = () => kept
    await film.open()
    ;(button('File').element() as HTMLElement).focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('menuitem', { name: 'Revisions…' })).toBeVisible()
    await userEvent.keyboard('Revi')
    await expect.element(page.getByRole('menuitem', { name: 'Revisions…' })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog().getByText('Before something replaced it')).toBeVisible()
    await expect.element(dialog().getByText('Not saved yet when another tab took over')).toBeVisible()
    expect(dialog().getByRole('row').elements()).toHaveLength(3)
    expect(await violations()).toEqual([])
    await page.screenshot({ path: `${SCREENS}/shell-revisions.png` })
    const second = dialog()
      .getByRole('button', { name: /^Open as a copy: / })
      .nth(1)
    ;(second.element() as HTMLElement).focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog()).not.toBeInTheDocument()
    expect(film.called('openRevision')).toEqual([[3]])
  })
  it('that there are none of says when one is kept', async () => {
    film.studio.answers.revisions = () => []
    await film.open()
    await button('File').click()
    await page.getByRole('menuitem', { name: 'Revisions…' }).click()
    await expect.element(dialog().getByText(/There are no revisions of this storyboard/)).toBeVisible()
    expect(await violations()).toEqual([])
  })
  it('that cannot be opened say why, and the list stays', async () => {
    film.studio.answers.revisions = () => kept
    film.studio.answers.openRevision = () => {
      throw { code: 'studio/no-revision', message: 'This revision is gone.', retry: 'never' }
    }
    await film.open()
    await button('File').click()
    await page.getByRole('menuitem', { name: 'Revisions…' }).click()
    await dialog()
      .getByRole('button', { name: /^Open as a copy: / })
      .first()
      .click()
    await expect.poll(() => film.studio.notices.get().map(({ title }) => title)).toEqual(['This revision is gone.'])
    await expect.element(dialog()).toBeVisible()
  })
})
