import type { Take } from '../../src/assets/index.ts'
import { assessNodes, makePlan, type PlanInput, type PlanNode } from '../../src/jobs/index.ts'
import { createSeededRandom } from '../../src/kernel/index.ts'
import { catalog } from '../../src/kinds/index.ts'
import type { ServerState } from '../../src/scheduler/index.ts'
import {
  applyCommands,
  applyDiff,
  createEvaluator,
  evaluateBoard,
  openStoryboardText,
  type Storyboard,
  writeStoryboardText,
} from '../../src/storyboard/index.ts'
import { planInput } from '../../src/studio/plan-input.ts'
import { filmBoard } from '../app/boards.ts'
import { startStandin, videoModels } from '../comfy-standin/index.ts'
import { anEngine, aServer, never, recipe } from '../contract/comfy-world.ts'
import { aTake } from '../contract/plan-nodes.ts'
import type { Measurement, MeasurementContext, MeasurementRow } from './contract.ts'
import { timed } from './figures.ts'
import { withProgram } from './program.ts'

/** 50 scenes of 33 shots, each with keyframe and video. */
const LARGE = { scenes: 50, shots: 33, columns: 10 }
/** The largest file that may be opened has 20,000 nodes. */
const LARGEST = { scenes: 199, shots: 33, columns: 20 }

/** Planning: in Node beside plain JSON work on the same document, and in the built page. */
const measurement: Measurement = {
  name: 'Planning and opening',
  async run(context) {
    const board = filmBoard(catalog, LARGE)
    const servers = await oneServer()
    const rows = [
      ...planRows('no server', board, []),
      ...planRows('one server', board, servers),
      ...editedShotRows(),
      ...openRows('5,000', board),
      ...openRows('20,000', filmBoard(catalog, LARGEST)),
    ]
    context.say('in the page')
    return { rows: [...rows, ...(await pageRows(context, board))] }
  },
}

export default measurement

/** A server as the doctor and the engine see it: the stand-in with the models that the recipes ask for. */
async function oneServer(): Promise<readonly ServerState[]> {
  const standin = await startStandin({ models: videoModels })
  const server = aServer(standin.url)
  const engine = anEngine(server)
  try {
    const capabilities = await engine.capabilities(server, never)
    return [{ server, health: 'ok', capabilities, running: 0, waiting: 0 }]
  } finally {
    engine.dispose()
    await standin.close()
  }
}

const recipes = ['checkpoint-text-to-image', 'wan22-5b-image-to-video', 'test-card'].map(recipe)

function inputOf(
  board: Storyboard,
  servers: readonly ServerState[],
  takes: ReadonlyMap<string, readonly Take[]> = new Map(),
  evaluation = evaluateBoard(board, catalog),
): PlanInput {
  return planInput({ board, evaluation }, { takes, jobs: [], servers, recipes })
}

function planRows(name: string, board: Storyboard, servers: readonly ServerState[]): MeasurementRow[] {
  const text = writeStoryboardText(board)
  const note = `${board.nodes.size} nodes, ${board.edges.size} edges`
  const whole = timed(
    () => {
      const input = inputOf(board, servers)
      return makePlan(input, assessNodes(input), 'stale', { seeds: 'keep' })
    },
    () => JSON.parse(text),
  )
  const evaluation = evaluateBoard(board, catalog)
  const input = inputOf(board, servers, new Map(), evaluation)
  const assessments = assessNodes(input)
  const plan = makePlan(input, assessments, 'stale', { seeds: 'keep' })
  // What Run waits for: the document is evaluated at every edit, not when a plan is asked for.
  const planned = timed(() => {
    const asked = inputOf(board, servers, new Map(), evaluation)
    return makePlan(asked, assessNodes(asked), 'stale', { seeds: 'keep' })
  })
  const part = (what: string, work: () => unknown): MeasurementRow => ({
    name: `${name}: ${what}`,
    value: timed(work).ms,
    unit: 'ms',
  })
  return [
    {
      name: `${name}: evaluate, assess and plan from nothing`,
      value: whole.ms,
      unit: 'ms',
      note: `${note}, ${plan.jobs.length} jobs, ${plan.blocked.length} blocked`,
    },
    { name: `${name}: the same ÷ JSON.parse of its file`, value: whole.ms / whole.besideMs, unit: '×' },
    { name: `${name}: plan of 5,000 nodes`, value: planned.ms, unit: 'ms', goal: '< 50', note: 'choose, assess, plan' },
    coldRow(name, board, servers),
    part('evaluate', () => evaluateBoard(board, catalog)),
    part('choose engines', () => inputOf(board, servers, new Map(), evaluation)),
    part('assess', () => assessNodes(input)),
    part('plan', () => makePlan(input, assessments, 'stale', { seeds: 'keep' })),
  ]
}

/** The first plan after opening, everything made: no key is known yet. Each round has an evaluation of its own. */
function coldRow(name: string, board: Storyboard, servers: readonly ServerState[]): MeasurementRow {
  const takes = allMade(inputOf(board, servers))
  const fresh = Array.from({ length: 12 }, () => evaluateBoard(board, catalog))
  const { ms } = timed(() => {
    const asked = inputOf(board, servers, takes, fresh.pop())
    return makePlan(asked, assessNodes(asked), 'stale', { seeds: 'keep' })
  })
  return { name: `${name}: first plan of 5,000 nodes with takes`, value: ms, unit: 'ms', goal: '< 50' }
}

/** 200 shots with everything made; one is edited. */
function editedShotRows(): MeasurementRow[] {
  const board = filmBoard(catalog, { scenes: 8, shots: 25 })
  const takes = allMade(inputOf(board, []))
  const before = inputOf(board, [], takes)
  const idle = makePlan(before, assessNodes(before), 'stale', { seeds: 'keep' }).jobs.length
  let words = 0
  let planned: readonly string[] = []
  const evaluate = createEvaluator(catalog)
  evaluate(board)
  const edited = () => {
    const command = { type: 'setParams', node: 's3-shot7', params: { action: `Another action ${words++}` } } as const
    const result = applyCommands(board, [command], { catalog, random: createSeededRandom(1) })
    if (!result.ok) throw new Error(result.failures[0]?.message)
    const next = applyDiff(board, result.diff)
    const input = inputOf(next, [], takes, evaluate(next))
    planned = makePlan(input, assessNodes(input), 'stale', { seeds: 'keep' }).jobs.map(({ nodeId }) => nodeId)
  }
  const { ms, besideMs } = timed(edited, () => {
    const input = inputOf(board, [], takes)
    makePlan(input, assessNodes(input), 'stale', { seeds: 'keep' })
  })
  return [
    { name: '200 shots, nothing edited: jobs planned', value: idle, unit: '', goal: '= 0' },
    {
      name: '200 shots, one edited: jobs planned',
      value: planned.length,
      unit: '',
      goal: '= 2',
      note: planned.join(', '),
    },
    { name: '200 shots, one edited: edit, evaluate, assess, plan', value: ms, unit: 'ms' },
    { name: 'the same ÷ planning them from nothing', value: ms / besideMs, unit: '×' },
  ]
}

/** Takes as they would be if everything had just been made. */
function allMade(input: PlanInput): Map<string, readonly Take[]> {
  return new Map(input.nodes.map((node: PlanNode) => [node.nodeId, [aTake(node, input.choose(node))]]))
}

function openRows(name: string, board: Storyboard): MeasurementRow[] {
  const text = writeStoryboardText(board)
  const { ms, besideMs } = timed(
    () => openStoryboardText(text, { catalog }),
    () => JSON.parse(text),
    5,
  )
  const size = `${board.nodes.size} nodes, ${(text.length / 1e6).toFixed(1)} MB`
  return [
    { name: `open a file of ${name} nodes (checked, migrated)`, value: ms, unit: 'ms', note: size },
    { name: 'the same ÷ JSON.parse', value: ms / besideMs, unit: '×' },
  ]
}

/** What a script in the page waits for: the document is evaluated already, as it always is there. */
async function pageRows(context: MeasurementContext, board: Storyboard): Promise<MeasurementRow[]> {
  return withProgram(context, async ({ page }) => {
    const text = writeStoryboardText(board)
    const { opened, plan, jobs, edit } = await page.evaluate(async (file) => {
      const started = performance.now()
      await framewright.open(file)
      const opened = performance.now() - started
      const times: number[] = []
      let jobs = 0
      for (let round = 0; round < 12; round++) {
        const at = performance.now()
        jobs = (await framewright.plan('all')).jobs.length
        times.push(performance.now() - at)
      }
      const edits: number[] = []
      for (let round = 0; round < 12; round++) {
        const at = performance.now()
        framewright.edit([{ type: 'setParams', node: 's3-shot7', params: { action: `Action ${round}` } }])
        await framewright.plan('stale')
        edits.push(performance.now() - at)
      }
      const middle = (list: number[]) => list.slice(2).sort((a, b) => a - b)[5] ?? 0
      return { opened, plan: middle(times), jobs, edit: middle(edits) }
    }, text)
    return [
      {
        name: 'page: framewright.plan() of 5,000 nodes',
        value: plan,
        unit: 'ms',
        goal: '< 50',
        note: `${jobs} jobs, no server`,
      },
      { name: 'page: one edit and its plan, 5,000 nodes', value: edit, unit: 'ms' },
      { name: 'page: framewright.open() of 5,000 nodes', value: opened, unit: 'ms', note: 'parsed in a worker' },
    ]
  })
}
