#!/usr/bin/env node
/** `npx framewright …`: installs what is missing, builds when sources are newer than the build, then becomes the command line. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureInstalled, requireNode } from './install.mjs'
import { isBuilt } from './stamp.mjs'

requireNode()
ensureInstalled()

if (!isBuilt()) {
  const build = spawnSync(process.execPath, [fileURLToPath(new URL('build.mjs', import.meta.url))], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (build.status !== 0) process.exit(2)
}

await import(new URL('../dist/server/cli.mjs', import.meta.url).href)
