import { describe, expect, test } from 'vitest'
import * as laws from './laws.ts'
import { readSource, type Source } from './source.ts'

/** Sources from invented files: path to text. */
function house(files: Record<string, string>): Source[] {
  return Object.entries(files).map(([path, text]) => readSource(path, text))
}

describe('imports that point up or sideways are found', () => {
  test.each([
    ['a type import upwards', 'src/kernel/a.ts', "import type { Shot } from '../storyboard/index.ts'"],
    ['a type in an import()', 'src/kernel/a.ts', "export type Shot = import('../storyboard/index.ts').Shot"],
    ['a re-export upwards', 'src/assets/a.ts', "export { plan } from '../jobs/index.ts'"],
    ['a lazy import upwards', 'src/studio/a.browser.ts', "export const open = () => import('../app/browser.tsx')"],
    ['two rooms of one level', 'src/engines/a.ts', "import { kinds } from '../kinds/index.ts'"],
    ['the page reaching for storage', 'src/app/a.browser.ts', "import { openStores } from '../storage/browser.ts'"],
    ['the page reaching for engines', 'src/app/a.ts', "import { engines } from '../engines/index.ts'"],
    ['primitives that know a domain', 'src/ui/a.tsx', "import { Take } from '../assets/index.ts'"],
    ['a kind that draws', 'src/kinds/shot/view.tsx', "import { Box } from '../../ui/browser.tsx'"],
    ['a root', 'src/studio/a.ts', "import { start } from '../main.tsx'"],
    ['a file outside src', 'src/jobs/a.ts', "import { aJob } from '../../tests/jobs.ts'"],
  ])('%s', (_, path, text) => {
    expect(laws.importsPointDown(house({ [path]: text }))).toEqual([expect.stringContaining(`${path}: ../`)])
  })

  test('an unknown room and a stray file under src', () => {
    const found = laws.importsPointDown(house({ 'src/shared/a.ts': '', 'src/stray.ts': '' }))
    expect(found).toEqual(['src/shared/a.ts: unknown room shared', 'src/stray.ts: lies in no room'])
  })

  test('while imports downwards, shared workflows and roots pass', () => {
    const allowed = {
      'src/jobs/plan.ts': "import type { Take } from '../assets/index.ts'; import { z } from 'zod'",
      'src/recipes/built-in.ts': "import card from '../../workflows/recipes/test-card.recipe.json'",
      'src/main.tsx': "import './ui/tokens.css'; import { openStores } from './storage/browser.ts'",
    }
    expect(laws.importsPointDown(house(allowed))).toEqual([])
    expect(laws.roomsAreEnteredByTheirFace(house(allowed))).toEqual([])
  })
})

describe('ways around a face are found', () => {
  test.each([
    ['an inner file', "import { plan } from '../jobs/plan.ts'"],
    ['a face-like name further inside', "import { shot } from '../kinds/shot/index.ts'"],
    ['the style sheet of another room', "import '../ui/tokens.css'"],
  ])('%s', (_, text) => {
    expect(laws.roomsAreEnteredByTheirFace(house({ 'src/studio/run.ts': text }))).toHaveLength(1)
  })
})

describe('workers', () => {
  const start = (address: string) => `new Worker(new URL('${address}', import.meta.url), { type: 'module' })`

  test('are started by their own room, the scheduler by the page', () => {
    const files = {
      'src/main.tsx': start('./scheduler.worker.ts'),
      'src/media/client.browser.ts': start('./media.worker.ts'),
    }
    expect(laws.workersAreStartedByTheirRoom(house(files))).toEqual([])
  })

  test('of another room, roots from inside a room, and imported entries are found', () => {
    const files = {
      'src/app/layout.browser.ts': start('../media/media.worker.ts'),
      'src/scheduler/client.browser.ts': start('../scheduler.worker.ts'),
      'src/media/client.browser.ts': "import { run } from './media.worker.ts'",
    }
    expect(laws.workersAreStartedByTheirRoom(house(files))).toHaveLength(3)
  })
})

describe('suffixes', () => {
  test.each([
    ['src/jobs/a.ts', './b.browser.ts'],
    ['src/jobs/a.ts', './b.tsx'],
    ['src/jobs/a.ts', './b.node.ts'],
    ['src/jobs/index.ts', './browser.ts'],
    ['src/jobs/a.ts', './look.css'],
    ['src/jobs/a.ts', 'node:fs'],
    ['src/jobs/a.ts', 'react'],
    ['src/jobs/a.worker.ts', './view.tsx'],
    ['src/jobs/a.browser.ts', './b.node.ts'],
    ['src/jobs/a.node.ts', './b.browser.ts'],
  ])('%s must not import %s', (path, specifier) => {
    expect(laws.suffixesHold(house({ [path]: `import '${specifier}'` }))).toEqual([`${path}: ${specifier}`])
  })

  test.each([
    ['src/jobs/a.tsx', './b.browser.ts'],
    ['src/jobs/a.worker.ts', './b.browser.ts'],
    ['src/jobs/a.node.ts', 'node:fs'],
    ['src/jobs/a.browser.test.tsx', './b.tsx'],
    ['src/jobs/a.ts', 'zod'],
  ])('%s may import %s', (path, specifier) => {
    expect(laws.suffixesHold(house({ [path]: `import '${specifier}'` }))).toEqual([])
  })
})

describe('a pure file', () => {
  test.each([
    ['Date.now', 'export const at = Date.now()'],
    ['new Date()', 'export const at = new Date()'],
    ['Math.random', 'export const dice = () => Math.random()'],
    ['setTimeout', 'setTimeout(() => 0, 1)'],
    ['setTimeout', 'globalThis.setTimeout(() => 0, 1)'],
    ['fetch', 'export const get = (ask = fetch) => ask'],
    ['fetch', 'export type Ask = typeof fetch'],
    ['crypto', 'export const bag = { crypto }'],
    ['navigator', "export const one = navigator['onLine']"],
    ['document', 'export const title = document.title'],
  ])('does not use %s (%#)', (name, text) => {
    expect(laws.pureFilesTakeArguments(house({ 'src/jobs/a.ts': text }))).toContain(`src/jobs/a.ts: ${name}`)
  })

  test.each([
    'export const at = (ms: number) => new Date(ms)',
    'export interface Port { fetch(url: string): Promise<string>; readonly document: string }',
    'export const run = (fetch: (url: string) => string) => fetch("/")',
    'export const run = ({ document }: { document: string }) => document.length',
    'const document = { title: "x" }; export const keys = { document }',
    'export const name = (port: { crypto: { now: string } }) => port.crypto.now',
    '// Date.now() is not for us',
  ])('may say: %s', (text) => {
    expect(laws.pureFilesTakeArguments(house({ 'src/jobs/a.ts': text }))).toEqual([])
  })

  test('a view uses the page, but is given time and chance', () => {
    const views = {
      'src/app/a.tsx': 'export const at = Date.now()',
      'src/app/b.tsx': 'export const at = new Date()',
      'src/app/c.tsx': 'export const chance = Math.random()',
      'src/app/d.tsx': 'export const title = document.title; export const at = (ms: number) => new Date(ms)',
    }
    expect(laws.pureFilesTakeArguments(house(views))).toEqual([
      'src/app/a.tsx: Date.now',
      'src/app/b.tsx: new Date()',
      'src/app/c.tsx: Math.random',
    ])
  })

  test('is no .browser.ts, .worker.ts, .node.ts or test', () => {
    const text = 'export const at = Date.now()'
    const names = ['a.browser.ts', 'browser.ts', 'a.worker.ts', 'a.node.ts', 'node.ts', 'a.test.ts']
    expect(
      laws.pureFilesTakeArguments(house(Object.fromEntries(names.map((name) => [`src/jobs/${name}`, text])))),
    ).toEqual([])
  })
})

test('a package used outside its owner is found, inside it is not', () => {
  const dexie = "import Dexie from 'dexie'"
  const flow = "import type { Node } from '@xyflow/react'"
  const found = laws.packagesStayWithTheirOwner(
    house({
      'src/storage/open.browser.ts': dexie,
      'src/jobs/open.browser.ts': dexie,
      'src/app/canvas/flow.tsx': flow,
      'src/app/inspector/a.tsx': flow,
      'src/media/probe.browser.ts': "import { Input } from 'mediabunny'",
      'src/exports/mp4/write.ts': "import { Output } from 'mediabunny'",
    }),
  )
  expect(found.map((line) => line.split(' ')[0])).toEqual([
    'src/jobs/open.browser.ts:',
    'src/app/inspector/a.tsx:',
    'src/exports/mp4/write.ts:',
  ])
})

test('an import without extension is found', () => {
  expect(laws.importsNameTheirFile(house({ 'src/jobs/a.ts': "import './b'; import './c.ts'" }))).toEqual([
    'src/jobs/a.ts: ./b',
  ])
})

test('a cycle is found through type imports and lazy imports too, and told once', () => {
  const found = laws.importsMakeNoCycle(
    house({
      'src/jobs/a.ts': "import { b } from './b.ts'",
      'src/jobs/b.ts': "import type { C } from './c.ts'",
      'src/jobs/c.ts': "export const load = () => import('./a.ts')",
      'src/jobs/d.ts': "import { a } from './a.ts'",
    }),
  )
  expect(found).toEqual(['src/jobs/a.ts -> src/jobs/b.ts -> src/jobs/c.ts -> src/jobs/a.ts'])
})

describe('decisions by name', () => {
  test.each([
    'export const f = (node) => { switch (node.kind) { default: return 1 } }',
    "export const f = (node) => node.kind === 'shot'",
    "export const f = (node) => 'shot' !== node?.kind",
    "export const f = ({ kind }) => kind === 'shot'",
    "export const f = (edge) => edge.fromNode.kind === 'text'",
    "export const f = (one) => { switch (one.kind) { case 'scene': return 1 } }",
    "export const f = (format) => format.id === 'mp4'",
  ])('are found in shared code: %s', (text) => {
    expect(laws.onlyKindsLookAtKind(house({ 'src/studio/a.ts': text }))).toHaveLength(1)
  })

  test('are left alone in their own room, for assets, and where two nodes are compared', () => {
    const files = {
      'src/kinds/shot/kind.ts': "export const f = (node) => node.kind === 'shot'",
      'src/exports/mp4/write.ts': "export const f = (format) => format.id === 'mp4'",
      'src/timeline/a.ts': "export const f = (asset) => asset.kind === 'audio'",
      'src/studio/a.ts': 'export const same = (a, b) => a.kind === b.kind',
    }
    expect(laws.onlyKindsLookAtKind(house(files))).toEqual([])
  })
})

test('markup made from text is found', () => {
  const found = laws.noMarkupFromText(
    house({
      'src/app/a.browser.ts': 'export const f = (el, text) => { el.innerHTML = text }',
      'src/app/b.tsx': 'export const B = ({ text }) => <p dangerouslySetInnerHTML={{ __html: text }} />',
    }),
  )
  expect(found).toEqual(['src/app/a.browser.ts: innerHTML', 'src/app/b.tsx: dangerouslySetInnerHTML'])
})

test('a file of 501 lines is found, one of 500 is not', () => {
  const lines = (count: number) => 'export {}\n'.repeat(count)
  expect(laws.filesAreShort(house({ 'src/jobs/a.ts': lines(501), 'src/jobs/b.ts': lines(500) }))).toEqual([
    'src/jobs/a.ts: 501 lines',
  ])
})

test('names that say nothing are found as file, folder or part of a name', () => {
  const empty = ['src/jobs/utils.ts', 'src/common/a.ts', 'src/jobs/job-manager.ts']
  expect(laws.namesSaySomething([...empty, 'src/jobs/plan.ts'])).toEqual(empty)
})

test('paths of a machine and registry hosts are found, addresses and relative paths are not', () => {
  const machine = ['', 'home', 'someone', 'project'].join('/')
  const registry = ['registry', 'npmjs', 'org'].join('.')
  expect(laws.foreignPlaces('a.md', `See ${machine} and https://${registry}/zod`)).toEqual([
    `a.md: ${machine}`,
    `a.md: ${registry}`,
  ])
  const fine = "/home/me/x src/work/plan.ts https://example.org/home/page ./tmp/x import './registry.node.ts'"
  expect(laws.foreignPlaces('a.md', fine)).toEqual([])
})

test('a room without README, or with a long one, is found', () => {
  const readmes: Record<string, string> = { jobs: '# jobs\n', media: 'line\n'.repeat(41) }
  expect(laws.roomsHaveReadmes(['jobs', 'media', 'ui'], (room) => readmes[room])).toEqual([
    'src/media/README.md: 41 lines',
    'src/ui: no README.md',
  ])
})
