import type { CDPSession, Page } from 'playwright'

/** Main-thread milliseconds of one input step and the frame it led to. */
export type FrameCost = { readonly script: number; readonly task: number }

/** Reads what the main thread did, in processor time: other programs on the machine do not count. */
export class FrameMeter {
  private readonly page: Page
  private readonly cdp: CDPSession

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page
    this.cdp = cdp
  }

  /** Attaches to a page. */
  static async on(page: Page): Promise<FrameMeter> {
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
    return new FrameMeter(page, cdp)
  }

  /** Performs each step, lets its frame be drawn, and tells what it cost. */
  async costs(steps: readonly (() => Promise<unknown>)[]): Promise<FrameCost[]> {
    const costs: FrameCost[] = []
    for (const step of steps) {
      const before = await this.read()
      await step()
      await this.frame()
      const after = await this.read()
      costs.push({ script: after.script - before.script, task: after.task - before.task })
    }
    return costs
  }

  /** What the main thread does in some seconds when nobody touches anything, and in how many frames. */
  async during(seconds: number): Promise<FrameCost & { readonly frames: number }> {
    const before = await this.read()
    const frames = await this.page.evaluate(
      (ms) =>
        new Promise<number>((resolve) => {
          const until = performance.now() + ms
          let count = 0
          const next = () => {
            count += 1
            if (performance.now() < until) requestAnimationFrame(next)
            else resolve(count)
          }
          requestAnimationFrame(next)
        }),
      seconds * 1000,
    )
    const after = await this.read()
    return { script: after.script - before.script, task: after.task - before.task, frames }
  }

  /** Waits until what was changed is drawn. */
  async frame(): Promise<void> {
    await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
  }

  private async read(): Promise<FrameCost> {
    const { metrics } = await this.cdp.send('Performance.getMetrics')
    const of = (name: string) => 1000 * (metrics.find((one) => one.name === name)?.value ?? Number.NaN)
    return { script: of('ScriptDuration'), task: of('TaskDuration') }
  }
}
