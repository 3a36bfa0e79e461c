import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../kernel/browser.ts'
import { createBlobStore } from './blob-store.browser.ts'
import { openBytesDatabase } from './database.browser.ts'

const MEGABYTE = 1024 * 1024
const PIECE = new Uint8Array(4 * MEGABYTE).map((_, index) => (index * 7919) % 251)

const { arrayBuffer } = Blob.prototype
const name = 'pieces-test'

afterEach(async () => {
  Blob.prototype.arrayBuffer = arrayBuffer
  await (await navigator.storage.getDirectory()).removeEntry(name, { recursive: true }).catch(() => {})
})

test('a file of 96 MB is stored and found again with never more than a few megabytes of it in the memory', async () => {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true })
  const store = await createBlobStore(root, () => openBytesDatabase(), systemClock)
  const film = new Blob(Array.from({ length: 24 }, () => PIECE))
  const read = { most: 0, sum: 0 }
  Blob.prototype.arrayBuffer = function (this: Blob) {
    read.most = Math.max(read.most, this.size)
    read.sum += this.size
    return arrayBuffer.call(this)
  }
  const { hash, bytes } = await store.put(film)
  expect(bytes).toBe(96 * MEGABYTE)
  // It was read at all: to be hashed, to be written, and to be looked at once more.
  expect(read.sum).toBeGreaterThanOrEqual(96 * MEGABYTE)
  const found = await store.get(hash)
  expect(found?.size).toBe(96 * MEGABYTE)
  expect(new Uint8Array((await found?.slice(5 * MEGABYTE, 5 * MEGABYTE + 4).arrayBuffer()) ?? [])).toEqual(
    PIECE.slice(MEGABYTE, MEGABYTE + 4),
  )
  expect(read.most).toBeLessThanOrEqual(8 * MEGABYTE)
})
