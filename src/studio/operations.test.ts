import { describe, expect, test } from 'vitest'
import { createStudioWorld } from '../../tests/contract/studio-world.ts'
import type { FilmProgress, WriteFilm } from '../exports/index.ts'
import { createManualClock } from '../kernel/index.ts'
import { createOperations } from './operations.ts'

/** A film writer that does what the test says, when it says so. */
function writerByHand() {
  const told: { signal: AbortSignal; report(progress: FilmProgress): void; finish(): void }[] = []
  const writeFilm: WriteFilm = (_request, signal, report) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      told.push({ signal, report, finish: () => resolve({ files: [], issues: [] }) })
    })
  return { writeFilm, told }
}

async function studioWithFilm(writeFilm: WriteFilm) {
  const world = createStudioWorld()
  await world.startHost()
  const studio = await world.openTab({ writeFilm })
  studio.edit([
    { type: 'addNode', kind: 'keyframe', id: 'frame', params: { prompt: 'a lighthouse' } },
    { type: 'addNode', kind: 'edit', id: 'cut', title: 'The cut' },
    { type: 'connect', from: { node: 'frame', port: 'image' }, to: { node: 'cut', port: 'video' } },
  ])
  return { world, studio }
}

const settle = async () => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

describe('work of the page', () => {
  test('an export stands in the list from its beginning to its end, with how far it is', async () => {
    const { writeFilm, told } = writerByHand()
    const { studio } = await studioWithFilm(writeFilm)
    const heard: number[] = []
    const exporting = studio.exportCut('cut', { onProgress: ({ done }) => heard.push(done) })
    expect(studio.operations.get()).toMatchObject([{ kind: 'export', title: 'The cut' }])
    expect(studio.operations.get()[0]).not.toHaveProperty('share')
    await settle()
    told[0]?.report({ phase: 'encoding', done: 30, total: 120 })
    expect(studio.operations.get()[0]?.share).toBe(0.25)
    told[0]?.report({ phase: 'encoding', done: 12, total: 120 })
    expect(studio.operations.get()[0]?.share).toBe(0.25)
    told[0]?.finish()
    await exporting
    expect(studio.operations.get()).toEqual([])
    expect(heard).toEqual([30, 12])
  })

  test('an export can be stopped from the list as from where it was begun', async () => {
    const { writeFilm, told } = writerByHand()
    const { studio } = await studioWithFilm(writeFilm)
    const first = studio.exportCut('cut')
    await settle()
    studio.operations.get()[0]?.cancel?.()
    await expect(first).rejects.toMatchObject({ name: 'AbortError' })
    const own = new AbortController()
    const second = studio.exportCut('cut', { signal: own.signal })
    await settle()
    own.abort(new Error('the dialog was closed'))
    await expect(second).rejects.toThrow('the dialog was closed')
    expect(told.map(({ signal }) => signal.aborted)).toEqual([true, true])
    expect(studio.operations.get()).toEqual([])
  })

  test('imports stand beside it, and one that fails leaves the list, too', async () => {
    const world = createStudioWorld()
    let found = (): void => {}
    const looked = new Promise<void>((resolve) => {
      found = resolve
    })
    const studio = await world.openTab({
      probe: async () => {
        await looked
        return { kind: 'other', mime: 'application/x-odd' }
      },
    })
    const bytes = new Blob([new Uint8Array([1, 2, 3, 4])])
    const importing = studio.importMedia(bytes, 'holiday.odd')
    expect(studio.operations.get()).toMatchObject([{ kind: 'import', title: 'holiday.odd' }])
    found()
    await expect(importing).rejects.toMatchObject({ failure: { code: 'studio/unreadable' } })
    expect(studio.operations.get()).toEqual([])
  })

  test('several go on at a time, in the order in which they began, and none outlives its work', async () => {
    const operations = createOperations({ clock: createManualClock() })
    const ends: (() => void)[] = []
    const reports: ((share: number) => void)[] = []
    const begin = (title: string) =>
      operations.track({ kind: 'import', title }, (report) => {
        reports.push(report)
        return new Promise<void>((resolve) => ends.push(resolve))
      })
    const all = ['a', 'b', 'c'].map(begin)
    expect(operations.live.get().map(({ title }) => title)).toEqual(['a', 'b', 'c'])
    ends[1]?.()
    await all[1]
    reports[1]?.(0.5)
    reports[2]?.(7)
    expect(operations.live.get().map(({ title, share }) => [title, share])).toEqual([
      ['a', undefined],
      ['c', 1],
    ])
    for (const end of ends) end()
    await Promise.all(all)
    expect(operations.live.get()).toEqual([])
  })
})
