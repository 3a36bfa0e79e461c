export { createSchedulerClient, type SchedulerClient } from './client.browser.ts'
export { refuseScheduler, type ServePorts, serveScheduler } from './serve.browser.ts'
export { pageWakeups } from './wakeups.browser.ts'
