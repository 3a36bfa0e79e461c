import { exposeApi } from '../kernel/browser.ts'
import type { WorkflowRead } from '../recipes/index.ts'
import { readWorkflowFile } from '../recipes/infer/index.ts'
import { sourceOfBlob } from './import-recipe.ts'
import type { DefinitionSource } from './read-workflow.browser.ts'

/** Longest wait for one server's node definitions (ms): a file is read without those that do not come. */
const PATIENCE = 12_000
/** Largest answer, in bytes: with very many packs it is some 30 MB. */
const LIMIT = 256 * 1024 ** 2

async function read(file: Blob, name: string, sources: readonly DefinitionSource[]): Promise<WorkflowRead> {
  const source = sourceOfBlob(file)
  // Most pictures hold no workflow: servers are asked only when there is something to ask for.
  const first = await readWorkflowFile(source, { name })
  if (first.draft === undefined || sources.length === 0) return first
  const found = await Promise.all(sources.map(fetchDefinitions))
  // The first server that has a class describes it.
  return readWorkflowFile(source, { name, objectInfo: Object.assign({}, ...found.reverse()) })
}

async function fetchDefinitions({ url, headers }: DefinitionSource): Promise<object> {
  try {
    const response = await fetch(url, { ...(headers ? { headers } : {}), signal: AbortSignal.timeout(PATIENCE) })
    if (!response.ok || Number(response.headers.get('content-length') ?? 0) > LIMIT) return {}
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}
  } catch {
    // A server that does not answer is no reason to refuse a file; what could not be known is told as an issue.
    return {}
  }
}

exposeApi({ read }, self)
