import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes sure that dist/ is up to date and was built for production. The runner of the benchmarks is a development server
 * and says so in its environment; a build that inherits this would bundle React's development version, ten times as slow.
 */
export function ensureProductionBuild(root: string): void {
  process.env['NODE_ENV'] = 'production'
  build(root, [])
  if (isDevelopmentBuild(root)) build(root, ['--force'])
  if (isDevelopmentBuild(root)) throw new Error('dist/ holds React’s development version')
}

function build(root: string, flags: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), ...flags], { cwd: root })
  if (status !== 0) throw new Error(`The build failed: ${stderr}`)
}

/** Only React's development version is called through `jsxDEV`. */
function isDevelopmentBuild(root: string): boolean {
  const folder = join(root, 'dist/app/assets')
  if (!existsSync(folder)) return false
  return readdirSync(folder).some(
    (name) => name.endsWith('.js') && readFileSync(join(folder, name), 'utf8').includes('jsxDEV('),
  )
}
