import { exposeApi } from '../../src/kernel/browser.ts'
import { createEchoApi } from './echo.ts'

// Late on purpose: a real worker opens its database before it can answer.
await new Promise((resolve) => setTimeout(resolve, 50))
exposeApi(createEchoApi(), self)
