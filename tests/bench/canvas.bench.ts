import type { Page } from 'playwright'
import { catalog } from '../../src/kinds/index.ts'
import { rectOfNode, type Storyboard, writeStoryboardText } from '../../src/storyboard/index.ts'
import { filmBoard } from '../app/boards.ts'
import { openBenchPage } from './bench-page.ts'
import { drag, pan, zoom, zoomTo } from './canvas-moves.ts'
import type { Measurement, MeasurementContext, MeasurementRow } from './contract.ts'
import { median, quantile } from './figures.ts'
import { type FrameCost, FrameMeter } from './frames.ts'
import type { NaiveGraph } from './naive/naive-page.tsx'
import { type OpenProgram, withProgram } from './program.ts'

/** 102, 1,002 and 3,002 nodes. */
const SIZES = [
  { nodes: 100, facts: { scenes: 1, shots: 33 }, steps: 64, naiveSteps: 32 },
  { nodes: 1000, facts: { scenes: 10, shots: 33, columns: 10 }, steps: 64, naiveSteps: 16 },
  { nodes: 3000, facts: { scenes: 30, shots: 33, columns: 15 }, steps: 64, naiveSteps: 8 },
]
const ZOOMS = [
  { name: 'zoom 1', zoom: 1 },
  { name: 'zoom 0.25', zoom: 0.25 },
]
const MOVES = ['pan', 'zoom', 'drag'] as const

type Naive = Pick<typeof import('./naive/naive-page.tsx'), 'naive'>

/** The built page beside a naive React Flow page of the same graph, in the same browser. */
const measurement: Measurement = {
  name: 'Canvas: scripting per frame',
  async run(context) {
    return withProgram(context, async (program) => {
      const naivePage = await openBenchPage(context.root, program.browser, { folder: 'naive', ready: 'naive' })
      const rows: MeasurementRow[] = []
      for (const size of SIZES) {
        const board = filmBoard(catalog, size.facts)
        context.say(`${board.nodes.size} nodes`)
        await openBoard(program.page, board)
        rows.push(...(await compare(program, naivePage, board, size, context)))
        if (size.nodes === 1000) rows.push(...(await pageRows(program, board)))
      }
      return { rows }
    })
  },
}

export default measurement

async function compare(
  { page }: OpenProgram,
  naivePage: Page,
  board: Storyboard,
  size: (typeof SIZES)[number],
  { say }: MeasurementContext,
): Promise<MeasurementRow[]> {
  const rows: MeasurementRow[] = []
  const [places, naivePlaces] = [middlesOf(board), middlesOf(board)]
  await naivePage.bringToFront()
  await naivePage.evaluate((graph) => (globalThis as unknown as Naive).naive.show(graph), naiveGraph(board))
  await naivePage.waitForFunction(
    (count) => document.querySelectorAll('.react-flow__node').length === count,
    board.nodes.size,
    { timeout: 300_000 },
  )
  for (const { name, zoom: wanted } of ZOOMS) {
    const costs: Record<string, readonly [FrameCost[], FrameCost[]]> = {}
    for (const move of MOVES) {
      const before = move === 'drag' ? await placesIn(page) : ''
      const ours = await measureMove(page, move, wanted, size.steps, places)
      if (before !== '' && before === (await placesIn(page))) throw new Error('The drag moved nothing')
      const theirs = await measureMove(naivePage, move, wanted, size.naiveSteps, naivePlaces)
      costs[move] = [ours, theirs]
      say(`${name}, ${move}: ${scriptOf(ours).toFixed(1)} ms, naive ${scriptOf(theirs).toFixed(1)} ms`)
    }
    for (const [move, [ours, theirs]] of Object.entries(costs)) {
      const p95 = quantile(scripts(ours), 0.95)
      rows.push({
        name: `${size.nodes} nodes, ${name}, ${move}: p95`,
        value: p95,
        unit: 'ms',
        ...(size.nodes > 100 ? { goal: '< 8' as const } : {}),
        note: [
          `p50 ${scriptOf(ours).toFixed(1)}`,
          `all main-thread work p50 ${median(ours.map(({ task }) => task)).toFixed(1)}`,
          `naive p50 ${scriptOf(theirs).toFixed(1)}, p95 ${quantile(scripts(theirs), 0.95).toFixed(1)}`,
          `naive ÷ ours ${(scriptOf(theirs) / scriptOf(ours)).toFixed(1)} ×`,
        ].join('; '),
      })
    }
  }
  return rows
}

async function measureMove(
  page: Page,
  move: (typeof MOVES)[number],
  wanted: number,
  steps: number,
  places: { x: number; y: number }[],
): Promise<FrameCost[]> {
  await page.bringToFront()
  await zoomTo(page, wanted)
  const meter = await FrameMeter.on(page)
  await meter.frame()
  if (move === 'pan') return pan(page, meter, steps)
  return move === 'zoom' ? zoom(page, meter, steps) : drag(page, meter, steps, places)
}

function placesIn(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { nodes } = framewright.storyboard() as { nodes: Record<string, { position: object }> }
    return JSON.stringify(Object.values(nodes).map(({ position }) => position))
  })
}

const scripts = (costs: readonly FrameCost[]) => costs.map(({ script }) => script)
const scriptOf = (costs: readonly FrameCost[]) => median(scripts(costs))

/** What a person waits for in a storyboard of 1,000 nodes. */
async function pageRows({ page }: OpenProgram, board: Storyboard): Promise<MeasurementRow[]> {
  await page.bringToFront()
  const meter = await FrameMeter.on(page)
  const shot = 's0-shot0'
  const turns = 9
  const moved = Array.from(
    { length: turns },
    (_, turn) => () =>
      page.evaluate(([node, x]) => void framewright.edit([{ type: 'move', positions: { [node]: { x, y: 40 } } }]), [
        shot,
        turn * 8,
      ] as const),
  )
  const edits = await meter.costs(moved)
  const undone = await meter.costs(Array.from({ length: turns }, () => () => page.keyboard.press('Control+z')))
  const typed = await typing(page, meter)
  const paints: number[] = []
  for (let round = 0; round < 5; round++) paints.push(await firstPaint(page, board))
  return [
    { name: '1000 nodes: undo of one move (key to frame)', value: scriptOf(undone), unit: 'ms', goal: '≤ 16' },
    { name: '1000 nodes: one move by a script', value: scriptOf(edits), unit: 'ms' },
    {
      name: '1000 nodes: a keystroke in a field of the inspector',
      value: quantile(scripts(typed), 0.95),
      unit: 'ms',
      goal: '< 8',
      note: `p95 of ${typed.length}; p50 ${scriptOf(typed).toFixed(1)}`,
    },
    {
      name: '1000 nodes: reload to first paint of the nodes',
      value: median(paints),
      unit: 'ms',
      goal: '< 1000',
      note: `wall time, median of ${paints.length}: ${paints.map(Math.round).join(', ')}`,
    },
  ]
}

/** Types into the action of a shot. */
async function typing(page: Page, meter: FrameMeter): Promise<FrameCost[]> {
  await zoomTo(page, 1)
  await page
    .locator('.react-flow__node[data-id*="-shot"]')
    .first()
    .click({ position: { x: 60, y: 12 } })
  const field = page.getByRole('textbox', { name: 'Action' }).first()
  await field.click()
  return meter.costs([...'The lantern swings in the gale.'].map((letter) => () => page.keyboard.press(letter)))
}

/** Milliseconds from the start of the navigation to the first frame that shows nodes. */
async function firstPaint(page: Page, board: Storyboard): Promise<number> {
  await page.evaluate(async (id) => {
    const saved = () => JSON.stringify(framewright.storyboard()).includes(id)
    while (!saved()) await new Promise((resolve) => setTimeout(resolve, 20))
  }, board.id)
  // Autosave has its second.
  await page.waitForTimeout(1500)
  await page.addInitScript(() => {
    const look = () => {
      // From afar one canvas stands for all cards; it is shown as soon as they are painted on it.
      if (document.querySelector('.react-flow__node, [data-level="overview"] > canvas:not([hidden])'))
        setTimeout(() => Object.assign(globalThis, { paintedAt: performance.now() }))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  await page.reload()
  await page.waitForFunction(() => 'paintedAt' in globalThis)
  return page.evaluate(() => (globalThis as unknown as { paintedAt: number }).paintedAt)
}

async function openBoard(page: Page, board: Storyboard): Promise<void> {
  await page.bringToFront()
  await page.evaluate((text) => framewright.open(text), writeStoryboardText(board))
  await page.waitForTimeout(1500)
}

function middlesOf(board: Storyboard) {
  return [...board.nodes.values()].map((node) => {
    const { x, y, width } = rectOfNode(node, catalog)
    // Below the picture, above the state line: where a card is held.
    return { x: x + width / 2, y: y + 12 }
  })
}

function naiveGraph(board: Storyboard): NaiveGraph {
  return {
    nodes: [...board.nodes].map(([id, { position, kind, title }]) => ({
      id,
      type: 'card',
      position,
      data: { title: title ?? id, text: kind, seconds: 3, picture: kind === 'keyframe' || kind === 'video' },
    })),
    edges: [...board.edges].map(([id, { from, to }]) => ({
      id,
      source: from.node,
      target: to.node,
      targetHandle: 'a',
    })),
  }
}
