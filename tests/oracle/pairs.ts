import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { FrontendVersion } from '../../src/recipes/index.ts'
import { convertWorkflow } from '../../src/recipes/infer/index.ts'

/** One pair of the oracle: a workflow and what the real page exported for it. */
export type Pair = {
  readonly name: string
  readonly frontend: keyof typeof FRONTENDS
  readonly object_info: string
  readonly workflow: unknown
  readonly api?: Readonly<Record<string, { readonly class_type?: string; readonly inputs: Record<string, unknown> }>>
  readonly volatile?: readonly (readonly [string, string])[]
  readonly error?: string
}

export const FRONTENDS = { '1.58.1': '1.58', '1.37.11': '1.37', '1.27.10': '1.27' } as const satisfies Record<
  string,
  FrontendVersion
>
export const CLASSES = ['complete', 'partial', 'failed'] as const

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url))

/** True when the collection of pairs lies beside the repository. */
export const hasOracle = existsSync(`${shared}oracle`)

const unpack = (path: string) => gunzipSync(readFileSync(path)).toString('utf8')

/** The pairs of one version and class. */
export function loadPairs(frontend: string, kind: string): Pair[] {
  return unpack(`${shared}oracle/pairs-${frontend}-${kind}.jsonl.gz`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Pair)
}

const known = new Map<string, unknown>()

/** `/object_info` of the server that a pair was exported against. */
export function objectInfo(version: string): unknown {
  const found = known.get(version) ?? JSON.parse(unpack(`${shared}recordings/${version}/object_info.json.gz`))
  known.set(version, found)
  return found
}

/** What a conversion gave, against the export of the page. */
export type Verdict = { readonly differences: readonly string[]; readonly issues: readonly string[] }

/** Converts and compares, but for volatile values and for nodes of classes that the page did not know either. */
export function judge(pair: Pair): Verdict {
  const { prompt, issues } = convertWorkflow(pair.workflow, objectInfo(pair.object_info), {
    frontend: FRONTENDS[pair.frontend],
  })
  const codes = issues.filter((one) => one.severity !== 'info').map((one) => one.code)
  if (pair.api === undefined) return { differences: [], issues: codes }
  const ours = JSON.parse(JSON.stringify(prompt)) as NonNullable<Pair['api']>
  const theirs = pair.api
  const skipped = new Set((pair.volatile ?? []).map(([id, input]) => `${id} ${input}`))
  const ids = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
  return { differences: ids.flatMap((id) => compareNode(id, ours[id], theirs[id], skipped)), issues: codes }
}

type Node = NonNullable<Pair['api']>[string] | undefined

function compareNode(id: string, ours: Node, theirs: Node, skipped: ReadonlySet<string>): string[] {
  if (theirs !== undefined && theirs.class_type === undefined) return []
  if (ours === undefined || theirs === undefined) return [`${id} ${ours ? 'is too much' : 'is missing'}`]
  if (ours.class_type !== theirs.class_type) return [`${id} ${ours.class_type} for ${theirs.class_type}`]
  const names = [...new Set([...Object.keys(ours.inputs), ...Object.keys(theirs.inputs)])]
  return names
    .filter((name) => !skipped.has(`${id} ${name}`) && sorted(ours.inputs[name]) !== sorted(theirs.inputs[name]))
    .map((name) => `${id} ${name}: ${sorted(ours.inputs[name])} for ${sorted(theirs.inputs[name])}`)
}

function sorted(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'nothing'
  )
}
