import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { ByteSource } from '../../src/recipes/index.ts'
import { readEmbedded } from '../../src/recipes/infer/index.ts'

type Entry = { readonly file: string; readonly workflow: unknown; readonly prompt_stored: unknown }

const folder = fileURLToPath(new URL('../../../shared/oracle/media/', import.meta.url))
const hasMedia = existsSync(folder)
const entries = hasMedia ? (JSON.parse(readFileSync(`${folder}index.json`, 'utf8')) as readonly Entry[]) : []

/** A source that gives copies of ranges and counts what was asked for. */
function countedSource(path: string): ByteSource & { readonly asked: () => number } {
  const bytes = new Uint8Array(readFileSync(path))
  let asked = 0
  const read = async (offset: number, length: number) => {
    asked += 1
    return bytes.slice(offset, offset + length)
  }
  return { size: bytes.length, read, asked: () => asked }
}

describe.runIf(hasMedia)('files of the real save nodes', () => {
  it.each(entries.map(({ file, ...entry }) => [file, entry] as const))('%s', async (file, entry) => {
    const source = countedSource(`${folder}${file}`)
    const found = await readEmbedded(source)
    expect(found.workflow).toEqual(entry.workflow)
    expect(found.prompt).toEqual(entry.prompt_stored)
    expect(Object.keys(found.extras).map((key) => key.toLowerCase())).toContain('framewright')
    expect(found.issues).toEqual([])
    expect(source.asked()).toBeLessThan(20)
  })
})
