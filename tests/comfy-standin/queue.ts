import { PythonError } from './python-values.ts'
import type { HistoryEntry, QueueItem } from './types.ts'

const HISTORY_LIMIT = 10000

/**
 * The prompt queue: a binary heap ordered by (number, id), one running item, and the history. Like the original it
 * compares whole items, so two waiting items with the same number and id break the comparison (`TypeError`), in the
 * request that posts the second or, worse, in the worker that takes one.
 */
export class PromptQueue {
  private pendingItems: QueueItem[] = []
  private running = new Map<number, QueueItem>()
  private entries = new Map<string, HistoryEntry>()
  private wake: (() => void)[] = []
  private nextKey = 0
  private readonly onChange: () => void

  constructor(onChange: () => void) {
    this.onChange = onChange
  }

  /** Adds an item; throws after adding when an equal item is compared with it. */
  put(item: QueueItem): void {
    this.pendingItems.push(item)
    siftUp(this.pendingItems, this.pendingItems.length - 1)
    this.onChange()
    for (const wake of this.wake.splice(0)) wake()
  }

  /** Resolves when something waits. */
  async ready(): Promise<void> {
    while (this.pendingItems.length === 0) await new Promise<void>((resolve) => this.wake.push(resolve))
  }

  /** Takes the first waiting item; undefined when there is none; throws when equal items are compared. */
  take(): { key: number; item: QueueItem } | undefined {
    if (this.pendingItems.length === 0) return undefined
    const item = pop(this.pendingItems)
    const key = this.nextKey++
    this.running.set(key, item)
    this.onChange()
    return { key, item }
  }

  /** Moves a running item into the history. */
  finish(key: number, entry: HistoryEntry): void {
    const item = this.running.get(key)
    if (!item) return
    this.running.delete(key)
    if (this.entries.size > HISTORY_LIMIT) this.entries.delete(this.entries.keys().next().value ?? '')
    this.entries.delete(item.promptId)
    this.entries.set(item.promptId, entry)
    this.onChange()
  }

  /** Running plus waiting. */
  get remaining(): number {
    return this.pendingItems.length + this.running.size
  }

  /** The running items (one at most). */
  get runningItems(): QueueItem[] {
    return [...this.running.values()]
  }

  /** The waiting items in heap order, which is not the order of running. */
  get pending(): QueueItem[] {
    return [...this.pendingItems]
  }

  /** Empties the waiting list. */
  clear(): void {
    this.pendingItems = []
    this.onChange()
  }

  /** Removes the first waiting item with this id; false when there is none. */
  remove(promptId: string): boolean {
    const at = this.pendingItems.findIndex((item) => item.promptId === promptId)
    if (at < 0) return false
    this.pendingItems.splice(at, 1)
    for (let i = (this.pendingItems.length >> 1) - 1; i >= 0; i--) siftDown(this.pendingItems, i)
    this.onChange()
    return true
  }

  /** All history entries, oldest first. */
  get history(): ReadonlyMap<string, HistoryEntry> {
    return this.entries
  }

  /** The newest `maxItems` entries, or those from `offset` counted from the oldest. */
  historyPage(maxItems: number | undefined, offset: number): [string, HistoryEntry][] {
    const all = [...this.entries]
    const from = offset < 0 && maxItems !== undefined ? all.length - maxItems : Math.max(0, offset)
    if (maxItems !== undefined && maxItems <= 0) return []
    return all.slice(Math.max(0, from), maxItems === undefined ? undefined : Math.max(0, from) + maxItems)
  }

  clearHistory(): void {
    this.entries.clear()
  }

  removeHistory(promptId: string): void {
    this.entries.delete(promptId)
  }
}

function isBefore(a: QueueItem, b: QueueItem): boolean {
  if (a.number !== b.number) return a.number < b.number
  if (a.promptId !== b.promptId) return a.promptId < b.promptId
  throw new PythonError('TypeError', "'<' not supported between instances of 'dict' and 'dict'")
}

function siftUp(heap: QueueItem[], from: number): void {
  for (let at = from; at > 0; ) {
    const parent = (at - 1) >> 1
    if (!isBefore(itemAt(heap, at), itemAt(heap, parent))) return
    swap(heap, at, parent)
    at = parent
  }
}

function siftDown(heap: QueueItem[], from: number): void {
  for (let at = from; ; ) {
    const left = at * 2 + 1
    if (left >= heap.length) return
    const right = left + 1
    const child = right < heap.length && isBefore(itemAt(heap, right), itemAt(heap, left)) ? right : left
    if (!isBefore(itemAt(heap, child), itemAt(heap, at))) return
    swap(heap, at, child)
    at = child
  }
}

function pop(heap: QueueItem[]): QueueItem {
  const first = itemAt(heap, 0)
  const last = heap.pop()
  if (last && heap.length > 0) {
    heap[0] = last
    siftDown(heap, 0)
  }
  return first
}

function itemAt(heap: QueueItem[], at: number): QueueItem {
  const item = heap[at]
  if (!item) throw new RangeError('no such item in the queue')
  return item
}

function swap(heap: QueueItem[], a: number, b: number): void {
  const kept = itemAt(heap, a)
  heap[a] = itemAt(heap, b)
  heap[b] = kept
}
