/** `npm run build`: the page into dist/app, the forwarder and the command line into dist/server; does nothing when both are up to date. */
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { root } from './install.mjs'
import { digestSources, isBuilt, markBuilt } from './stamp.mjs'

/** Builds into a folder of its own first: a build that fails, or is killed, leaves the last one standing. */
async function buildAll() {
  const digest = digestSources()
  const making = join(root, 'dist', `making-${process.pid}`)
  try {
    await buildApp(join(making, 'app'))
    await buildServer(join(making, 'server'))
    for (const part of ['app', 'server']) replace(join(making, part), join(root, 'dist', part))
    markBuilt(digest)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}

function buildApp(outDir) {
  return build({ root, logLevel: 'warn', build: { outDir } })
}

/** Packages stay outside the bundle: node_modules is there wherever `npm start` runs. */
function buildServer(outDir) {
  return build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      ssr: true,
      target: 'node20',
      manifest: false,
      rolldownOptions: {
        input: { main: 'src/server/main.node.ts', cli: 'src/cli.node.ts' },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
}

function replace(from, to) {
  mkdirSync(join(to, '..'), { recursive: true })
  rmSync(to, { recursive: true, force: true })
  renameSync(from, to)
}

if (isBuilt() && !process.argv.includes('--force')) {
  console.log('dist/ is up to date')
} else {
  await buildAll().then(
    () => console.log('dist/ built'),
    (error) => {
      console.error(error.message)
      process.exitCode = 1
    },
  )
}
