/** `npm run check`: everything that is quick enough for every change. */
import { ensureInstalled, requireNode } from './install.mjs'
import * as steps from './steps.mjs'
import { finish, runSteps } from './table.mjs'

requireNode()
ensureInstalled()

// The unit tests run beside the rest: each side keeps about one core busy.
const [still, tested] = await Promise.all([
  runSteps([steps.types, steps.lint, steps.lock, steps.unused, steps.schema, steps.build, steps.size]),
  runSteps([steps.unit]),
])
finish([...still, ...tested])
