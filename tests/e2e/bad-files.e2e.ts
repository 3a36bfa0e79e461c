import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dropFiles, openFile, storyboardOf, textFile } from './files.ts'
import { expect, test } from './fixtures.ts'

const HEAD = '"format": "framewright/storyboard",\n  "version": 1,\n  "id": "other-file",\n  "title": "Other",'
const whole = (nodes: string, edges = '{}') => `{\n  ${HEAD}\n  "nodes": ${nodes},\n  "edges": ${edges}\n}\n`
const shot = (id: string) => `"${id}": { "kind": "shot", "v": 1, "position": { "x": 0, "y": 0 }, "params": {} }`

const REFUSED = [
  {
    what: 'text that is not JSON',
    name: 'torn.storyboard.json',
    text: `{\n  ${HEAD}\n  "nodes": { "shot-1": `,
    says: /^This is not a storyboard file: .+ at line 6, column \d+/,
  },
  {
    what: 'a web page',
    name: 'saved.storyboard.json',
    text: '<!doctype html><html><body>Sign in</body></html>',
    says: /a web page \(HTML\)/,
  },
  {
    what: 'arrays in arrays without end',
    name: 'deep.storyboard.json',
    text: whole(`{ "shot-1": { "kind": "shot", "params": { "a": ${'['.repeat(5000)}${']'.repeat(5000)} } } }`),
    says: /^This file is too large to open safely: .+ at line 6, column \d+ \(nodes\.shot-1\.params\.a/,
  },
  {
    what: 'a key that changes how programs behave',
    name: 'proto.storyboard.json',
    text: whole('{ "shot-1": { "kind": "shot", "params": { "__proto__": { "polluted": true } } } }'),
    says: /reserved name "__proto__" as a key at line 6, column \d+ \(nodes\.shot-1\.params/,
  },
  {
    what: 'a node without a kind',
    name: 'shape.storyboard.json',
    text: whole('{ "shot-1": { "position": "left" } }'),
    says: /^This storyboard file has a mistake.*nodes\.shot-1/,
  },
  { what: 'a PDF', name: 'script.pdf', text: '%PDF-1.7 …', says: /a PDF document/ },
] as const

test('a file that cannot be opened says why and where, and the open storyboard stays as it is', async ({
  page,
  consoleErrors,
}) => {
  const before = await storyboardOf(page)
  for (const { what, name, text, says } of REFUSED) {
    await test.step(what, async () => {
      await openFile(page, textFile(name, text))
      await expect(page.getByText(says).first()).toBeVisible()
      expect(await storyboardOf(page)).toEqual(before)
    })
  }
  expect(await page.evaluate(() => ({}) as { polluted?: boolean })).toEqual({})
  expect(consoleErrors).toEqual([])
})

test('a file of more than 32 MB is refused unread', async ({ page, folder }) => {
  const before = await storyboardOf(page)
  const path = join(folder, 'huge.storyboard.json')
  await writeFile(path, whole(`{ ${shot('shot-1')} }`) + ' '.repeat(33 * 1024 * 1024))
  await openFile(page, path)
  await expect(page.getByText(/more than 32 MB/).first()).toBeVisible()
  expect(await storyboardOf(page)).toEqual(before)
})

test('a file of a newer version is shown, cannot be changed, and keeps what only it knows', async ({
  page,
  consoleErrors,
}) => {
  const text = whole(`{ ${shot('shot-1')} }`).replace('"version": 1', '"version": 9')
  await openFile(page, textFile('newer.storyboard.json', text))
  await expect(page.getByText('was written by a newer Framewright').first()).toBeVisible()
  await expect(page.locator('.react-flow__node')).toHaveCount(1)
  const refused = await page.evaluate(() => framewright.edit([{ type: 'rename', title: 'Mine now' }]))
  expect(refused.ok).toBe(false)
  expect((await storyboardOf(page)).version).toBe(9)
  expect(consoleErrors).toEqual([])
})

test('edges to nowhere and circles do not keep a storyboard from opening; each is said', async ({ page }) => {
  const edge = (from: string, to: string) =>
    `{ "from": { "node": "${from}", "port": "image" }, "to": { "node": "${to}", "port": "image" } }`
  const key = (id: string) => shot(id).replace('"shot"', '"keyframe"')
  const nodes = `{ ${key('key-1')}, ${key('key-2')} }`
  const edges = `{ "e-1": ${edge('key-1', 'key-2')}, "e-2": ${edge('key-2', 'key-1')}, "e-3": ${edge('key-1', 'gone')} }`
  await openFile(page, textFile('circle.storyboard.json', whole(nodes, edges)))
  await expect(page.getByText('This wire closes a circle, so it carries nothing.').first()).toBeVisible()
  await expect(page.getByText('This wire ends at “gone”, which is not in the storyboard').first()).toBeVisible()
  await expect(page.locator('.react-flow__node')).toHaveCount(2)
  expect(Object.keys((await storyboardOf(page)).edges)).toEqual(['e-1', 'e-2', 'e-3'])
})

test('a file dropped anywhere on the window opens; one of the same id asks first', async ({ page, folder }) => {
  const path = join(folder, 'dropped.storyboard.json')
  await writeFile(path, whole(`{ ${shot('shot-1')} }`))
  await dropFiles(page, [path], { x: 900, y: 20 })
  await expect(page.locator('.react-flow__node')).toHaveCount(1)
  expect((await storyboardOf(page)).id).toBe('other-file')
  await writeFile(path, whole(`{ ${shot('shot-1')}, ${shot('shot-2')} }`))
  await dropFiles(page, [path])
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('is here already')
  expect(Object.keys((await storyboardOf(page)).nodes)).toHaveLength(1)
  await dialog.getByRole('button', { name: 'Open as a copy' }).click()
  await expect(page.locator('.react-flow__node')).toHaveCount(2)
  expect((await storyboardOf(page)).id).not.toBe('other-file')
})
