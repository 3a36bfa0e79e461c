import { describe, expect, test } from 'vitest'
import { createManualClock, type ManualClock } from '../kernel/index.ts'
import { campaign, FENCE, type LeaderRow, type LeaderStore, type LockPort, SILENCE, type Term } from './leadership.ts'

/** The row of all tabs. */
function createRow(): LeaderStore & { readonly row: LeaderRow | undefined } {
  let row: LeaderRow | undefined
  return {
    get row() {
      return row
    },
    async change(decide) {
      await Promise.resolve()
      row = decide(row) ?? row
      return row
    },
  }
}

/** A lock as browsers have it: one holder, a queue, stealing. */
function createLock(): LockPort & { readonly waiting: number } {
  let holder: ((reason: Error) => void) | undefined
  const queue: (() => void)[] = []
  const next = () => {
    holder = undefined
    queue.shift()?.()
  }
  const aborted = () => Object.assign(new Error('aborted'), { name: 'AbortError' })
  return {
    get waiting() {
      return queue.length
    },
    request: ({ signal, steal }, held) =>
      new Promise((resolve, reject) => {
        const take = () => {
          const mine = (reason: Error) => reject(reason)
          holder = mine
          held()
            .then(resolve, reject)
            .finally(() => holder === mine && next())
        }
        if (steal) {
          holder?.(aborted())
          return take()
        }
        if (!holder) return take()
        queue.push(take)
        signal?.addEventListener('abort', () => {
          const place = queue.indexOf(take)
          if (place < 0) return
          queue.splice(place, 1)
          reject(aborted())
        })
      }),
  }
}

/** A tab that campaigns; its clock can be frozen with it. */
function createTab(owner: string, clock: ManualClock, store: LeaderStore, lock?: LockPort) {
  const state = { frozen: false, term: undefined as Term | undefined, terms: 0 }
  const thawed: (() => void)[] = []
  const run = campaign({
    store: {
      change: (decide) => (state.frozen ? new Promise(() => {}) : store.change(decide)),
    },
    clock: { ...clock, after: (ms, act) => clock.after(ms, () => (state.frozen ? thawed.push(act) : act())) },
    owner,
    ...(lock ? { lock } : {}),
    async onLead(term) {
      state.term = term
      state.terms++
    },
    async onLose() {
      state.term = undefined
    },
  })
  return {
    state,
    leads: () => state.term?.isLeading() ?? false,
    freeze: () => {
      state.frozen = true
    },
    thaw: () => {
      state.frozen = false
      for (const act of thawed.splice(0)) act()
    },
    stop: run.stop,
  }
}

describe.each([
  ['with the browser’s lock', true],
  ['without one, by the row alone', false],
])('leadership %s', (_, hasLock) => {
  const setUp = (count: number) => {
    const clock = createManualClock()
    const row = createRow()
    const lock = hasLock ? createLock() : undefined
    const tabs = Array.from({ length: count }, (_unused, place) => createTab(`tab-${place}`, clock, row, lock))
    return { clock, row, lock, tabs, leaders: () => tabs.filter((tab) => tab.leads()) }
  }

  test('is taken by one of several at once', async () => {
    const { clock, leaders } = setUp(3)
    for (let second = 0; second < 60; second++) {
      await clock.advance(1000)
      expect(leaders()).toHaveLength(1)
    }
  })

  test('is handed over when the leader stops, with a new epoch', async () => {
    const { clock, leaders, row } = setUp(2)
    await clock.advance(3000)
    const [first] = leaders()
    const epoch = row.row?.epoch ?? 0
    await first?.stop()
    expect(first?.leads()).toBe(false)
    await clock.advance(2500)
    expect(leaders()).toHaveLength(1)
    expect(leaders()[0]).not.toBe(first)
    expect(row.row?.epoch).toBeGreaterThan(epoch)
  })

  test('is taken from a leader that is frozen, which knows it before anybody else leads', async () => {
    const { clock, leaders, tabs } = setUp(2)
    await clock.advance(3000)
    const first = leaders()[0]!
    first.freeze()
    for (let passed = 0; passed < SILENCE + 6000; passed += 500) {
      await clock.advance(500)
      expect(leaders().length).toBeLessThanOrEqual(1)
    }
    expect(first.leads()).toBe(false)
    expect(leaders()).toHaveLength(1)
    first.thaw()
    await clock.advance(60_000)
    expect(leaders()).toHaveLength(1)
    expect(leaders()[0]).toBe(tabs.find((tab) => tab !== first))
  })

  test('is given up by a leader that cannot show that it lives', async () => {
    const { clock, leaders } = setUp(1)
    await clock.advance(1000)
    const [only] = leaders()
    only!.state.frozen = true
    await clock.advance(FENCE + 1)
    expect(only!.leads()).toBe(false)
  })

  test('leaves no timer and no request behind', async () => {
    const { clock, tabs, lock } = setUp(2)
    await clock.advance(5000)
    for (const tab of tabs) await tab.stop()
    expect(clock.pending).toBe(0)
    expect(lock?.waiting ?? 0).toBe(0)
  })
})
