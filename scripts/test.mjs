/** `npm test`: installs what is missing, runs every check and every suite whatever fails, ends with one line of counts. */
import { spawnSync } from 'node:child_process'
import { browserInstruction, ensureBrowser, installPackages, isRootOnDebian } from './browser.mjs'
import { ensureInstalled, requireNode } from './install.mjs'
import * as steps from './steps.mjs'
import { finish, printRow, runSteps } from './table.mjs'

/** Programs that re-read what the exports wrote, each with a command that succeeds when it is there. */
const readers = {
  ffprobe: ['ffprobe', '-version'],
  ffmpeg: ['ffmpeg', '-version'],
  xmllint: ['xmllint', '--version'],
  opentimelineio: ['python3', '-c', 'import opentimelineio'],
}

requireNode()
ensureInstalled()
installReaders()
const results = await runSteps([
  steps.types,
  steps.lint,
  steps.lock,
  steps.unused,
  steps.schema,
  steps.unit,
  steps.build,
  steps.size,
])
const inBrowser = ensureBrowser() === undefined ? [noBrowser] : [steps.browser, steps.endToEnd]
results.push(...(await runSteps(inBrowser, { live: true })))

console.log()
results.forEach(printRow)
console.log(`real server: ${process.env.COMFYUI_TEST_URL ? 'yes' : 'no'}`)
console.log(`independent readers: ${describeReaders()}`)
finish(results)

/** Stands for both suites that could not run. */
async function noBrowser() {
  return { name: 'a Chromium to test with', passed: 0, failed: 1, note: 'none', output: browserInstruction }
}

function installReaders() {
  const packages = [
    ...(present('ffprobe') && present('ffmpeg') ? [] : ['ffmpeg']),
    ...(present('xmllint') ? [] : ['libxml2-utils']),
  ]
  if (packages.length === 0 || !isRootOnDebian()) return
  console.log(`Installing ${packages.join(' and ')} for re-reading exports …`)
  if (!installPackages(packages)) console.log('That did not work; the tests go on without.')
}

function describeReaders() {
  return Object.keys(readers)
    .map((name) => `${name} ${present(name) ? 'yes' : 'no'}`)
    .join(', ')
}

function present(name) {
  const [command, ...args] = readers[name]
  return spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0
}
