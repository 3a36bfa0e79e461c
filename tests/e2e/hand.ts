import { expect, type Locator, type Page } from '@playwright/test'

/** A place of the window, in pixels. */
export type Place = { readonly x: number; readonly y: number }

/** What a person does on the canvas, with mouse and keys alone. */
export type Hand = {
  readonly cards: Locator
  card(id: string): Locator
  /** A place of the canvas, counted from its corner. */
  at(x: number, y: number): Promise<Place>
  /** Double-clicks the empty canvas, types into the palette, takes the first line. The id of the new card. */
  add(what: string, at: Place): Promise<string>
  /** Drags a wire from an output to an input. */
  wire(from: readonly [string, string], to: readonly [string, string]): Promise<void>
  drag(from: Place, to: Place): Promise<void>
  /** Selects a card by its name. */
  pick(id: string): Promise<void>
}

/** A hand on the canvas of a page. */
export function handOn(page: Page): Hand {
  const cards = page.locator('.react-flow__node')
  const card = (id: string) => page.locator(`.react-flow__node[data-id="${id}"]`)
  const ids = () => cards.evaluateAll((all) => all.map((one) => one.getAttribute('data-id') ?? ''))
  const drag = async (from: Place, to: Place) => {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 8 })
    await page.mouse.up()
  }
  const port = (id: string, side: 'in' | 'out', name: string) =>
    middleOf(card(id).locator(`[data-side="${side}"][data-port="${name}"]`))
  return {
    cards,
    card,
    drag,
    async at(x, y) {
      const box = await boxOf(page.locator('.react-flow').first())
      return { x: box.x + x, y: box.y + y }
    },
    async add(what, at) {
      const before = new Set(await ids())
      await page.mouse.dblclick(at.x, at.y)
      const search = page.getByRole('combobox', { name: 'Add a node or do something' })
      await expect(search).toBeFocused()
      await page.keyboard.type(what)
      await expect(page.getByRole('option').first()).toContainText(what)
      await page.keyboard.press('Enter')
      await expect(cards).toHaveCount(before.size + 1)
      const [id] = (await ids()).filter((one) => !before.has(one))
      if (id === undefined) throw new Error(`no card was added for ${what}`)
      return id
    },
    async wire([fromId, fromPort], [toId, toPort]) {
      await drag(await port(fromId, 'out', fromPort), await port(toId, 'in', toPort))
    },
    async pick(id) {
      const { x, y, width, height } = await boxOf(card(id))
      await page.mouse.click(x + width / 2, y + height - 12)
    },
  }
}

/** The middle of an element. */
export async function middleOf(locator: Locator): Promise<Place> {
  const { x, y, width, height } = await boxOf(locator)
  return { x: x + width / 2, y: y + height / 2 }
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (!box) throw new Error(`${locator} is not on the screen`)
  return box
}
