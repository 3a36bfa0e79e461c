import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as laws from './laws.ts'
import { readSource } from './source.ts'
import * as table from './table.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
const tracked = trackedFiles()
const sources = tracked.filter((path) => /^src\/.*\.tsx?$/.test(path)).map(read)
const written = tracked.filter((path) => /^(src|tests|scripts)\/.*\.(tsx?|mjs)$|^[^/]+\.config\.ts$/.test(path))

describe('the rooms', () => {
  test.each<[string, laws.Law]>([
    ['import only rooms below them', laws.importsPointDown],
    ['are entered through their face', laws.roomsAreEnteredByTheirFace],
    ['start their own workers', laws.workersAreStartedByTheirRoom],
    ['have no cycle of imports', laws.importsMakeNoCycle],
    ['leave a package to its owner', laws.packagesStayWithTheirOwner],
    ['leave decisions by kind to kinds, by format to exports', laws.onlyKindsLookAtKind],
    ['make no markup from text', laws.noMarkupFromText],
  ])('%s', (_, law) => {
    expect(law(sources)).toEqual([])
  })

  test('say in a README what they are for', () => {
    const rooms = new Set(sources.flatMap(({ path }) => laws.roomOf(path) ?? []))
    expect(laws.roomsHaveReadmes([...rooms], (room) => textOf(`src/${room}/README.md`))).toEqual([])
  })
})

describe('the files', () => {
  test.each<[string, laws.Law]>([
    ['import what may run where they run', laws.suffixesHold],
    ['take time, network, storage and randomness as arguments when pure', laws.pureFilesTakeArguments],
    ['name the file they import with its extension', laws.importsNameTheirFile],
  ])('%s', (_, law) => {
    expect(law(sources)).toEqual([])
  })

  test('that the table names are there', () => {
    const rooms = Object.keys(table.roomTable).map((room) => `src/${room}`)
    const named = [...table.roots, ...table.extraFaces, ...rooms]
    expect(named.filter((path) => !existsSync(project + path))).toEqual([])
  })

  test('have at most 500 lines', () => {
    expect(laws.filesAreShort(written.map(read))).toEqual([])
  })

  test('have names that say something', () => {
    expect(laws.namesSaySomething(written)).toEqual([])
  })

  test('name no path of a machine and no registry', () => {
    expect(tracked.flatMap((path) => laws.foreignPlaces(path, textOf(path) ?? ''))).toEqual([])
  })
})

/** Tracked files, and new ones that nothing ignores; without git, everything that the build did not make. */
function trackedFiles(): string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
      cwd: project,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    })
    return listed.split('\0').filter((path) => path !== '' && existsSync(project + path))
  } catch {
    const made = /^(node_modules|dist|\.cache|\.git|test-results|playwright-report)(\/|$)/
    return readdirSync(project, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = `${entry.parentPath}/${entry.name}`.slice(project.length).replace(/^\//, '')
      return entry.isFile() && !made.test(path) ? [path] : []
    })
  }
}

function read(path: string) {
  return readSource(path, textOf(path) ?? '')
}

/** The text of a file; empty for pictures, films and archives, undefined when there is none. */
function textOf(path: string): string | undefined {
  if (!existsSync(project + path)) return undefined
  const bytes = readFileSync(project + path)
  return bytes.subarray(0, 8192).includes(0) ? '' : bytes.toString('utf8')
}
