/** Tells whether the build in dist/ was made from the sources as they are now. Uses nothing but Node. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

const inputs = ['src', 'public', 'workflows', 'index.html', 'vite.config.ts', 'package-lock.json', 'scripts/build.mjs']
const stamp = join(root, 'dist', 'stamp.txt')

/** The built program behind `npm start`. */
export const forwarder = new URL('../dist/server/main.mjs', import.meta.url)

/** True when dist/ holds a whole build of exactly these sources. */
export function isBuilt() {
  const parts = [forwarder, join(root, 'dist/app/index.html'), stamp]
  return parts.every((part) => existsSync(part)) && readFileSync(stamp, 'utf8') === digestSources()
}

/** Notes what dist/ was built from; the digest is taken before the build, so that a change during it counts as newer. */
export function markBuilt(digest) {
  writeFileSync(stamp, digest)
}

/** Contents, not times: a clone, a checkout or a copy changes times without changing anything. */
export function digestSources() {
  const hash = createHash('sha256')
  for (const path of inputs
    .flatMap(filesUnder)
    .filter((path) => !/\.test\.tsx?$|\.md$/.test(path))
    .sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    const inner = `${path}/${entry.name}`
    return entry.isDirectory() ? filesUnder(inner) : [inner]
  })
}
