import { serveScheduler } from '../../src/scheduler/browser.ts'
import { createServedPorts } from './served.ts'

serveScheduler(createServedPorts(), self)
