import { readdirSync, readFileSync } from 'node:fs'
import type { Measurement } from '../bench/contract.ts'
import { withProgram } from '../bench/program.ts'

const MEGABYTE = 2 ** 20
/** Size of the sound file: long, uncompressed, and never in one piece. */
const SIZE = 300 * MEGABYTE

/** A file of 300 MB into the program's store and out of it again, with the memory of the tab watched. */
const measurement: Measurement = {
  name: 'A file of 300 MB',
  run: (context) =>
    withProgram(context, async ({ page }) => {
      const protocol = await page.context().newCDPSession(page)
      const heap = async () => {
        await protocol.send('HeapProfiler.collectGarbage')
        const { usedSize } = await protocol.send('Runtime.getHeapUsage')
        return usedSize / MEGABYTE
      }
      // Small ones first, so that workers and codecs are there.
      await storeSound(page, MEGABYTE)
      const before = { heap: await heap(), page: residentOf(RENDERER) }
      let most = before.page
      const watch = setInterval(() => {
        most = Math.max(most, residentOf(RENDERER))
      }, 100)
      const kept = await storeSound(page, SIZE).finally(() => clearInterval(watch))
      const after = await heap()
      context.say(`tab ${before.page.toFixed(0)} → at most ${most.toFixed(0)} MB, heap ${after.toFixed(1)} MB`)
      return {
        rows: [
          { name: 'bytes that came back', value: kept, unit: '', goal: `= ${SIZE}` },
          { name: 'memory of the tab, at most more', value: most - before.page, unit: 'MB', goal: '< 150' },
          { name: 'heap afterwards, more', value: after - before.heap, unit: 'MB', goal: '< 20' },
        ],
      }
    }),
}

export default measurement

type Page = Parameters<Parameters<typeof withProgram<void>>[1]>[0]['page']

/** Drops a sound of that size onto the library's own file button; answers the size with which the library shows it. */
async function storeSound(page: Page, size: number): Promise<number> {
  return page.evaluate(async (bytes) => {
    const header = new DataView(new ArrayBuffer(44))
    const write = (at: number, text: string) => {
      for (let index = 0; index < text.length; index++) header.setUint8(at + index, text.charCodeAt(index))
    }
    const data = bytes - 44
    write(0, 'RIFF')
    header.setUint32(4, bytes - 8, true)
    write(8, 'WAVEfmt ')
    header.setUint32(16, 16, true)
    header.setUint16(20, 1, true)
    header.setUint16(22, 2, true)
    header.setUint32(24, 48_000, true)
    header.setUint32(28, 192_000, true)
    header.setUint16(32, 4, true)
    header.setUint16(34, 16, true)
    write(36, 'data')
    header.setUint32(40, data, true)
    const piece = new Uint8Array(2 ** 20).map((_, index) => (index * 31 + bytes) % 251)
    const parts: BlobPart[] = [header.buffer]
    for (let left = data; left > 0; left -= piece.length) parts.push(piece.slice(0, Math.min(left, piece.length)))
    const file = new File(parts, `sound-${bytes}.wav`, { type: 'audio/wav' })
    parts.length = 0
    const transfer = new DataTransfer()
    transfer.items.add(file)
    const target = document.querySelector('main') ?? document.body
    for (const type of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }))
    const { framewright } = globalThis as unknown as {
      framewright: {
        storyboard(): { nodes: Record<string, { params?: { media?: { name?: string; hash?: string } } }> }
        asset(id: string): Promise<Blob>
      }
    }
    for (;;) {
      const made = Object.values(framewright.storyboard().nodes).find(({ params }) => params?.media?.name === file.name)
      const hash = made?.params?.media?.hash
      if (hash !== undefined) {
        const stored = await framewright.asset(hash)
        let read = 0
        const reader = stored.stream().getReader()
        for (let step = await reader.read(); !step.done; step = await reader.read()) read += step.value.length
        return read
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }, size)
}

const RENDERER = /--type=renderer/

/** Private memory of all processes of this kind that the browser of this test has, in MB; Linux only, else 0. */
function residentOf(kind: RegExp): number {
  let sum = 0
  for (const id of childrenOf(process.pid)) {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')
      if (!kind.test(command)) continue
      const anonymous = /RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]
      sum += Number(anonymous ?? 0) / 1024
    } catch {
      // It ended between the two looks.
    }
  }
  return sum
}

/** Ids of all processes that stem from one. */
function childrenOf(root: number): readonly number[] {
  const parents = new Map<number, number>()
  let ids: readonly number[] = []
  try {
    ids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
  for (const id of ids) {
    try {
      parents.set(id, Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]))
    } catch {
      // It ended between the two looks.
    }
  }
  const stems = (id: number): boolean => {
    for (let at = parents.get(id); at !== undefined && at > 1; at = parents.get(at)) if (at === root) return true
    return false
  }
  return ids.filter(stems)
}
