/**
 * npm drops platform packages from the lock when a registry mirror does not carry them, and `npm ci` then refuses its own lock.
 * This writes the missing optional packages back, as entries that are never fetched on another platform.
 *
 *   node scripts/repair-lock.mjs           repairs package-lock.json, prints what was added
 *   node scripts/repair-lock.mjs --check   changes nothing; fails when something would be added or a registry host is named
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const lockFile = new URL('../package-lock.json', import.meta.url)
const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix']
const processors = ['arm64', 'x64', 'ia32', 'arm', 'riscv64', 's390x', 'ppc64', 'loong64', 'mips64el', 'wasm32']

/** The lock with every missing optional package added, and the keys of what was added. */
export function repairLock(lock) {
  const packages = { ...lock.packages }
  const added = []
  for (const [holder, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const key = `node_modules/${name}`
      if (resolves(packages, holder, name)) continue
      packages[key] = platformEntry(name, range, entry.dev === true)
      added.push(key)
    }
  }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { lock: { ...lock, packages: sorted }, added }
}

/** Entries that name where they were downloaded from: a lock must work with every registry. */
export function hostEntries(lock) {
  return Object.entries(lock.packages).flatMap(([key, { resolved }]) =>
    /^https?:/.test(resolved ?? '') ? [`${key}: ${resolved}`] : [],
  )
}

/** Walks up from the holder's folder as Node does. */
function resolves(packages, holder, name) {
  let folder = holder
  while (true) {
    const key = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (key in packages) return true
    if (folder === '') return false
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))
  }
}

function platformEntry(name, range, dev) {
  const words = name.split(/[^a-z0-9]+/)
  const os = systems.find((system) => words.includes(system)) ?? 'unknown'
  const cpu = processors.find((processor) => words.includes(processor)) ?? 'unknown'
  return {
    version: range.replace(/^\D*/, ''),
    cpu: [cpu],
    ...(dev && { dev: true }),
    ...(os === 'linux' && { libc: [words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'] }),
    optional: true,
    os: [os],
  }
}

function main(checkOnly) {
  const before = JSON.parse(readFileSync(lockFile, 'utf8'))
  const { lock, added } = repairLock(before)
  const hosts = hostEntries(before)
  for (const line of hosts) console.error(`names a registry: ${line}`)
  if (checkOnly) {
    for (const key of added) console.error(`missing: ${key}`)
    if (added.length > 0) console.error('Run: npm run repair-lock')
    process.exitCode = added.length + hosts.length > 0 ? 1 : 0
    return
  }
  if (added.length > 0) writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`package-lock.json: ${added.length} entries added`)
  process.exitCode = hosts.length > 0 ? 1 : 0
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv.includes('--check'))
