export { createForwarderClient, type ForwarderClient, readPageToken } from './forwarder.browser.ts'
export { openInWorker } from './open-in-worker.browser.ts'
export { createPageMemory } from './page-memory.browser.ts'
export { createWorkflowReader } from './read-workflow.browser.ts'
