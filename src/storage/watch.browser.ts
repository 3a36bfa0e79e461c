import { Dexie, type Table } from 'dexie'
import type { Clock } from '../kernel/index.ts'

/** Shortest time between two readings of one watched query (ms): a run changes rows far more often than anybody looks. */
const PAUSE = 120
/** Time in which changes gather before the first reading after a quiet time (ms). */
const GATHER = 20

/** What Dexie tells of a commit: by table and index, a tree of key ranges. */
type Parts = Readonly<Record<string, unknown>>
type RangeTree = { readonly from?: unknown; readonly to?: unknown; readonly l?: unknown; readonly r?: unknown }

/**
 * Calls `read` and hands its answer to `listener`: once at the start and again after changes of the named tables,
 * in this tab or another. Changes that come while a reading is under way are read once, afterwards.
 */
export function watchTables<T>(
  db: Dexie,
  tables: readonly string[],
  clock: Clock,
  read: () => PromiseLike<T>,
  listener: (value: T) => void,
): () => void {
  const prefixes = tables.map((table) => prefixOf(db, table))
  const look = createLook(clock, read, listener)
  return hearCommits((parts) => {
    if (touches(parts, prefixes)) look.ask()
  }, look)
}

/** A query over one table whose answer can be kept up to date row by row. */
export type RowQuery<Row> = {
  /** All rows that fit, in any order. */
  readAll(): PromiseLike<readonly Row[]>
  fits(row: Row): boolean
  compare(a: Row, b: Row): number
}

/**
 * Like {@link watchTables}, but after the first reading only the rows that a commit names are read again: the cost of a
 * change does not grow with the table. Rows that did not change stay the same objects.
 */
export function watchRows<Row extends { readonly id: string }>(
  table: Pick<Table<Row, string>, 'bulkGet' | 'name' | 'db'>,
  clock: Clock,
  { readAll, fits, compare }: RowQuery<Row>,
  listener: (rows: readonly Row[]) => void,
): () => void {
  const prefix = prefixOf(table.db, table.name)
  const rows = new Map<string, Row>()
  let changed = new Set<string>()
  let everything = true

  const read = async (): Promise<readonly Row[]> => {
    const ids = [...changed]
    const all = everything
    changed = new Set()
    everything = false
    try {
      if (all) {
        const found = await readAll()
        rows.clear()
        for (const row of found) rows.set(row.id, row)
      } else {
        const found = await table.bulkGet(ids)
        for (const [place, id] of ids.entries()) {
          const row = found[place]
          if (row && fits(row)) rows.set(id, row)
          else rows.delete(id)
        }
      }
    } catch (thrown) {
      everything = true
      throw thrown
    }
    return [...rows.values()].sort(compare)
  }
  const look = createLook(clock, read, listener)
  return hearCommits((parts) => {
    if (!touches(parts, [prefix])) return
    const keys = 'all' in parts ? undefined : keysOf(parts[prefix])
    if (keys) for (const key of keys) changed.add(key)
    else everything = true
    look.ask()
  }, look)
}

/** A reading whose answer is kept until a commit touches the table, in this tab or another. What failed is not kept. */
export function rememberUntilChanged<T>(table: Pick<Table, 'name' | 'db'>, read: () => Promise<T>): () => Promise<T> {
  const prefix = prefixOf(table.db, table.name)
  let known: Promise<T> | undefined
  let hears = false
  const hear = () => {
    hears = true
    // Never ended: the store lives as long as its database.
    Dexie.on('storagemutated', (parts: Parts) => {
      if (touches(parts, [prefix])) known = undefined
    })
  }
  return () => {
    if (!hears) hear()
    if (known) return known
    const reading = read()
    known = reading
    reading.catch(() => {
      if (known === reading) known = undefined
    })
    return reading
  }
}

type Look = { ask(): void; end(): void }

function hearCommits(heard: (parts: Parts) => void, look: Look): () => void {
  Dexie.on('storagemutated', heard)
  return () => {
    look.end()
    Dexie.on.storagemutated.unsubscribe(heard)
  }
}

/** Reads once now; when asked to again, soon after a quiet time and every {@link PAUSE} in a busy one. */
function createLook<T>(clock: Clock, read: () => PromiseLike<T>, listener: (value: T) => void): Look {
  let ended = false
  let reading = false
  let again = false
  let readAt = Number.NEGATIVE_INFINITY
  let cancelTimer: (() => void) | undefined

  const look = async (): Promise<void> => {
    cancelTimer = undefined
    if (ended) return
    reading = true
    again = false
    readAt = clock.monotonic()
    // A database that is closed or gone answers nothing more; whoever writes next is told why.
    const value = await Promise.resolve(read()).then(
      (answer) => ({ answer }),
      () => undefined,
    )
    try {
      if (value && !ended) listener(value.answer)
    } finally {
      // Whoever listens may stumble; the next change is told all the same.
      reading = false
      if (again) ask()
    }
  }
  const ask = () => {
    if (ended || cancelTimer) return
    if (reading) again = true
    else cancelTimer = clock.after(Math.max(GATHER, readAt + PAUSE - clock.monotonic()), () => void look())
  }
  void look()
  return {
    ask,
    end() {
      ended = true
      cancelTimer?.()
    },
  }
}

function touches(parts: Parts, prefixes: readonly string[]): boolean {
  return Object.keys(parts).some((part) => part === 'all' || prefixes.some((prefix) => part.startsWith(prefix)))
}

function prefixOf(db: Dexie, table: string): string {
  return `idb://${db.name}/${table}/`
}

/** The primary keys that a commit names; undefined when it names whole ranges, or only says that something changed. */
function keysOf(tree: unknown): readonly string[] | undefined {
  const keys: string[] = []
  const open = [tree]
  while (open.length > 0) {
    const node = open.pop() as RangeTree | null | undefined
    if (!node) continue
    if (typeof node.from !== 'string' || node.from !== node.to) return undefined
    keys.push(node.from)
    open.push(node.l, node.r)
  }
  return keys.length > 0 ? keys : undefined
}
