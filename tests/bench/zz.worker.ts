import { ALL_FORMATS, BlobSource, EncodedPacketSink, EncodedVideoPacketSource, Input, MP4, Mp4OutputFormat, NullTarget, Output, BufferSource } from 'mediabunny'
import { probeMedia } from '../../src/exports/file/probe-media.browser.ts'
import { openTempFile } from '../../src/exports/file/temp-file.browser.ts'
import { verifyFilm } from '../../src/exports/file/verify-film.browser.ts'
import { joinPackets } from '../../src/exports/join-packets.browser.ts'
const rate = { num: 24, den: 1 }
self.onunhandledrejection = (e) => self.postMessage({ error: String((e as any).reason?.stack) })
self.onmessage = async ({ data: files }: MessageEvent<File[]>) => {
  const out: Record<string, number> = {}
  const t = async (name: string, run: () => Promise<unknown>) => { const s = performance.now(); await run(); out[name] = Math.round(performance.now() - s); self.postMessage({ partial: out }) }
  await t('probe', async () => { for (const f of files) await probeMedia(f.slice(0, f.size, 'video/mp4'), { rate, starts: [0] }) })
  await t('probe par', async () => { await Promise.all(files.map((f) => probeMedia(f.slice(0, f.size, 'video/mp4'), { rate, starts: [0] }))) })
  const read = async (make: (f: File) => Promise<Input>) => { for (const f of files) { const i = await make(f); const tr = await i.getPrimaryVideoTrack(); for await (const p of new EncodedPacketSink(tr!).packets()) if (!p) break; i.dispose() } }
  await t('read stream', () => read(async (f) => new Input({ formats: ALL_FORMATS, source: new BlobSource(f) })))
  await t('read slices', () => read(async (f) => new Input({ formats: ALL_FORMATS, source: new BlobSource(f, { useStreamReader: false }) })))
  await t('read buffer', () => read(async (f) => new Input({ formats: ALL_FORMATS, source: new BufferSource(await f.arrayBuffer()) })))
  await t('arrayBuffers only', async () => { for (const f of files) await f.arrayBuffer() })
  const parts = files.map((_, i) => ({ assetId: String(i), start: i * 120, in: 0, position: 0, count: 120 }))
  const sources = new Map(files.map((f, i) => [String(i), f as Blob]))
  const join = async (target: never, fastStart: 'reserve' | false) => {
    const output = new Output({ format: new Mp4OutputFormat({ fastStart }), target })
    const track = new EncodedVideoPacketSource('avc')
    output.addVideoTrack(track, { frameRate: 24, maximumPacketCount: 2400 })
    await output.start()
    await joinPackets(parts, sources, rate, track, async () => {})
    await output.finalize()
  }
  await t('join null', () => join(new NullTarget() as never, 'reserve'))
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('x', { create: true })
  for (const mode of ['reserve', false] as const) {
    const file = await openTempFile(folder, `f${mode}`)
    await t(`join disk ${mode}`, () => join(file.target as never, mode))
    await t('verify', async () => verifyFilm(await file.read(), 2400, rate))
    await t('keep', () => file.keep('video/mp4'))
  }
  const h = await (await folder.getFileHandle('raw', { create: true }) as unknown as { createSyncAccessHandle(): Promise<{ write(b: Uint8Array, o: { at: number }): number; flush(): void; close(): void }> }).createSyncAccessHandle()
  const b = new Uint8Array(4 << 20).fill(7)
  await t('raw write 88MB', async () => { for (let i = 0; i < 21; i++) h.write(b, { at: i * b.length }) })
  await t('raw flush', async () => h.flush())
  h.close()
  self.postMessage(out)
}
self.postMessage('up')
