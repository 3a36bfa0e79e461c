import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createStudioWorld, diskFull, type StudioTab, type StudioWorld } from '../../tests/contract/studio-world.ts'
import { createStoryboard, toFile, writeStoryboardText } from '../storyboard/index.ts'

let world: StudioWorld
let studio: StudioTab
const title = () => studio.document.get().board.header.title
const id = () => studio.document.get().board.id
const rename = (next: string) => studio.edit([{ type: 'rename', title: next }])
const fileOf = (boardId: string, name: string): object => toFile(createStoryboard(boardId, name))
const newerText = (boardId: string) =>
  JSON.stringify({ ...JSON.parse(writeStoryboardText(createStoryboard(boardId, 'Newer'))), version: 99 })
const revisionTitles = async (boardId: string) =>
  (await world.storyboards.revisions(boardId)).map((one) => [one.reason, JSON.parse(one.text).title])

beforeEach(async () => {
  world = createStudioWorld()
  studio = await world.openTab()
})

describe('a file that replaces the open storyboard', () => {
  test('is what stands there afterwards, in memory and on disk; what it replaced is a revision, unsaved edit and all', async () => {
    const board = await studio.createProject('Old')
    rename('Old, edited')
    const answer = await studio.importFile(fileOf(board, 'From the file'))
    expect(answer.became).toBe('conflict')
    rename('Old, edited again')
    await studio.resolveConflict({ file: fileOf(board, 'From the file') }, 'replace')
    await world.clock.advance(5000)
    expect([title(), world.titleOnDisk(board)]).toEqual(['From the file', 'From the file'])
    expect(await revisionTitles(board)).toEqual([['before-replace', 'Old, edited again']])
  })
  test('as a copy leaves it alone', async () => {
    const board = await studio.createProject('Mine')
    const copy = await studio.resolveConflict({ file: fileOf(board, 'From the file') }, 'copy')
    expect([copy === board, world.titleOnDisk(board), title()]).toEqual([false, 'Mine', 'From the file'])
  })
  test('is refused while another tab edits that storyboard', async () => {
    world.locks.steal(id())
    const refused = studio.resolveConflict({ file: fileOf(id(), 'From the file') }, 'replace')
    await expect(refused).rejects.toMatchObject({ failure: { code: 'studio/read-only-tab' } })
    expect(world.titleOnDisk(id())).toBe('Sample')
  })
})

describe('opening', () => {
  test('the open storyboard again keeps the edit of a moment ago', async () => {
    const board = await studio.createProject('Old')
    rename('Old, edited')
    await studio.openProject(board)
    expect([title(), world.titleOnDisk(board)]).toEqual(['Old, edited', 'Old, edited'])
  })
  test('another one saves the edits that come until the very moment of the change', async () => {
    const alone = createStudioWorld()
    await alone.keep(createStoryboard('storyboard-first000', 'First'), { changedAt: 2 })
    await alone.keep(createStoryboard('storyboard-second00', 'Second'), { changedAt: 1 })
    const lock = alone.locks.forTab()
    const tab = await alone.openTab({
      lock: {
        ...lock,
        async acquire(board, onLost) {
          if (board === 'storyboard-second00') tab.edit([{ type: 'rename', title: 'In the last moment' }])
          return lock.acquire(board, onLost)
        },
      },
    })
    await tab.openProject('storyboard-second00')
    expect([tab.document.get().board.header.title, tab.document.get().readOnly]).toEqual(['Second', undefined])
    expect(alone.titleOnDisk('storyboard-first000')).toBe('In the last moment')
  })
  test('another one is refused while the open one cannot be saved: nothing unsaved is left behind', async () => {
    await world.keep(createStoryboard('storyboard-second00', 'Second'))
    rename('Unsaved')
    world.storyboards.refused.set('save', diskFull)
    await expect(studio.openProject('storyboard-second00')).rejects.toMatchObject({ failure: { code: 'storage/full' } })
    expect(title()).toBe('Unsaved')
    world.storyboards.refused.clear()
    await studio.saveNow()
    expect(world.titleOnDisk(id())).toBe('Unsaved')
  })
  test('two at a time opens one after the other', async () => {
    await world.keep(createStoryboard('storyboard-second00', 'Second'))
    await world.keep(createStoryboard('storyboard-third000', 'Third'))
    await Promise.all([studio.openProject('storyboard-second00'), studio.openProject('storyboard-third000')])
    expect([title(), studio.document.get().readOnly]).toEqual(['Third', undefined])
  })
  test('one that is not there says so and leaves the open one as it is', async () => {
    await expect(studio.openProject('storyboard-nowhere0')).rejects.toMatchObject({
      failure: { code: 'studio/no-storyboard' },
    })
    expect(title()).toBe('Sample')
  })
})

describe('a tab that may not edit', () => {
  test('shows what the other tab saves, save after save', async () => {
    const other = await world.openTab()
    for (const name of ['One', 'Two']) {
      rename(name)
      await studio.saveNow()
      await vi.waitFor(() => expect(other.document.get().board.header.title).toBe(name))
    }
    expect(other.document.get()).toMatchObject({ readOnly: 'other-tab', save: { state: 'saved' }, canUndo: false })
  })
})

describe('taking over', () => {
  test('shows what the other tab saved last, and edits are refused until it is read', async () => {
    const other = await world.openTab()
    expect(other.document.get().readOnly).toBe('other-tab')
    rename('By the first tab')
    await studio.saveNow()
    const editable: string[] = []
    other.document.subscribe(() => {
      const { readOnly, board } = other.document.get()
      if (readOnly === undefined) editable.push(board.header.title)
    })
    await other.takeOver()
    expect(editable).not.toContain('Sample')
    expect([other.document.get().readOnly, other.document.get().board.header.title]).toEqual([
      undefined,
      'By the first tab',
    ])
    expect(studio.document.get().readOnly).toBe('other-tab')
    expect(other.edit([{ type: 'rename', title: 'By the second' }]).ok).toBe(true)
  })
  test('gives the lock back when the storyboard cannot be read', async () => {
    const other = await world.openTab()
    world.storyboards.refused.set('load', diskFull)
    await expect(other.takeOver()).rejects.toMatchObject({ failure: { code: 'storage/full' } })
    expect(other.document.get().readOnly).toBe('other-tab')
    world.storyboards.refused.clear()
    expect((await world.openTab()).document.get().readOnly).toBeUndefined()
  })
})

describe('renaming a storyboard that is not open', () => {
  test('changes its name and nothing else', async () => {
    const board = createStoryboard('storyboard-second00', 'Second')
    await world.keep(board)
    await studio.renameProject(board.id, 'Renamed')
    expect(JSON.parse(world.storyboards.texts.get(board.id) ?? '')).toEqual({
      ...JSON.parse(writeStoryboardText(board)),
      title: 'Renamed',
    })
    expect(world.storyboards.entries.get(board.id)).toMatchObject({ title: 'Renamed', createdAt: 1 })
  })
  test('is refused when a newer program wrote it: not a letter of it changes', async () => {
    const text = newerText('storyboard-newer000')
    await world.keep(createStoryboard('storyboard-newer000', 'Newer'), { text })
    await expect(studio.renameProject('storyboard-newer000', 'Mine')).rejects.toMatchObject({
      failure: { code: 'studio/read-only-newer' },
    })
    expect(world.storyboards.texts.get('storyboard-newer000')).toBe(text)
  })
  test('is refused for the open one, too, while it cannot be edited', async () => {
    world.locks.steal(id())
    await expect(studio.renameProject(id(), 'Mine')).rejects.toMatchObject({
      failure: { code: 'studio/read-only-tab' },
    })
  })
})

describe('revisions of the open storyboard', () => {
  test('are listed newest first with their reason and size, and open as a storyboard of their own', async () => {
    const board = await studio.createProject('Ä')
    for (const next of ['Second text', 'Third text']) {
      await world.clock.advance(10)
      await studio.resolveConflict({ file: fileOf(board, next) }, 'replace')
    }
    const list = await studio.revisions()
    expect(list.map(({ at, reason }) => [at, reason])).toEqual([
      [world.clock.now(), 'before-replace'],
      [world.clock.now() - 10, 'before-replace'],
    ])
    const first = list[1]
    const text = (await world.storyboards.revisions(board))[0]?.text ?? ''
    expect(first?.bytes).toBe(new Blob([text]).size)
    const copy = await studio.openRevision(first?.key ?? 0)
    expect([copy === board, title(), world.titleOnDisk(board)]).toEqual([false, 'Ä 2', 'Third text'])
    expect(await studio.revisions()).toEqual([])
  })
  test('that are gone say so', async () => {
    await expect(studio.openRevision(7)).rejects.toMatchObject({ failure: { code: 'studio/no-revision' } })
  })
})

describe('deleting for good', () => {
  test('the open one shows another and does not come back with the next save', async () => {
    const gone = await studio.createProject('Gone')
    rename('Gone, edited')
    await studio.deleteProject(gone)
    await world.clock.advance(5000)
    expect([title(), world.storyboards.texts.has(gone), world.storyboards.spare.has(gone)]).toEqual([
      'Sample',
      false,
      false,
    ])
  })
  test('cancels what was still to be made, so that no take comes of it', async () => {
    const busy = createStudioWorld({ script: { duration: () => 60_000 } })
    await busy.startHost()
    const tab = await busy.openTab()
    const board = await tab.createProject('With jobs')
    tab.edit([{ type: 'addNode', kind: 'keyframe', params: { prompt: 'a lighthouse' } }])
    await busy.finish(tab.run('all'))
    await busy.clock.advance(1000)
    expect((await busy.stores.jobs.list({ open: true })).map((job) => job.state)).toEqual(['running'])
    await busy.finish(tab.deleteProject(board))
    expect(await busy.stores.jobs.list({ open: true })).toEqual([])
    await busy.clock.advance(120_000)
    expect([await busy.stores.takes.all(), busy.engines.busy()]).toEqual([[], 0])
  })
  test('does not wait for ever for a server that has gone', async () => {
    const busy = createStudioWorld({
      script: { duration: () => 60_000, weather: (call) => (call === 'cancel' ? 'request-lost' : 'fine') },
    })
    await busy.startHost()
    const tab = await busy.openTab()
    const board = await tab.createProject('With jobs')
    tab.edit([{ type: 'addNode', kind: 'keyframe', params: { prompt: 'a lighthouse' } }])
    await busy.finish(tab.run('all'))
    await busy.clock.advance(1000)
    const before = busy.clock.now()
    await busy.finish(tab.deleteProject(board))
    expect(busy.clock.now() - before).toBeLessThan(10_000)
    expect(busy.storyboards.texts.has(board)).toBe(false)
  })
})
