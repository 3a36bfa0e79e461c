import type { Page } from 'playwright'
import type { FrameCost, FrameMeter } from './frames.ts'

type Place = { readonly x: number; readonly y: number }

/** The middle of the canvas on the page. */
function middleOf(page: Page): Promise<Place> {
  return page.evaluate(() => {
    const { x, y, width, height } = (document.querySelector('.react-flow') as Element).getBoundingClientRect()
    return { x: x + width / 2, y: y + height / 2 }
  })
}

/** How far the view is scaled. */
export function zoomOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const element = document.querySelector('.react-flow__viewport') as Element
    return new DOMMatrix(getComputedStyle(element).transform).a
  })
}

/** Turns the wheel over the middle until the zoom is reached, or nothing changes any more. */
export async function zoomTo(page: Page, wanted: number): Promise<void> {
  const middle = await middleOf(page)
  await page.mouse.move(middle.x, middle.y)
  for (let turn = 0; turn < 80; turn++) {
    const zoom = await zoomOf(page)
    if (Math.abs(Math.log2(zoom / wanted)) < 0.1) return
    await page.mouse.wheel(0, zoom > wanted ? 60 : -60)
    await page.waitForTimeout(30)
  }
}

/** Sweeps the canvas there and back with the middle button, so that nodes come and go. */
export async function pan(page: Page, meter: FrameMeter, steps: number): Promise<FrameCost[]> {
  const middle = await middleOf(page)
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.down({ button: 'middle' })
  const far = Array.from({ length: steps }, (_, step) => Math.min(step + 1, steps - 1 - step))
  const costs = await meter.costs(far.map((by) => () => page.mouse.move(middle.x - 18 * by, middle.y - 2 * by)))
  await page.mouse.up({ button: 'middle' })
  return costs
}

/** Turns the wheel out and in again. */
export async function zoom(page: Page, meter: FrameMeter, steps: number): Promise<FrameCost[]> {
  const middle = await middleOf(page)
  await page.mouse.move(middle.x, middle.y)
  const turns = Array.from({ length: steps }, (_, step) => (Math.floor(step / 4) % 2 === 0 ? 80 : -80))
  return meter.costs(turns.map((by) => () => page.mouse.wheel(0, by)))
}

/** Drags the node that is nearest to the middle; `places` are where nodes are held, in canvas units. Its own is taken out. */
export async function drag(page: Page, meter: FrameMeter, steps: number, places: Place[]): Promise<FrameCost[]> {
  const { start, index } = await page.evaluate(
    ([list, middle]) => {
      const element = document.querySelector('.react-flow__viewport') as Element
      const matrix = new DOMMatrix(getComputedStyle(element).transform)
      const pane = (document.querySelector('.react-flow') as Element).getBoundingClientRect()
      const onScreen = list.map(({ x, y }) => ({
        x: x * matrix.a + matrix.e + pane.x,
        y: y * matrix.a + matrix.f + pane.y,
      }))
      const far = (one: { x: number; y: number }) => Math.hypot(one.x - middle.x, one.y - middle.y)
      const start = onScreen.reduce((a, b) => (far(b) < far(a) ? b : a))
      return { start, index: onScreen.indexOf(start) }
    },
    [places, await middleOf(page)] as const,
  )
  places.splice(index, 1)
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  const costs = await meter.costs(
    Array.from({ length: steps }, (_, step) => () => page.mouse.move(start.x + 4 * (step + 1), start.y + (step % 20))),
  )
  await page.mouse.up()
  await meter.frame()
  return costs
}
