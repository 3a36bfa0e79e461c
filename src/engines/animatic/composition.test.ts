import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { castPictures } from './casting.ts'
import { coverCrop, layOutPanel, type Rect } from './layout.ts'
import { cameraFacts, dialogueTurns } from './look.ts'
import { daylightOf, setStage, tintOf } from './stage.ts'

const sides = fc.integer({ min: 8, max: 4096 }).map((half) => half * 2)
const inside = (inner: Rect, width: number, height: number) =>
  inner.x >= 0 && inner.y >= 0 && inner.x + inner.width <= width && inner.y + inner.height <= height
const stageOf = (size: string, subjects: string[] = ['Mara'], angle = 'eye', aspect = 16 / 9) =>
  setStage({ size, angle, time: 'day', subjects }, aspect)

describe('a panel', () => {
  test('is picture from edge to edge; its words lie below the room in which the picture is composed', () => {
    fc.assert(
      fc.property(sides, sides, (width, height) => {
        const { room, caption } = layOutPanel(width, height)
        expect(inside(room, width, height) && inside(caption, width, height)).toBe(true)
        expect([room.x, room.y, room.width]).toEqual([0, 0, width])
        expect(caption.y).toBeGreaterThanOrEqual(room.height)
        expect(room.height).toBeGreaterThan(height * 0.6)
      }),
    )
  })
  test('has words that can be read when a node shows it 320 pixels wide', () => {
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
      [1920, 804],
      [640, 360],
      [1080, 1080],
      [3996, 2160],
    ] as const) {
      const { unit, lines } = layOutPanel(width, height)
      expect(unit * (320 / width)).toBeGreaterThan(8)
      expect(lines).toBeGreaterThanOrEqual(2)
    }
  })
})

test('a crop has the shape of its room and stays within the picture', () => {
  fc.assert(
    fc.property(
      sides,
      sides,
      sides,
      sides,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (width, height, roomWidth, roomHeight, anchor) => {
        const crop = coverCrop({ width, height }, { width: roomWidth, height: roomHeight }, anchor)
        expect(crop.width / crop.height).toBeCloseTo(roomWidth / roomHeight, 3)
        expect(crop.x).toBeGreaterThan(-1e-6)
        expect(crop.y + crop.height).toBeLessThan(height + 1e-6)
      },
    ),
  )
})

describe('a stage', () => {
  test('shows people larger, the closer the shot', () => {
    const heads = ['EWS', 'WS', 'FS', 'MWS', 'MS', 'MCU', 'CU', 'ECU'].map((size) => stageOf(size).figures[0]!.head)
    expect(heads).toEqual([...heads].sort((a, b) => a - b))
    expect(new Set(heads).size).toBe(heads.length)
  })
  test('reads sizes written out', () => {
    expect(stageOf('extreme close-up')).toEqual(stageOf('ECU'))
    expect(stageOf('Medium close-up').framing).toEqual(stageOf('MCU').framing)
    expect(stageOf('over-the-shoulder').framing.set).toBe('shoulder')
  })
  test('shows whole bodies in full shots and cuts them in close ones', () => {
    expect(stageOf('FS').figures[0]!.top + stageOf('FS').figures[0]!.head * 7.5).toBeCloseTo(0.93)
    expect(stageOf('MS').figures[0]!.top + stageOf('MS').figures[0]!.head * 7.5).toBeGreaterThan(1.5)
  })
  test('puts the horizon low for low angles and high for high ones', () => {
    const horizon = (angle: string) => stageOf('WS', ['Mara'], angle).angle.horizon
    expect(horizon('worm')).toBeGreaterThan(horizon('low'))
    expect(horizon('low')).toBeGreaterThan(horizon('eye'))
    expect(horizon('eye')).toBeGreaterThan(horizon('high'))
  })
  test('keeps faces apart and inside, from one person to five, in every aspect', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('EWS', 'WS', 'FS', 'MWS', 'MS', 'MCU', 'CU', '2S'),
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0.5, max: 2.6, noNaN: true }),
        (size, count, aspect) => {
          const { figures } = stageOf(
            size,
            Array.from({ length: count }, (_, index) => `Person ${index}`),
            'eye',
            aspect,
          )
          const faces = figures.map(({ x, head }) => ({
            left: x - (head * 0.37) / aspect,
            right: x + (head * 0.37) / aspect,
          }))
          for (const [index, face] of faces.entries()) {
            expect(face.left).toBeGreaterThan(-0.02)
            expect(face.right).toBeLessThan(1.02)
            if (index > 0) expect(face.left).toBeGreaterThan(faces[index - 1]!.right)
          }
        },
      ),
    )
  })
  test('counts those who find no room', () => {
    const stage = stageOf('WS', ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
    expect([stage.figures.length, stage.more]).toEqual([5, 2])
  })
  test('places the person spoken to in front, with the back to us, in shots over a shoulder', () => {
    const { figures } = stageOf('OTS', ['Mara', 'Tomas'])
    expect(figures.map(({ name, back }) => [name, back])).toEqual([
      ['Mara', false],
      ['Tomas', true],
    ])
  })
  test('gives a name the same grey in every panel', () => {
    expect(tintOf('Mara')).toBe(stageOf('CU').figures[0]!.tint)
    expect(tintOf('mara')).toBe(tintOf('MARA'))
    expect(tintOf('Mara')).not.toBe(tintOf('Tomas'))
  })
  test('is lit by the time of day', () => {
    expect(['day', '', 'continuous', 'dusk', 'Night'].map(daylightOf)).toEqual(['day', 'day', 'day', 'low', 'night'])
  })
})

describe('pictures take their parts:', () => {
  const picture = (label: string) => ({ label })
  test('one of the person fills a close shot, two share it', () => {
    expect(castPictures(stageOf('CU'), [picture('Mara')]).tiles).toHaveLength(1)
    expect(
      castPictures(stageOf('MS', ['Mara', 'Tomas']), [picture('Mara'), picture('Tomas')]).tiles.map(({ name }) => name),
    ).toEqual(['Mara', 'Tomas'])
  })
  test('in a wide shot people stand on the stage', () => {
    const cast = castPictures(stageOf('WS'), [picture('Mara')])
    expect([cast.fill, [...cast.pictures.keys()]]).toEqual(['stage', ['Mara']])
  })
  test('a picture of nobody is the view where nobody is named, and small beside named people', () => {
    expect(castPictures(stageOf('WS', []), [picture('Pier')]).fill).toBe('pictures')
    expect(castPictures(stageOf('WS'), [picture('Look')])).toMatchObject({ fill: 'stage', inset: { label: 'Look' } })
  })
})

test('dialogue is read turn by turn, with names in any script', () => {
  expect(dialogueTurns('Mara: Who is there?\nTell me.\n澪：僕だよ。')).toEqual([
    { speaker: 'Mara', words: 'Who is there? Tell me.' },
    { speaker: '澪', words: '僕だよ。' },
  ])
  expect(dialogueTurns('Only a whisper')).toEqual([{ speaker: '', words: 'Only a whisper' }])
})

test('camera facts come in the order in which crews read them, without what goes without saying', () => {
  expect(cameraFacts({ size: 'MS', angle: 'low', move: 'push in' })).toEqual(['MS', 'Low angle', 'Push in'])
  expect(cameraFacts({ size: 'WS', angle: 'eye', move: 'static' })).toEqual(['WS'])
  expect(cameraFacts({ size: '', angle: '', move: '' })).toEqual([])
})
