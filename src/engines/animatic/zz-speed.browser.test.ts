import { expect, test } from 'vitest'
import { createAnimaticEngine } from './engine.browser.ts'
import { aClip, aLibrary, anOrder, aPicture, testClock } from './testing.browser.ts'
test('speed', async () => {
  const library = aLibrary()
  const noisy = new OffscreenCanvas(1280, 720); const pen = noisy.getContext('2d')!
  const data = pen.createImageData(1280, 720); let s = 1
  for (let i = 0; i < data.data.length; i++) { s = (s * 1103515245 + 12345) & 0x7fffffff; data.data[i] = i % 4 === 3 ? 255 : (128 + 60 * Math.sin(i / 9000) + (s >> 16) % 40) }
  pen.putImageData(data, 0, 0)
  const first = await library.add(await noisy.convertToBlob(), { name: 'first', label: 'x' })
  const soft = await library.add(await aPicture(1280, 720, 'rgb(90 120 140)'), { name: 'first', label: 'x' })
  for (const [name, values, inputs] of [['push in, drawn', aClip({ frames: 240 }), []], ['static', aClip({ frames: 240, move: 'static' }), []], ['handheld, picture', aClip({ frames: 240, move: 'handheld' }), [soft]], ['pan, noise picture', aClip({ frames: 240, move: 'pan right' }), [first]]] as const) {
    const engine = createAnimaticEngine({ blobs: library, clock: testClock })
    const ticket = engine.prepare(anOrder('video', values, inputs))
    const t = performance.now()
    await engine.submit(ticket, new AbortController().signal)
    const end = await engine.follow(ticket, () => {}, new AbortController().signal)
    const s2 = (performance.now() - t) / 1000
    expect(end.end).toBe('succeeded')
    console.log(`SPEED ${name}: ${(10 / s2).toFixed(2)} x realtime ${(240 / s2).toFixed(0)} fps`)
  }
})
