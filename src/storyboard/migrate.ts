import { type Issue, wordFact } from '../kernel/index.ts'
import type { Catalog } from './catalog.ts'
import { storyboardIssues } from './issues.ts'
import { describeThrown } from './reading.ts'
import { STORYBOARD_VERSION, type StoryboardNode } from './schema.ts'

/** One step of the file's structure: from version `from` to `from + 1`. Pure; the steps are only ever added to. */
export type StoryboardMigration = {
  readonly name: string
  readonly from: number
  migrate(file: Readonly<Record<string, unknown>>): Record<string, unknown>
}

/** Every structural step there ever was. Version 1 is the first that was released, so there is none yet. */
export const STORYBOARD_MIGRATIONS: readonly StoryboardMigration[] = []

/** Brings a file's structure up to `to`; the names of the steps that ran, in order. */
export function migrateFile(
  file: Readonly<Record<string, unknown>>,
  migrations: readonly StoryboardMigration[] = STORYBOARD_MIGRATIONS,
  to: number = STORYBOARD_VERSION,
): { readonly file: Readonly<Record<string, unknown>>; readonly ran: readonly string[] } {
  const ran: string[] = []
  let next = file
  for (let version = Number(file.version); version < to; version++) {
    const step = migrations.find(({ from }) => from === version)
    if (!step) throw new Error(`no step leads from storyboard version ${version} to ${version + 1}`)
    next = { ...step.migrate(next), version: version + 1 }
    ran.push(step.name)
  }
  return { file: next, ran }
}

/** Brings a node's parameters up to its kind's version. A node that cannot be brought there stays as it is, with an issue. */
export function migrateNode(
  nodeId: string,
  node: StoryboardNode,
  catalog: Catalog,
): { readonly node: StoryboardNode; readonly ran: readonly string[]; readonly issue?: Issue } {
  const kind = catalog.get(node.kind)
  if (!kind || node.v >= kind.v) return { node, ran: [] }
  const ran: string[] = []
  let params: Readonly<Record<string, unknown>> = node.params
  try {
    for (let version = node.v; version < kind.v; version++) {
      const step = kind.migrations?.find(({ from }) => from === version)
      if (!step) throw new Error(`no step leads from version ${version} to ${version + 1}`)
      params = step.migrate(params)
      ran.push(`${kind.kind}: ${step.name}`)
    }
    return { node: { ...node, v: kind.v, params: { ...params } }, ran }
  } catch (thrown) {
    const facts = { kind: wordFact('names', kind.kind), reason: describeThrown(thrown) }
    return { node, ran: [], issue: storyboardIssues.make('storyboard/migration-failed', { at: { nodeId }, facts }) }
  }
}
