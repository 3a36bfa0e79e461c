import { createFilmWriter } from '../../src/exports/browser.ts'
import type { FilmRequest } from '../../src/exports/index.ts'
import { systemClock } from '../../src/kernel/browser.ts'
import type { Clip } from '../../src/timeline/index.ts'

/** Puts clips into the private file system, as the library keeps them. */
async function storeClips(addresses: readonly string[]): Promise<void> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('clips', { create: true })
  for (const [index, address] of addresses.entries()) {
    const file = await folder.getFileHandle(String(index), { create: true })
    const stream = (await fetch(address)).body
    if (!stream) throw new Error(`No clip at ${address}`)
    await stream.pipeTo(await file.createWritable())
  }
}

/** Writes the stored clips one after the other; milliseconds, bytes and the way that was chosen. */
async function exportClips(
  count: number,
  frames: number,
  join: FilmRequest['join'],
): Promise<{ ms: number; bytes: number; codes: string[] }> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('clips')
  const write = createFilmWriter({
    bytes: async (id) => (await folder.getFileHandle(id)).getFile(),
    clock: systemClock,
  })
  const items = Array.from({ length: count }, (_, index) => aClip(String(index), frames))
  const request: FilmRequest = {
    timeline: {
      name: 'bench',
      rate: { num: 24, den: 1 },
      size: { width: 1280, height: 720 },
      startFrame: 0,
      tracks: [{ kind: 'video', name: 'V1', items }],
      length: count * frames,
    },
    format: 'mp4',
    quality: 'deliver',
    join,
    labels: false,
    fileName: 'bench',
  }
  const started = performance.now()
  const { files, issues } = await write(request, new AbortController().signal, () => {})
  return { ms: performance.now() - started, bytes: files[0]?.blob.size ?? 0, codes: issues.map(({ code }) => code) }
}

function aClip(assetId: string, length: number): Clip {
  return {
    item: 'clip',
    id: `edge-${assetId}`,
    nodeId: `video-${assetId}`,
    name: assetId,
    makes: 'video',
    source: { from: 'take', nodeId: `video-${assetId}` },
    media: { state: 'take', assetId, mime: 'video/mp4', draft: false },
    in: 0,
    length,
    labels: {},
  }
}

/** What the measurement calls in the page. */
export const exportBench = { storeClips, exportClips }
Object.assign(globalThis, { exportBench })
