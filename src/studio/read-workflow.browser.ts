import type { Server } from '../engines/index.ts'
import { connectApi } from '../kernel/browser.ts'
import { FailureError } from '../kernel/index.ts'
import type { WorkflowRead } from '../recipes/index.ts'
import { studioFailures } from './failures.ts'
import type { StudioPorts } from './ports.ts'

/** Longest time that a file may take to be read (ms), servers and all. */
const PATIENCE = 30_000

/** Where the node definitions of a server are. Headers act in the forwarder; a server reached directly gets them here. */
export type DefinitionSource = { readonly url: string; readonly headers?: Readonly<Record<string, string>> }

/** What the worker can be asked. */
export type WorkflowWorker = {
  read(file: Blob, name: string, sources: readonly DefinitionSource[]): Promise<WorkflowRead>
}

/** Reads workflows in a worker of their own, which is gone afterwards. */
export function createWorkflowReader(): NonNullable<StudioPorts['readWorkflow']> {
  return async (file, name, servers) => {
    const worker = new Worker(new URL('./workflow.worker.ts', import.meta.url), { type: 'module', name: 'workflow' })
    const connection = connectApi<WorkflowWorker>(worker)
    let timer: ReturnType<typeof setTimeout> | undefined
    const slow = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new FailureError(studioFailures.make('studio/too-slow'))), PATIENCE)
    })
    try {
      return await Promise.race([connection.api.read(file, name, servers.map(definitionsOf)), slow])
    } finally {
      clearTimeout(timer)
      connection.close()
      worker.terminate()
    }
  }
}

function definitionsOf({ path, url, headers }: Server): DefinitionSource {
  if (path !== undefined) return { url: new URL(`${path}/object_info`, location.origin).href }
  return { url: `${url}/object_info`, ...(headers ? { headers } : {}) }
}
