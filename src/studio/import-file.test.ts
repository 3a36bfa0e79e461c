import { beforeEach, describe, expect, test } from 'vitest'
import { createStudioWorld, type StudioWorld } from '../../tests/contract/studio-world.ts'
import type { Probe } from './ports.ts'

let world: StudioWorld
beforeEach(() => {
  world = createStudioWorld()
})
const bytes = new Blob([new Uint8Array([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x4d, 0x34, 0x41, 0x20])])
const tabWith = (probe: Probe) => world.openTab({ probe: async () => probe })

describe('a dropped file is what the media probe says', () => {
  test.each([
    ['audio', 'audio/mp4', 'audio'],
    ['image', 'image/avif', 'reference'],
  ] as const)('%s (%s) becomes a node of the kind %s', async (kind, mime, node) => {
    const studio = await tabWith({ kind, mime })
    const result = await studio.importFile(bytes, 'take.m4a', { x: 10, y: 20 })
    const nodes = [...studio.document.get().board.nodes.values()]
    expect([result.became, nodes.map((one) => [one.kind, one.title])]).toEqual(['nodes', [[node, 'take']]])
    expect(await world.stores.takes.allAssets()).toMatchObject([{ kind, mime, name: 'take.m4a' }])
  })
  test('a film stays in the library, and that is said', async () => {
    const studio = await tabWith({ kind: 'video', mime: 'video/quicktime' })
    await expect(studio.importFile(bytes, 'clip.mov')).rejects.toMatchObject({
      failure: { code: 'studio/no-node-for-film', facts: { name: 'clip.mov' } },
    })
    expect(await world.stores.takes.allAssets()).toMatchObject([{ kind: 'video', name: 'clip.mov' }])
    expect(studio.document.get().board.nodes.size).toBe(0)
  })
  test('anything else is named by its first bytes, and kept nowhere', async () => {
    const studio = await tabWith({ kind: 'other', mime: '' })
    const zip = new Blob([new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])])
    await expect(studio.importFile(zip, 'all.zip')).rejects.toMatchObject({
      failure: { code: 'studio/unreadable', message: expect.stringMatching(/“all\.zip”.*ZIP/i) },
    })
    expect(await world.stores.takes.allAssets()).toEqual([])
  })
})

test('a dropped folder, or a file that cannot be read, is said', async () => {
  const studio = await tabWith({ kind: 'other', mime: '' })
  const folder = new (class extends Blob {
    override slice(): Blob {
      return this
    }
    override arrayBuffer(): Promise<ArrayBuffer> {
      return Promise.reject(new DOMException('A directory', 'NotFoundError'))
    }
  })()
  await expect(studio.importFile(folder, 'shots')).rejects.toMatchObject({
    failure: { code: 'studio/not-readable', facts: { name: 'shots' } },
  })
})
