import { describe, expect, test } from 'vitest'
import { commands } from 'vitest/browser'
import type { Values } from '../../assets/index.ts'
import { hashBytes } from '../../kernel/index.ts'
import { parsePanel } from './brief.ts'
import { loadFonts } from './fonts.browser.ts'
import { AIR, LEADING, layOutPanel, type Rect } from './layout.ts'
import { makeStill } from './make-still.browser.ts'
import type { PictureInput } from './pictures.browser.ts'
import { aLibrary, aPanel, aPicture, base64, testClock } from './testing.browser.ts'

const never = new AbortController().signal
const long =
  'The tide has gone out further than anyone remembers, and the boats lie on their sides like sleeping animals; Mara walks between them with the lantern held low, counting the ribs of each wreck under her breath until she reaches the last.'
const sheets: Record<string, Values> = {
  'ms-1280': {},
  'ws-1280': {
    size: 'WS',
    angle: 'low',
    move: 'pan right',
    time: 'day',
    subjects: ['Mara', 'Tomas', 'The harbour master'],
    dialogue: '',
  },
  'ews-1920': {
    width: 1920,
    height: 804,
    size: 'EWS',
    move: 'crane up',
    time: 'dawn',
    subjects: ['Mara'],
    lens: 'anamorphic',
  },
  'ots-1920': { width: 1920, height: 804, size: 'OTS', move: 'static', time: 'day' },
  'cu-720': { width: 720, height: 1280, size: 'CU', subjects: ['Mara'], move: 'tilt up', time: 'day', action: long },
  'fs-720': { width: 720, height: 1280, size: 'FS', angle: 'high', move: 'pull out', time: 'dusk' },
  'mcu-640': { width: 640, height: 360, size: 'MCU', subjects: ['Mara'], move: 'truck left', time: 'day' },
  '2s-640': { width: 640, height: 360, size: '2S', angle: 'dutch', move: 'handheld', time: 'evening', action: long },
  'insert-1280': { size: 'INSERT', move: 'rack focus', subjects: ['Lantern'], time: 'day', dialogue: '' },
  'pov-1280': { size: 'POV', move: 'arc', subjects: ['Tomas'], time: 'day' },
  'overhead-1280': { size: 'FS', angle: 'overhead', move: 'roll', time: 'day' },
  'worm-1280': { size: 'FS', angle: 'worm', move: 'whip pan', time: 'day', subjects: ['Mara'] },
  'ecu-1280': { size: 'ECU', move: 'zoom in', subjects: ['Mara'], time: 'night' },
  'est-1280': { size: 'EST', move: 'static', subjects: [], time: 'day', action: long, dialogue: '' },
  'cjk-1280': {
    action:
      '澪はランタンを掲げ、誰もいない桟橋を見渡す。どこか下の方で、ロープがきしむ音がする。「潮が引いてしまった」と彼女はつぶやき、古い船のあいだを静かに歩いていく。',
    dialogue: '澪：そこにいるのは誰？\n智也：僕だよ。船がもうない。',
    subjects: ['澪', '智也'],
    place: '港の桟橋',
    time: '夜 night',
    size: 'MWS',
  },
  'rtl-1280': {
    action:
      'ترفع مارا الفانوس وتنظر على طول الرصيف الفارغ. في مكان ما في الأسفل يصدر حبل صريرًا، ثم يعود الصمت إلى الميناء.',
    dialogue: 'مارا: من هناك؟\nتوماس: أنا فقط. القارب اختفى.',
    subjects: ['مارا', 'توماس'],
    place: 'رصيف الميناء',
    time: 'day',
    size: 'MS',
  },
}

const render = async (changes: Values, inputs: readonly PictureInput[] = [], library = aLibrary()) => {
  const panel = await makeStill(
    parsePanel(aPanel(changes)),
    inputs,
    { blobs: library, fonts: '/fonts/', clock: testClock },
    never,
  )
  const bytes = new Uint8Array(await panel.bytes.arrayBuffer())
  const bitmap = await createImageBitmap(panel.bytes)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const pen = canvas.getContext('2d', { willReadFrequently: true })!
  pen.drawImage(bitmap, 0, 0)
  return { panel, bytes, pen, layout: layOutPanel(bitmap.width, bitmap.height) }
}
type Rendered = Awaited<ReturnType<typeof render>>

/** Columns and rows of a rectangle in which something brighter than the caption's band is drawn. */
function ink({ pen }: Rendered, rect: Rect): { left: number; right: number; lines: number; pixels: number } {
  const { data } = pen.getImageData(rect.x, rect.y, rect.width, rect.height)
  const lit = (x: number, y: number) => (data[(y * rect.width + x) * 4 + 1] ?? 0) > 70
  const columns = Array.from(
    { length: rect.width },
    (_, x) => Array.from({ length: rect.height }, (__, y) => lit(x, y)).filter(Boolean).length,
  )
  const rows = Array.from({ length: rect.height }, (_, y) => columns.some((_count, x) => lit(x, y)))
  const lines = rows.filter((row, y) => row && !rows[y - 1]).length
  return {
    left: columns.findIndex((count) => count > 0),
    right: columns.findLastIndex((count) => count > 0),
    lines,
    pixels: columns.reduce((sum, count) => sum + count, 0),
  }
}

/** The lowest lines of the caption. */
function lastLines({ layout }: Rendered, lines = 1): Rect {
  const { caption, unit } = layout
  const height = Math.round(lines * LEADING * unit)
  return { ...caption, y: caption.y + caption.height - height, height }
}

/** Rows of the band behind the words: everything below it is nearly black where no letter is. */
function bandOf({ layout, pen }: Rendered): number {
  const { data } = pen.getImageData(2, 0, 1, layout.height)
  const dark = Array.from({ length: layout.height }, (_, y) => (data[y * 4 + 1] ?? 0) <= 40)
  return layout.height - 1 - dark.lastIndexOf(false)
}

async function same(a: Uint8Array, b: Uint8Array): Promise<boolean> {
  return hashBytes(a) === hashBytes(b)
}

test.each(Object.entries(sheets))('a board panel is drawn: %s', async (name, changes) => {
  const drawn = await render(changes)
  await commands.writeFile(`.cache/screens/animatic-${name}.png`, base64(drawn.bytes), 'base64')
  expect(drawn.panel).toMatchObject({ mime: 'image/png', width: changes.width ?? 1280, height: changes.height ?? 720 })
  expect(ink(drawn, lastLines(drawn)).pixels).toBeGreaterThan(200)
})

describe('a panel', () => {
  test('is the same to the last byte when it is drawn again', async () => {
    expect(await same((await render({})).bytes, (await render({})).bytes)).toBe(true)
  })
  test.each([
    ['size', 'CU'],
    ['angle', 'dutch'],
    ['move', 'tilt up'],
    ['action', 'Nothing.'],
    ['dialogue', ''],
    ['time', 'day'],
    ['subjects', ['Noor']],
  ])('looks different with another %s', async (field, value) => {
    const pixels = ({ pen, layout }: Rendered) =>
      new Uint8Array(pen.getImageData(0, 0, layout.width, layout.height).data.buffer)
    expect(await same(pixels(await render({ [field]: value })), pixels(await render({})))).toBe(false)
  })
  test('is picture from edge to edge', async () => {
    const { pen, layout } = await render({ size: 'WS', time: 'day', action: '', dialogue: '', angle: '', move: '' })
    for (const [x, y] of [
      [1, 1],
      [layout.width - 2, 1],
      [1, layout.room.height - 2],
      [layout.width - 2, layout.room.height - 2],
    ] as const)
      expect(pen.getImageData(x, y, 1, 1).data[1]).toBeGreaterThan(120)
  })
  test('never writes outside its caption, whatever it says', async () => {
    const drawn = await render({
      action: `${'Z̷̢̛a̴̡l̶g̵o'.repeat(40)} ${'W'.repeat(3000)}`,
      dialogue: `${'N'.repeat(300)}: ${'x '.repeat(900)}`,
      move: 'M'.repeat(500),
      lens: 'L'.repeat(500),
    })
    const { caption, width, height, unit } = drawn.layout
    const side = { x: 0, y: caption.y, width: Math.floor(caption.x - unit * 0.3), height: height - caption.y }
    expect(ink(drawn, side).pixels).toBe(0)
    expect(ink(drawn, { ...side, x: width - side.width }).pixels).toBe(0)
    expect(ink(drawn, { x: 0, y: height - 4, width, height: 4 }).pixels).toBe(0)
  })
  test('of every legal size can be drawn', async () => {
    for (const [width, height] of [
      [16, 16],
      [4096, 16],
      [16, 4096],
      [4096, 2160],
    ] as const) {
      expect((await render({ width, height })).panel).toMatchObject({ width, height })
    }
  })
})

describe('texts', () => {
  const wordless = { size: '', angle: '', move: '', action: '', dialogue: '' }
  test('have a band as high as they need, and none where there are none', async () => {
    const light = { ...wordless, time: 'day' }
    const [none, one, two] = [
      await render(light),
      await render({ ...light, action: 'She waits.' }),
      await render({ ...light, action: long }),
    ]
    const { unit } = one.layout
    expect(bandOf(none)).toBe(0)
    expect(bandOf(one)).toBeCloseTo((LEADING + 2 * AIR) * unit, -1)
    expect(bandOf(two)).toBeGreaterThan(bandOf(one))
  })
  test('of a language without spaces take several lines', async () => {
    const drawn = await render({ ...wordless, action: String(sheets['cjk-1280']?.action).repeat(2) })
    expect(ink(drawn, lastLines(drawn, 1.7)).lines).toBeGreaterThanOrEqual(2)
  })
  test('from right to left begin at the right edge, others at the left', async () => {
    const edges = async (action: string) => {
      const drawn = await render({ ...wordless, action })
      const { left, right } = ink(drawn, lastLines(drawn))
      return [left, drawn.layout.caption.width - right]
    }
    const [fromLeft = 0, toRight = 0] = await edges('The boat is gone.')
    expect(fromLeft).toBeLessThan(12)
    expect(toRight).toBeGreaterThan(400)
    const [farLeft = 0, fromRight = 0] = await edges('القارب اختفى.')
    expect(fromRight).toBeLessThan(12)
    expect(farLeft).toBeGreaterThan(400)
  })
  test('of what is done leave a line for what is said', async () => {
    const drawn = await render({ ...wordless, action: long, dialogue: 'Mara: No.' })
    expect(ink(drawn, lastLines(drawn, 0.8)).right).toBeLessThan(drawn.layout.caption.width / 2)
  })
  test('in Latin letters are set in the bundled font', async () => {
    await loadFonts('/fonts/', testClock, never)
    const fonts = [...document.fonts].filter((face) => face.family === 'Inter' && face.status === 'loaded')
    expect(fonts).toHaveLength(2)
  })
})

describe('pictures of the subjects', () => {
  test('fill the frame of a close shot, without the drawn figure', async () => {
    const library = aLibrary()
    const mara = await library.add(await aPicture(400, 600, 'rgb(30 200 60)'), { name: 'references', label: 'Mara' })
    const drawn = await render({ size: 'CU', subjects: ['Mara'], move: 'static' }, [mara], library)
    const [red, green] = drawn.pen.getImageData(20, 20, 1, 1).data
    expect([red, green]).toEqual([30, 200])
    await commands.writeFile('.cache/screens/animatic-picture-cu.png', base64(drawn.bytes), 'base64')
  })
  test('stand side by side in a two-shot, and on the ground in a wide shot', async () => {
    const library = aLibrary()
    const inputs = [
      await library.add(await aPicture(400, 600, 'rgb(30 200 60)'), { name: 'references', label: 'Mara' }),
      await library.add(await aPicture(400, 600, 'rgb(40 60 200)'), { name: 'references', label: 'Tomas' }),
      await library.add(await aPicture(800, 450, 'rgb(200 180 40)'), { name: 'references', label: 'Look' }),
    ]
    const two = await render({ size: '2S', move: 'static' }, inputs, library)
    const wide = await render({ size: 'FS', time: 'day' }, inputs, library)
    const at = ({ pen }: Rendered, share: number) => [
      ...pen.getImageData(Math.round(two.layout.width * share), 60, 1, 1).data.slice(0, 3),
    ]
    expect([at(two, 0.1), at(two, 0.9)]).toEqual([
      [30, 200, 60],
      [40, 60, 200],
    ])
    const [red = 0, green = 0, blue = 0] = at(wide, 0.1)
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(3)
    for (const [name, drawn] of [
      ['2s', two],
      ['fs', wide],
    ] as const)
      await commands.writeFile(`.cache/screens/animatic-picture-${name}.png`, base64(drawn.bytes), 'base64')
  })
})
