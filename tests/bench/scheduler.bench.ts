import { createDoctor } from '../../src/engines/browser.ts'
import { systemClock, systemRandom } from '../../src/kernel/browser.ts'
import { createUuid } from '../../src/kernel/index.ts'
import { parseRecipe, type Recipe, recipeHash } from '../../src/recipes/index.ts'
import { createCommands, createHost, type SchedulerHost } from '../../src/scheduler/index.ts'
import { type EditCommand, writeStoryboardText } from '../../src/storyboard/index.ts'
import { emptyBoard } from '../app/boards.ts'
import { anEngine, aServer, directly } from '../contract/comfy-world.ts'
import { createMemoryStores } from '../contract/stores.ts'
import { bareClient } from './bare-client.ts'
import type { Measurement, MeasurementContext, MeasurementRow } from './contract.ts'
import { median } from './figures.ts'
import { withProgram } from './program.ts'
import { withStandin } from './standin-process.ts'

const JOBS = 300
/** Two nodes: a job of 100 ms is twice 50. */
const recipe: Recipe = parseRecipe({
  format: 'framewright/recipe',
  version: 1,
  id: 'bench-card',
  title: 'Bench card',
  purpose: 'text-to-image',
  graph: {
    '1': { class_type: 'EmptyImage', inputs: { width: 64, height: 48, batch_size: 1, color: 0 } },
    '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'bench' } },
  },
  inputs: { seed: { type: 'seed', bind: [{ node: '1', input: 'color' }], default: '0', max: 16777215 } },
  outputs: [{ name: 'image', node: '2', type: 'image' }],
  presets: {},
  requires: { classes: ['EmptyImage', 'SaveImage'], models: [] },
}).recipe

/** Scheduler, engine and stand-in against a client that does nothing but send and fetch. */
const measurement: Measurement = {
  name: `Queue: ${JOBS} jobs`,
  async run(context) {
    return {
      rows: [
        ...(await compare(context, 100, { rounds: 2, goal: '≥ 0.9' })),
        ...(await compare(context, 0, { rounds: 3 })),
      ],
    }
  },
}

export default measurement

type Way = { readonly rounds: number; readonly goal?: MeasurementRow['goal'] }

async function compare(context: MeasurementContext, jobMs: number, { rounds, goal }: Way): Promise<MeasurementRow[]> {
  return withStandin(context.root, jobMs / 2, async (url) => {
    const bare: number[] = []
    const node: number[] = []
    const page: number[] = []
    for (let round = 0; round < rounds; round++) {
      bare.push(await bareClient(url, graphs()))
      node.push(await inNode(url))
      page.push(await inPage(context, url))
      context.say(
        `${jobMs} ms: bare ${Math.round(bare[round] ?? 0)}, Node ${Math.round(node[round] ?? 0)}, page ${Math.round(page[round] ?? 0)} ms`,
      )
    }
    const row = (where: string, values: readonly number[]): MeasurementRow => ({
      name: `jobs of ${jobMs} ms, ${where}: throughput ÷ bare client`,
      value: median(bare) / median(values),
      unit: '×',
      ...(goal ? { goal } : {}),
      note: `${(median(values) / JOBS).toFixed(1)} ms a job; bare client ${(median(bare) / JOBS).toFixed(1)} ms`,
    })
    return [row('stores in memory (Node)', node), row('the built page, Dexie, through the forwarder', page)]
  })
}

let colour = 1

/** Another colour each time, so that the server answers nothing from its cache. */
function graphs(): object[] {
  return Array.from({ length: JOBS }, () => {
    const graph = structuredClone(recipe.graph) as Record<string, { inputs: Record<string, unknown> }>
    colour += 1
    if (graph['1']) graph['1'].inputs['color'] = colour
    return graph
  })
}

/** The real host over stores in memory. */
async function inNode(url: string): Promise<number> {
  const server = aServer(url)
  const stores = createMemoryStores([server])
  const engine = anEngine(server, stores.blobs)
  const net = { fetch: (to: string, request: object) => fetch(to, request), clock: systemClock, random: systemRandom }
  const doctor = createDoctor({ ...net, origin: () => directly(url) })
  let host: SchedulerHost | undefined
  const commands = createCommands({
    ...stores,
    ...{ clock: systemClock, random: systemRandom },
    poke: () => host?.poke(),
    look: (one) => doctor(one, new AbortController().signal),
  })
  host = createHost({
    ...stores,
    ...{ clock: systemClock, random: systemRandom, engines: [engine], doctor },
    recipes: { byHash: async () => recipe },
    probe: async () => ({}),
    clientId: createUuid(systemRandom),
  })
  try {
    await host.start()
    while (host.servers()[0]?.health !== 'ok') await new Promise((resolve) => setTimeout(resolve, 20))
    const made = { id: recipe.id, title: recipe.title, hash: recipeHash(recipe) }
    const jobs = Array.from({ length: JOBS }, (_, index) => ({
      nodeId: `keyframe-${index}`,
      title: `Frame ${index}`,
      make: {
        kind: 'keyframe',
        makes: 'image' as const,
        purpose: recipe.purpose,
        values: {},
        seed: String(++colour),
        seedVaries: true,
        recipe: made,
        media: [],
      },
      ...{ engine: 'comfyui', servers: [server.id], draft: false, reason: 'never-made' as const, because: '' },
      after: [],
    }))
    const started = performance.now()
    const { runId } = await commands.run({ storyboardId: 'bench', title: 'Bench', jobs })
    const summary = await commands.wait(runId)
    if (summary.done !== JOBS) throw new Error(`${summary.done} of ${JOBS} were made`)
    return performance.now() - started
  } finally {
    await host.stop()
    engine.dispose()
  }
}

/** The same through the page: 300 keyframes, Dexie, the worker, the forwarder. */
function inPage(context: MeasurementContext, url: string): Promise<number> {
  const first = colour
  colour += JOBS
  return withProgram(context, ({ page }) =>
    page.evaluate(
      async ([address, board, recipeFile, commands]) => {
        await framewright.recipes.import(recipeFile as object)
        await framewright.open(board)
        const made = framewright.edit(commands)
        if (!made.ok) throw new Error(made.failures[0]?.message)
        await framewright.servers.add({ url: address })
        for (;;) {
          const { jobs, blocked } = await framewright.plan()
          if (jobs.length > 0 && blocked.length === 0 && jobs.every(({ engine }) => engine === 'comfyui')) break
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
        const started = performance.now()
        const { runId } = await framewright.run()
        const { done, failures } = await framewright.wait(runId)
        if (done !== commands.length) throw new Error(`${done} were made: ${failures[0]?.message}`)
        return performance.now() - started
      },
      [url, writeStoryboardText(emptyBoard()), recipe, keyframes(first)] as const,
    ),
  )
}

function keyframes(first: number): EditCommand[] {
  return Array.from({ length: JOBS }, (_, index) => ({
    type: 'addNode',
    kind: 'keyframe',
    id: `keyframe-${index}`,
    params: {
      prompt: `Frame ${index}`,
      recipe: recipe.id,
      seed: { mode: 'fixed', value: String(first + index) },
    },
    position: { x: (index % 20) * 240, y: Math.floor(index / 20) * 240 },
  }))
}
