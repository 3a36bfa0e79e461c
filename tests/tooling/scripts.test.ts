import { describe, expect, test } from 'vitest'
import { meetsGoal } from '../../scripts/measure.mjs'
import { hostEntries, repairLock } from '../../scripts/repair-lock.mjs'
import { initialChunks } from '../../scripts/steps.mjs'

describe('the repaired lock', () => {
  const lock = {
    name: 'x',
    packages: {
      '': {},
      'node_modules/tool': {
        version: '2.0.0',
        dev: true,
        optionalDependencies: {
          '@tool/linux-x64-musl': '2.0.0',
          '@tool/darwin-arm64': '^2.0.0',
          '@tool/linux-x64': '2.0.0',
        },
      },
      'node_modules/tool/node_modules/@tool/linux-x64': { version: '2.0.0', optional: true },
    },
  }

  test('gains what is missing, for its platform only, and keeps the rest', () => {
    const { lock: repaired, added } = repairLock(lock)
    expect(added).toEqual(['node_modules/@tool/linux-x64-musl', 'node_modules/@tool/darwin-arm64'])
    expect(repaired.packages).toMatchObject(lock.packages)
    expect(repaired.packages['node_modules/@tool/linux-x64-musl']).toEqual({
      version: '2.0.0',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    })
    expect(repaired.packages['node_modules/@tool/darwin-arm64']).toMatchObject({ os: ['darwin'], cpu: ['arm64'] })
  })

  test('needs no second repair', () => {
    expect(repairLock(repairLock(lock).lock).added).toEqual([])
  })

  test('names no host to download from', () => {
    const packages = {
      'node_modules/a': { resolved: 'https://host.example/a.tgz' },
      'node_modules/b': { version: '1.0.0' },
    }
    expect(hostEntries({ packages })).toEqual(['node_modules/a: https://host.example/a.tgz'])
  })
})

test('the first screen is the entry, the canvas it opens with and what both import, once', () => {
  const manifest = {
    'index.html': {
      file: 'index.js',
      isEntry: true,
      imports: ['_shared.js'],
      dynamicImports: ['src/app/canvas/browser.tsx', 'src/app/json/editor.browser.tsx'],
    },
    '_shared.js': { file: 'shared.js' },
    'src/app/canvas/browser.tsx': {
      file: 'canvas.js',
      name: 'browser',
      imports: ['_shared.js', '_flow.js', 'index.html'],
    },
    '_flow.js': { file: 'flow.js', dynamicImports: ['src/app/layout.browser.ts'] },
    'src/app/json/editor.browser.tsx': { file: 'monaco.js', imports: ['_shared.js'] },
    'src/app/layout.browser.ts': { file: 'layout.js' },
  }
  expect(initialChunks(manifest).sort()).toEqual(['index.js', 'shared.js'])
  expect(initialChunks(manifest, ['src/app/canvas/browser.tsx']).sort()).toEqual([
    'canvas.js',
    'flow.js',
    'index.js',
    'shared.js',
  ])
})

test.each([
  [{ value: 8, goal: '< 8' }, false],
  [{ value: 8, goal: '≤ 8' }, true],
  [{ value: 1.6, goal: '≥ 1.5' }, true],
  [{ value: 1, goal: '= 0' }, false],
  [{ value: 1, goal: 'about 1' }, false],
  [{ value: 1 }, true],
])('the goal of %j is met: %s', (row, met) => {
  expect(meetsGoal(row)).toBe(met)
})
