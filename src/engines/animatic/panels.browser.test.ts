import { expect, test } from 'vitest'
import { commands } from 'vitest/browser'
import type { Values } from '../../assets/index.ts'
import { parsePanel } from './brief.ts'
import { makeStill } from './make-still.browser.ts'
import { aLibrary, aPanel } from './testing.browser.ts'

const never = new AbortController().signal
const long = 'The tide has gone out further than anyone remembers, and the boats lie on their sides like sleeping animals; Mara walks between them with the lantern held low, counting the ribs of each wreck under her breath until she reaches the last.'
const sheets: Record<string, Values> = {
  'ms-1280': {},
  'ws-1280': { size: 'WS', angle: 'low', move: 'pan right', time: 'day', subjects: ['Mara', 'Tomas', 'The harbour master'], dialogue: '' },
  'ews-1920': { width: 1920, height: 804, size: 'EWS', move: 'crane up', time: 'dawn', subjects: ['Mara'], lens: 'anamorphic' },
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
  'cjk-1280': { action: '澪はランタンを掲げ、誰もいない桟橋を見渡す。どこか下の方で、ロープがきしむ音がする。「潮が引いてしまった」と彼女はつぶやき、古い船のあいだを静かに歩いていく。', dialogue: '澪：そこにいるのは誰？\n智也：僕だよ。船がもうない。', subjects: ['澪', '智也'], place: '港の桟橋', time: '夜 night', size: 'MWS' },
  'rtl-1280': { action: 'ترفع مارا الفانوس وتنظر على طول الرصيف الفارغ. في مكان ما في الأسفل يصدر حبل صريرًا، ثم يعود الصمت إلى الميناء.', dialogue: 'مارا: من هناك؟\nتوماس: أنا فقط. القارب اختفى.', subjects: ['مارا', 'توماس'], place: 'رصيف الميناء', time: 'day', size: 'MS' },
}

for (const [name, changes] of Object.entries(sheets)) {
  test(`a panel: ${name}`, async () => {
    const brief = parsePanel(aPanel(changes))
    const panel = await makeStill(brief, [], { blobs: aLibrary(), fonts: '/fonts/' }, never)
    const bytes = new Uint8Array(await panel.bytes.arrayBuffer())
    await commands.writeFile(`.cache/screens/animatic-${name}.png`, bytes.toBase64(), 'base64')
    expect(bytes.length).toBeGreaterThan(1000)
  })
}
