/** `npm start`: installs what is missing, builds when sources are newer than the build, then becomes the forwarder. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureInstalled, requireNode } from './install.mjs'
import { forwarder, isBuilt } from './stamp.mjs'

requireNode()
ensureInstalled()

if (!isBuilt()) {
  console.error('Building …')
  // In a process of its own, so that the bundler's memory is gone when the forwarder runs.
  const build = spawnSync(process.execPath, [fileURLToPath(new URL('build.mjs', import.meta.url))], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (build.status !== 0) process.exit(build.status ?? 1)
}

// Imported, not spawned: signals, arguments, environment and exit code are then the forwarder's own.
process.argv[1] = fileURLToPath(forwarder)
await import(forwarder.href)
