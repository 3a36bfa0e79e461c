import { beforeEach, describe, expect, test } from 'vitest'
import { createStudioWorld, diskFull, type StudioTab, type StudioWorld } from '../../tests/contract/studio-world.ts'

let world: StudioWorld
let studio: StudioTab
const name = (title: string) => studio.edit([{ type: 'rename', title }])
const id = () => studio.document.get().board.id
const save = () => studio.document.get().save

beforeEach(async () => {
  world = createStudioWorld()
  studio = await world.openTab()
})

describe('autosave', () => {
  test('comes 350 ms after the last edit', async () => {
    name('Once')
    await world.clock.advance(349)
    expect(world.titleOnDisk(id())).toBe('Sample')
    await world.clock.advance(1)
    expect(world.titleOnDisk(id())).toBe('Once')
    expect(save().state).toBe('saved')
  })
  test('does not wait for a pause: nobody who types steadily is ever more than 0.9 s ahead of the disk', async () => {
    for (let typed = 1; typed <= 30; typed++) {
      name(`Letter ${typed}`)
      await world.clock.advance(100)
      if (typed < 9) continue
      const onDisk = Number(String(world.titleOnDisk(id())).split(' ')[1])
      expect(typed - onDisk).toBeLessThanOrEqual(9)
    }
  })
  test('that fails is said until one succeeds, whatever is edited meanwhile', async () => {
    world.storyboards.refused.set('save', diskFull)
    name('Never there')
    await world.clock.advance(1000)
    expect(save()).toMatchObject({ state: 'failed', failure: { code: 'storage/full' } })
    name('Still not there')
    expect(save().state).toBe('failed')
    world.storyboards.refused.clear()
    await world.clock.advance(1000)
    expect([save().state, world.titleOnDisk(id())]).toEqual(['saved', 'Still not there'])
  })
  test('of an edit that came during a save follows that save', async () => {
    let land = () => {}
    world.storyboards.onSave = () =>
      new Promise((resolve) => {
        land = resolve
      })
    name('First')
    await world.clock.advance(400)
    expect(save().state).toBe('saving')
    name('Second')
    world.storyboards.onSave = () => {}
    land()
    await world.clock.advance(1000)
    expect([save().state, world.titleOnDisk(id())]).toEqual(['saved', 'Second'])
  })
})

describe('who listens to saves', () => {
  test('hears of each one once, and of nothing else', async () => {
    const heard: object[] = []
    const end = studio.onSaved((saved) => heard.push(saved))
    name('One')
    await studio.saveNow()
    await studio.saveNow()
    world.locks.steal(id())
    expect(heard).toEqual([{ storyboardId: id(), at: world.clock.now() }])
    end()
  })
  test('and makes a mistake does not turn the save into a failure', async () => {
    const heard: string[] = []
    studio.onSaved(() => {
      throw new Error('a mistake of the listener')
    })
    studio.onSaved(() => heard.push('told'))
    name('On disk')
    await studio.saveNow()
    expect([save().state, heard]).toEqual(['saved', ['told']])
  })
})

describe('a tab whose storyboard another tab takes', () => {
  test('keeps what it had not saved as a revision, says so, and writes no more', async () => {
    name('Half a second old')
    world.locks.steal(id())
    expect(studio.document.get().readOnly).toBe('other-tab')
    await world.clock.advance(5000)
    expect(world.titleOnDisk(id())).toBe('Sample')
    const [kept] = await world.storyboards.revisions(id())
    expect([kept?.reason, JSON.parse(kept?.text ?? '{}').title]).toEqual(['lost-lock', 'Half a second old'])
    expect(studio.notices.get()).toMatchObject([
      { title: 'Another tab took “Half a second old” over', text: expect.stringContaining('kept as a revision') },
    ])
    expect(name('Refused')).toMatchObject({ ok: false, failures: [{ code: 'studio/read-only-tab' }] })
  })
  test('that had saved everything keeps no revision and says nothing', async () => {
    world.locks.steal(id())
    await world.clock.advance(5000)
    expect([await world.storyboards.revisions(id()), studio.notices.get()]).toEqual([[], []])
  })
  test('whose disk is full says that the edit is in this tab only', async () => {
    name('Only here')
    world.storyboards.refused.set('keepRevision', diskFull)
    world.locks.steal(id())
    await world.clock.advance(1)
    expect(save()).toMatchObject({ state: 'failed', failure: { code: 'storage/full' } })
    expect(studio.notices.get()).toMatchObject([{ level: 'error', topic: 'lock-lost' }])
  })
})
