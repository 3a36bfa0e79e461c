import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { aServer, button, createWindowPage, type WindowPage } from '../../../tests/app/mount-window.tsx'
import { aJob } from '../../../tests/app/window-studio.ts'
import { jobFailures, reasonSentences } from '../../jobs/index.ts'
import { wordFact } from '../../kernel/index.ts'
import { localPlace, readPreferences } from '../settings/preferences.browser.ts'

let film: WindowPage

beforeEach(() => {
  film = createWindowPage()
})

afterEach(() => film.close())

async function chooseGerman() {
  history.replaceState(null, '', '#/settings')
  await film.open()
  await page.getByRole('combobox', { name: 'Language' }).selectOptions('Deutsch')
  await expect.element(page.getByRole('heading', { name: 'Optionen', level: 2 })).toBeVisible()
}

const goTo = (name: string) => page.getByRole('navigation', { name: 'Bereiche' }).getByRole('link', { name }).click()

describe('Deutsch, chosen under Settings', () => {
  it('changes the window at once, and is remembered', async () => {
    film.studio.servers.set([aServer('gpu-1', 'ok'), aServer('gpu-2', 'down')])
    await chooseGerman()
    expect(document.documentElement.lang).toBe('de')
    expect(readPreferences(localPlace()).language).toBe('de')
    await expect.element(button('Ausführen').first()).toBeVisible()
    await expect.element(page.getByText('1 von 2 Servern')).toBeVisible()
    await expect.element(page.getByText('Sprache', { exact: true })).toBeVisible()
  })

  it('changes the state lines of the cards, with the reason in them', async () => {
    const why = reasonSentences.say('jobs/changed', { names: [wordFact('values', 'action')] })
    film.assess('stale', { takeId: 'x', because: why.message, why })
    await chooseGerman()
    await goTo('Arbeitsfläche')
    await expect.element(page.getByText('Veraltet · Handlung').first()).toBeVisible()
    await expect.element(page.getByText('Einstellung', { exact: true }).first()).toBeVisible()
  })

  it('changes the queue, and says a failure of the rooms below', async () => {
    const ids = film.assess('stale', { takeId: 'x' })
    const failure = jobFailures.make('jobs/upstream-failed', { facts: { title: 'SH010' } })
    const run = {
      id: 'run-1',
      storyboardId: film.studio.document.get().board.id,
      title: 'Film',
      number: 1,
      createdAt: 0,
    }
    film.studio.runs.set([run])
    film.studio.setJobs([
      aJob({ id: 'a', nodeId: ids[0] ?? '', state: 'failed', failure }),
      aJob({ id: 'b', nodeId: ids[1] ?? '', state: 'running', startedAt: Date.now() }),
    ])
    await chooseGerman()
    await goTo('Warteschlange')
    await expect.element(page.getByRole('heading', { name: 'Warteschlange', level: 2 })).toBeVisible()
    await expect.element(page.getByText('Lauf 1 · Film')).toBeVisible()
    await expect
      .element(page.getByText('Wartete auf „SH010“, das nicht entstanden ist. Erst dieses erneut versuchen.').first())
      .toBeVisible()
  })
})
