import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { button, createWindowPage, SCREENS, violations, type WindowPage } from '../../../tests/app/mount-window.tsx'
import { listShots } from '../../storyboard/index.ts'
import { showScreen } from '../state/session.ts'

let film: WindowPage

beforeEach(async () => {
  film = createWindowPage()
  await film.open()
  showScreen('shots')
  await expect.element(grid()).toBeVisible()
})

afterEach(() => film.close())

const grid = () => page.getByRole('grid', { name: 'Shots of the storyboard' })
const cell = (row: number, column: number) => document.getElementById(`shot-cell-${row}-${column}`) as HTMLElement
const document_ = () => film.studio.document.get()
const rows = () => listShots(document_().board, document_().evaluation)
const clips = () => {
  const cut = document_().evaluation.nodes.get('cut')?.offers.get('cut')
  return cut?.type === 'cut' ? cut.cut.clips.length : 0
}

function paste(text: string): void {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', text)
  grid()
    .element()
    .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}

describe('new shots', () => {
  it('come with keyframe, video and a clip, in one undo entry', async () => {
    const before = clips()
    await page.getByRole('button', { name: 'Shot', exact: true }).click()
    expect(rows()).toHaveLength(5)
    const made = rows().at(-1)
    expect([made?.images.length, made?.videos.length]).toEqual([1, 1])
    expect(clips()).toBe(before + 1)
    film.studio.undo()
    expect(rows()).toHaveLength(4)
    expect(clips()).toBe(before)
  })

  it('are pasted with what could not be read said, and unusual words marked', async () => {
    await userEvent.click(cell(3, 2))
    paste('A door\tGIANT\t\t\t\tabc\nThe wind\tws\t\t\t\t3:12')
    expect(rows()).toHaveLength(5)
    expect(rows().at(-1)?.params).toMatchObject({ action: 'The wind', size: 'WS', seconds: 3.5 })
    await expect.element(page.getByText('1 pasted cell was left out').first()).toBeVisible()
    await expect.element(page.getByText(/“abc” is no length/).first()).toBeVisible()
    await expect.element(page.getByTitle(/“GIANT” is used as it is written/)).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/shots-pasted.png` })
  })
})

describe('a bare shot', () => {
  it('says so in its state, and gets keyframe and video there', async () => {
    const [first] = rows()
    if (!first) throw new Error('the film has shots')
    film.studio.edit([{ type: 'removeNodes', ids: [...first.images, ...first.videos] }])
    const before = clips()
    await button(`Add keyframe and video to ${first.name}`).click()
    expect([rows()[0]?.images.length, rows()[0]?.videos.length]).toEqual([1, 1])
    expect(clips()).toBe(before + 1)
    await expect.element(button(`Add keyframe and video to ${first.name}`)).not.toBeInTheDocument()
  })
})

describe('scenes', () => {
  it('are split at a shot and joined again, from menus', async () => {
    const order = rows().map((row) => row.shotId)
    cell(1, 2).dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 300, clientY: 300 }),
    )
    await page.getByRole('menuitem', { name: 'Begin a new scene here' }).click()
    expect(rows().map((row) => row.scene)).toEqual(['SC010', 'SC020', 'SC030', 'SC030'])
    expect(rows().map((row) => row.shotId)).toEqual(order)
    await button('What can be done with SC010').click()
    await page.screenshot({ path: `${SCREENS}/shots-scene-menu.png` })
    await page.getByRole('menuitem', { name: 'Join with the next scene' }).click()
    expect(rows().map((row) => row.scene)).toEqual(['SC010', 'SC010', 'SC020', 'SC020'])
    expect(rows().map((row) => row.shotId)).toEqual(order)
    expect(await violations()).toEqual([])
  })

  it('cannot be split at their first shot, and the menu says why', async () => {
    cell(0, 2).dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 300, clientY: 200 }),
    )
    const item = page.getByRole('menuitem', { name: /Begin a new scene here/ })
    await expect.element(item).toHaveAttribute('aria-disabled', 'true')
  })
})
