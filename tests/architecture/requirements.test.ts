import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const project = fileURLToPath(new URL('../../', import.meta.url))
const table = readFileSync(`${project}docs/requirements.md`, 'utf8')
const rows = [...table.matchAll(/^\| (S\d\.\d+) \| (.+) \| (.+) \|$/gm)].map(([, id = '', text = '', proof = '']) => ({
  id,
  text,
  tests: [...proof.matchAll(/`([^`]+)` “([^”]+)”/g)].map(([, path = '', name = '']) => ({ path, name })),
}))

/** What this version promises; later ones add to it. */
const PROMISED = [
  ...ids('S1', [1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 15, 16, 17, 18, 19, 20, 23, 24, 25, 31, 37]),
  ...ids('S2', [16, 17, 18, 19, 20, 21, 22]),
  ...ids('S3', [2, 3, 13, 18, 21, 22, 53]),
  ...ids('S4', [1, 2, 3, 5, 7, 39, 43, 61, 62, 63, 75]),
]

function ids(system: string, numbers: readonly number[]): string[] {
  return numbers.map((number) => `${system}.${number}`)
}

describe('the table of requirements', () => {
  test('has every promised row once', () => {
    expect(rows.map(({ id }) => id).sort()).toEqual([...PROMISED].sort())
  })

  test('names at least one test for every row', () => {
    expect(rows.filter(({ tests }) => tests.length === 0).map(({ id }) => id)).toEqual([])
  })

  test('names only tests that exist', () => {
    const missing = rows.flatMap(({ id, tests }) =>
      tests
        .filter(({ path, name }) => !existsSync(project + path) || !readFileSync(project + path, 'utf8').includes(name))
        .map(({ path, name }) => `${id}: ${path} “${name}”`),
    )
    expect(missing).toEqual([])
  })
})
