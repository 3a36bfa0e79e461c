import { expect, ready, test } from './fixtures.ts'
import { runAndWait } from './surface.ts'

test('Deutsch, once chosen, is there again after a reload, on every screen and in what the rooms below say', async ({
  page,
  consoleErrors,
}) => {
  await page.evaluate(() => {
    location.hash = '#/settings'
  })
  await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Deutsch' })
  await expect(page.getByRole('heading', { name: 'Optionen', level: 2 })).toBeVisible()

  await page.reload()
  await ready(page)
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByRole('heading', { name: 'Optionen', level: 2 })).toBeVisible()

  const go = (name: string) =>
    page.getByRole('navigation', { name: 'Bereiche' }).getByRole('link', { name }).first().click()
  await go('Arbeitsfläche')
  await expect(page.locator('.react-flow__node').getByText('Nie erzeugt')).toHaveCount(6)
  await runAndWait(page)
  await expect(page.locator('.react-flow__node').getByText('Entwurf').first()).toBeVisible()
  await go('Warteschlange')
  await expect(page.getByText(/^Lauf 1 · /)).toBeVisible()
  await go('Server')
  await page.getByRole('textbox', { name: 'Adresse eines ComfyUI' }).fill('http://127.0.0.1:9')
  await page.getByRole('button', { name: 'Verbinden', exact: true }).click()
  await expect(page.getByText('Unter http://127.0.0.1:9 antwortet nichts.').first()).toBeVisible()
  expect(consoleErrors).toEqual([])
})
