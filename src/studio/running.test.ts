import { describe, expect, test } from 'vitest'
import { aServer } from '../../tests/contract/stage.ts'
import { createStudioWorld, diskFull } from '../../tests/contract/studio-world.ts'
import type { MakeSpec } from '../assets/index.ts'
import type { EngineTraits } from '../engines/index.ts'
import { createStoryboard } from '../storyboard/index.ts'
import { chooseEngine } from './choose-engine.ts'

const settings = createStoryboard('storyboard-any00000', '').header.settings
const spec: MakeSpec = { makes: 'image', purpose: 'text-to-image', generate: {}, panel: {}, media: [] }
const painter: EngineTraits = { id: 'painter', reads: 'generate', drafts: false, serverless: true }
const farm: EngineTraits = { id: 'farm', reads: 'generate', drafts: false, serverless: false }
const choose = (engines: readonly EngineTraits[], change: { asked?: string; draftHere?: boolean } = {}) => {
  const { asked, draftHere } = change
  const wanted = asked === undefined ? spec : { ...spec, engine: asked }
  const choosing = { servers: [], recipes: [], settings, engines, ...(draftHere ? { draftHere } : {}) }
  return chooseEngine('node', wanted, choosing).choice
}

describe('the engine of a node follows from what engines say of themselves', () => {
  test('without servers one that needs none is taken, with its own reading and drafts', () => {
    const taken = { engine: 'painter', reads: 'generate', draft: false, servers: [] }
    expect(choose([farm, painter])).toEqual(taken)
    expect(choose([painter])).toEqual(taken)
    expect(choose([farm, painter], { asked: 'farm', draftHere: true })).toEqual(taken)
  })
  test('one that was asked for and needs a server is not replaced by another', () => {
    expect(choose([farm, painter], { asked: 'farm' })).toMatchObject({ blocked: [{ code: 'studio/no-server' }] })
  })
  test('where every engine needs a server and there is none, that is said', () => {
    expect(choose([farm])).toMatchObject({ blocked: [{ code: 'studio/no-server' }] })
  })
  test('a server that does not answer is named instead of drafting behind its back', () => {
    const servers = [{ server: aServer('gpu'), health: 'down', running: 0, waiting: 0 } as const]
    const recipe = { id: 'r', title: 'R', purpose: 'text-to-image', inputs: {}, outputs: [], graph: {} } as never
    const { choice } = chooseEngine('node', spec, { servers, recipes: [recipe], settings, engines: [farm, painter] })
    expect(choice).toMatchObject({ blocked: [{ code: 'studio/server-down', facts: { server: 'gpu' } }] })
  })
})

describe('a run', () => {
  test('makes takes of a storyboard that is on disk', async () => {
    const world = createStudioWorld()
    await world.startHost()
    const studio = await world.openTab()
    const added = studio.edit([{ type: 'addNode', kind: 'keyframe', params: { prompt: 'a lighthouse' } }])
    const node = (added.ok && added.ids[0]?.[0]) || ''
    const { runId } = await studio.run({ node })
    expect(studio.document.get().save.state).toBe('saved')
    expect(await world.finish(studio.wait(runId))).toMatchObject({ done: 1, failed: 0 })
    expect(studio.takes.get().get(node)).toMatchObject([{ draft: true, number: 1 }])
    await expect(studio.run({ node })).rejects.toMatchObject({ failure: { code: 'studio/nothing-to-run' } })
  })
  test('is refused while the storyboard cannot be brought to disk, and nothing is written', async () => {
    const world = createStudioWorld()
    const studio = await world.openTab()
    studio.edit([{ type: 'addNode', kind: 'keyframe', params: { prompt: 'a lighthouse' } }])
    world.storyboards.refused.set('save', diskFull)
    await expect(studio.run('all')).rejects.toMatchObject({ failure: { code: 'storage/full' } })
    expect(await world.stores.jobs.list()).toEqual([])
  })
  test('says that a source is muted, by its name and once', async () => {
    const world = createStudioWorld()
    const studio = await world.openTab()
    const added = studio.edit([
      { type: 'addNode', kind: 'keyframe', id: 'keyframe-aaaaaaaa', title: 'Lamp', params: { prompt: 'a lamp' } },
      { type: 'addNode', kind: 'video', id: 'video-aaaaaaaa', params: { prompt: 'it burns' } },
      {
        type: 'connect',
        from: { node: 'keyframe-aaaaaaaa', port: 'image' },
        to: { node: 'video-aaaaaaaa', port: 'first' },
      },
      { type: 'setMode', node: 'keyframe-aaaaaaaa', mode: 'muted' },
    ])
    expect(added.ok).toBe(true)
    const { blocked } = studio.plan({ node: 'video-aaaaaaaa' })
    expect(blocked.map(({ issues }) => issues.map(({ code, message }) => [code, message.includes('Lamp')]))).toEqual([
      [['storyboard/muted-source', true]],
    ])
  })
})
