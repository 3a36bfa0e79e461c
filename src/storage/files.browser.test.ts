import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../kernel/browser.ts'
import { createBlobStore, hashBlob, sweepUnfinished } from './blob-store.browser.ts'
import { openBytesDatabase } from './database.browser.ts'
import { createSecondCopy } from './second-copy.browser.ts'

let root: FileSystemDirectoryHandle
let count = 0
beforeEach(async () => {
  root = await (await navigator.storage.getDirectory()).getDirectoryHandle(`test-${count++}`, { create: true })
})
afterEach(async () => (await navigator.storage.getDirectory()).removeEntry(root.name, { recursive: true }))

const never = () => openBytesDatabase('never-opened')
const names = async (folder: string) => {
  const found: string[] = []
  for await (const name of (await root.getDirectoryHandle(folder, { create: true })).keys()) found.push(name)
  return found.sort()
}

describe('bytes in the private file system', () => {
  // The digest of the empty input, from the test vectors of the BLAKE3 specification.
  test('are addressed by their BLAKE3', async () => {
    expect(await hashBlob(new Blob([]))).toBe('af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262')
  })
  test('are stored once, under their hash and nothing else, and come back as they were', async () => {
    const blobs = await createBlobStore(root, never, systemClock)
    const bytes = crypto.getRandomValues(new Uint8Array(60_000))
    const first = await blobs.put(bytes)
    expect(await blobs.put(new Blob([bytes]))).toEqual(first)
    expect(await names('blobs')).toEqual([first.hash])
    expect(new Uint8Array((await (await blobs.get(first.hash))?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(bytes)
    expect(await blobs.usage()).toBe(60_000)
    expect(await blobs.get('f'.repeat(64))).toBeUndefined()
  })
  test('a file that was cut short is written again instead of being trusted', async () => {
    const blobs = await createBlobStore(root, never, systemClock)
    const { hash } = await blobs.put(new Blob(['the whole lantern']))
    const file = await (await root.getDirectoryHandle('blobs')).getFileHandle(hash)
    const stream = await file.createWritable()
    await stream.truncate(3)
    await stream.close()
    await blobs.put(new Blob(['the whole lantern']))
    expect(await (await blobs.get(hash))?.text()).toBe('the whole lantern')
  })
  test('where no file can be renamed, one that a crash tore counts as not there until it is written again', async () => {
    const prototype = FileSystemFileHandle.prototype as { move?: unknown }
    const move = Object.getOwnPropertyDescriptor(prototype, 'move')
    delete prototype.move
    try {
      const blobs = await createBlobStore(root, never, systemClock)
      const { hash } = await blobs.put(new Blob(['the whole lantern']))
      expect(await names('blobs')).toEqual([hash])
      expect(await (await blobs.get(hash))?.text()).toBe('the whole lantern')
      // What a tab that is killed while it writes leaves behind: the right length, the wrong bytes, and the mark.
      const folder = await root.getDirectoryHandle('blobs')
      await folder.getFileHandle(`torn-${hash}`, { create: true })
      const stream = await (await folder.getFileHandle(hash)).createWritable()
      await stream.write('the half l\0\0\0\0\0\0\0')
      await stream.close()
      expect([await blobs.has(hash), await blobs.get(hash)]).toEqual([false, undefined])
      await blobs.put(new Blob(['the whole lantern']))
      expect(await (await blobs.get(hash))?.text()).toBe('the whole lantern')
      expect(await names('blobs')).toEqual([hash])
    } finally {
      if (move) Object.defineProperty(prototype, 'move', move)
    }
  })
  test('go on being stored when the files were deleted under the page, and what is gone is known as such', async () => {
    const blobs = await createBlobStore(root, never, systemClock)
    const kept = await blobs.put(new Blob(['first light']))
    await root.removeEntry('blobs', { recursive: true })
    expect([await blobs.has(kept.hash), await blobs.get(kept.hash)]).toEqual([false, undefined])
    const next = await blobs.put(new Blob(['second light']))
    expect(await (await blobs.get(next.hash))?.text()).toBe('second light')
    expect(await blobs.lacking([kept.hash, next.hash, kept.hash])).toEqual([kept.hash])
    expect(await blobs.put(new Blob(['first light']))).toEqual(kept)
    expect(await blobs.lacking([kept.hash, next.hash])).toEqual([])
  })
  test('what a crash left is swept when it is old, and only then', async () => {
    const folder = await root.getDirectoryHandle('blobs', { create: true })
    const now = 1_800_000_000_000
    for (const since of [now - 10, now - 7_200_000])
      await folder.getFileHandle(`unfinished-${since}-0`, { create: true })
    await folder.getFileHandle('a'.repeat(64), { create: true })
    expect(await sweepUnfinished(root, now)).toBe(1)
    expect(await names('blobs')).toEqual(['a'.repeat(64), `unfinished-${now - 10}-0`])
  })
})

describe('second copies', () => {
  test('are replaced whole and can be read, and a browser without a file system keeps none', async () => {
    const copies = createSecondCopy(async () => root)
    await copies.write('b', 'one')
    await copies.write('b', 'two')
    expect(await copies.read('b')).toBe('two')
    await copies.write('a', 'other')
    expect(await copies.ids()).toEqual(['a', 'b'])
    await copies.remove('a')
    await copies.remove('b')
    expect(await copies.read('b')).toBeUndefined()
    const none = createSecondCopy(async () => undefined)
    await none.write('b', 'one')
    expect([await none.read('b'), await none.ids()]).toEqual([undefined, []])
  })
})
