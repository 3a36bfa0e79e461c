export { createSchedulerClient, type SchedulerClient } from './client.browser.ts'
export { type ServePorts, serveScheduler } from './serve.browser.ts'
