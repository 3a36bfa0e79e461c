import { beforeEach, describe, expect, test } from 'vitest'
import { createStudioWorld, type StudioTab, type StudioWorld } from '../../tests/contract/studio-world.ts'
import { createFramewright } from './scripting.ts'

let world: StudioWorld
let studio: StudioTab
beforeEach(async () => {
  world = createStudioWorld()
  studio = await world.openTab()
})

describe('a script that listens', () => {
  test('to notices hears of each once, in order; reading and dismissing one is no news', () => {
    const heard: unknown[] = []
    const end = createFramewright(studio, '1').on('notice', (notice) => heard.push('title' in notice && notice.title))
    for (const title of ['First', 'Second']) studio.notify({ topic: title, level: 'info', title })
    const [newest] = studio.notices.get()
    studio.dismissNotice(newest?.id ?? '')
    studio.readNotices()
    expect(heard).toEqual(['First', 'Second'])
    studio.notify({ topic: 'First', level: 'info', title: 'First, again' })
    end()
    studio.notify({ topic: 'Third', level: 'info', title: 'Third' })
    expect(heard).toEqual(['First', 'Second', 'First, again'])
  })
  test('to saves hears of saves and of no other change of the document', async () => {
    const heard: object[] = []
    createFramewright(studio, '1').on('saved', (saved) => heard.push(saved))
    const { id } = studio.document.get().board
    studio.edit([{ type: 'rename', title: 'Saved once' }])
    await world.clock.advance(1000)
    world.locks.steal(id)
    expect(heard).toEqual([{ storyboardId: id, at: expect.any(Number) }])
  })
})

describe('an argument that does not fit', () => {
  test('rejects where the answer is a promise, and is thrown at once by edit and on', async () => {
    const page = createFramewright(studio, '1')
    const refusal = { failure: { code: 'studio/bad-argument' } }
    await expect(page.run({ node: 3 })).rejects.toMatchObject(refusal)
    await expect(page.open(3)).rejects.toMatchObject(refusal)
    const failureOf = (act: () => unknown) => {
      try {
        return act()
      } catch (thrown) {
        return thrown
      }
    }
    expect(failureOf(() => page.edit('rename'))).toMatchObject(refusal)
    expect(failureOf(() => page.on('everything', () => {}))).toMatchObject(refusal)
    expect(failureOf(() => page.on('job', 5 as never))).toMatchObject(refusal)
    expect(studio.document.get().canUndo).toBe(false)
  })

  test('is refused, not surprised, when a value throws while it is read', async () => {
    const page = createFramewright(studio, '1')
    const trap = new Proxy({}, { get: boom, ownKeys: boom, has: boom, getOwnPropertyDescriptor: boom })
    const circle: Record<string, unknown> = { format: 'framewright/storyboard' }
    circle.self = circle
    for (const asked of [page.plan(trap), page.run(trap), page.open(circle), page.open(trap)])
      await expect(asked).rejects.toMatchObject({ failure: { code: expect.stringMatching(/^(studio|storyboard)\//) } })
  })
})

function boom(): never {
  throw new RangeError('boom')
}
