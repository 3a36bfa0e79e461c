import { beforeEach, describe, expect, test } from 'vitest'
import { createStudioWorld, diskFull, type StudioWorld } from '../../tests/contract/studio-world.ts'
import type { Asset, Take } from '../assets/index.ts'
import { createStoryboard } from '../storyboard/index.ts'

let world: StudioWorld
beforeEach(() => {
  world = createStudioWorld()
})
const ONE = 'storyboard-one00000'
const TWO = 'storyboard-two00000'
const anAsset = (id: string): Asset => ({ id, kind: 'image', mime: 'image/png', bytes: 3, name: id, createdAt: 1 })
const aTake = (id: string, storyboardId: string): Omit<Take, 'number'> => ({
  id,
  storyboardId,
  nodeId: 'node',
  assetId: `asset-${id}`,
  mime: 'image/png',
  draft: false,
  contentKey: id,
  freshKey: id,
  jobId: `job-${id}`,
  createdAt: 1,
  provenance: { kind: 'keyframe', engine: 'comfyui', values: {}, inputs: [], startedAt: 0, endedAt: 0 },
})
const addTake = (id: string, board: string) => world.stores.takes.add(aTake(id, board), anAsset(`asset-${id}`))

describe('takes', () => {
  test('of the storyboard that was open before never stand in the next one, however late they are read', async () => {
    await world.keep(createStoryboard(ONE, 'One'), { changedAt: 2 })
    await world.keep(createStoryboard(TWO, 'Two'), { changedAt: 1 })
    await addTake('a', ONE)
    await addTake('b', TWO)
    let answer = () => {}
    const takes = {
      ...world.stores.takes,
      assets: (ids: readonly string[]) =>
        ids.includes('asset-a')
          ? new Promise<readonly Asset[]>((resolve) => {
              answer = () => resolve([anAsset('asset-a')])
            })
          : world.stores.takes.assets(ids),
    }
    const studio = world.newTab({ takes })
    const started = studio.start()
    await studio.ready
    await world.clock.advance(10)
    await studio.openProject(TWO)
    answer()
    await started
    await world.clock.advance(10)
    expect(
      studio.takes
        .get()
        .get('node')
        ?.map((take) => take.id),
    ).toEqual(['b'])
  })
  test('are known although their files cannot be read, and the reason is told', async () => {
    await world.keep(createStoryboard(ONE, 'One'))
    await addTake('a', ONE)
    const takes = {
      ...world.stores.takes,
      assets: async () => {
        throw diskFull
      },
    }
    const studio = await world.openTab({ takes })
    expect(
      studio.takes
        .get()
        .get('node')
        ?.map((take) => take.id),
    ).toEqual(['a'])
    expect(studio.notices.get()).toMatchObject([{ title: 'No more space.', level: 'error' }])
  })
})

describe('the library', () => {
  test('hears of a file that was imported and of a take that was made, each with what belongs to it', async () => {
    const studio = await world.openTab()
    const seen: string[][] = []
    const end = studio.watchAssets((all) => seen.push(all.map(({ asset, takes }) => `${asset.name}:${takes.length}`)))
    await world.clock.advance(1)
    expect(seen.at(-1)).toEqual([])
    await studio.importMedia(new Blob(['picture']), 'lamp.png')
    await world.clock.advance(1)
    expect(seen.at(-1)).toEqual(['lamp.png:0'])
    await addTake('a', ONE)
    await world.clock.advance(1)
    expect(seen.at(-1)).toEqual(['asset-a:1', 'lamp.png:0'])
    const before = seen.length
    studio.notify({ topic: 'any', level: 'info', title: 'Something' })
    end()
    await addTake('b', ONE)
    await world.clock.advance(1)
    expect(seen).toHaveLength(before)
  })
})
