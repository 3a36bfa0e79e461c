import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writePrompt } from '../../recipes/index.ts'
import { chooseFiles } from './collect.ts'
import { readFrame } from './frames.ts'
import { extensionOf, guessKind, sniffHead } from './media-type.ts'
import { readMessage } from './messages.ts'
import { choicesOf, findModel, modelsOf } from './model-inputs.ts'
import { parseTolerant } from './tolerant-json.ts'
import { isSince, SINCE } from './version.ts'

describe('tolerant JSON', () => {
  test('is JSON for everything that is JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!/\d{16}/.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')))
        expect(parseTolerant(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('takes what Python writes and leaves texts alone', () => {
    expect(
      parseTolerant('{"a":NaN,"b":[Infinity,-Infinity],"NaN":"NaN, Infinity \\" NaN 18446744073709551615"}'),
    ).toEqual({
      a: null,
      b: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      NaN: 'NaN, Infinity " NaN 18446744073709551615',
    })
  })

  test('keeps every digit of long whole numbers, through reading and writing', () => {
    const text = '{"max":18446744073709551615,"near":9007199254740991,"half":0.30000000000000004}'
    expect(parseTolerant(text)).toEqual({
      max: { digits: '18446744073709551615' },
      near: 9007199254740991,
      half: 0.30000000000000004,
    })
    expect(writePrompt(parseTolerant(text))).toBe(text)
  })

  test('refuses what is no JSON at all, and is not slowed down by long texts', () => {
    for (const text of ['', '<html>', '{"a":}', '{NaN}']) expect(() => parseTolerant(text)).toThrow(SyntaxError)
    const long = `{"a":NaN,"b":"${'x\\"'.repeat(2_000_000)}"}`
    expect(Object.keys(parseTolerant(long) as object)).toEqual(['a', 'b'])
  })
})

const bytes = (...parts: (readonly number[] | string | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : [...part])))
const word = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const JPEG = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]

describe('binary frames', () => {
  test('a plain preview names nobody', () => {
    expect(readFrame(bytes(word(1), word(1), JPEG))).toMatchObject({ frame: 'preview', animated: false })
  })

  test('an animated preview of an extension has the node before the picture', async () => {
    const id = [2, ...new TextEncoder().encode('12'), ...Array<number>(13).fill(0)]
    const frame = readFrame(bytes(word(1), word(1), word(1), word(7), id, JPEG))
    expect(frame).toMatchObject({ frame: 'preview', animated: true, nodeId: '12' })
    if (frame.frame === 'preview') expect([...new Uint8Array(await frame.image.arrayBuffer())]).toEqual(JPEG)
  })

  test('a preview with metadata names prompt and node', () => {
    const metadata = JSON.stringify({ prompt_id: 'p', node_id: '5.0', display_node_id: '5' })
    expect(readFrame(bytes(word(4), word(metadata.length), metadata, JPEG))).toMatchObject({
      promptId: 'p',
      nodeId: '5',
    })
  })

  test('a text frame has a node and a text', () => {
    expect(readFrame(bytes(word(3), word(1), '7', 'häuser'))).toEqual({ frame: 'text', nodeId: '7', text: 'häuser' })
  })

  test('whatever bytes come, nothing is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 5 }), (tail, kind) => {
        expect(['preview', 'text', 'other']).toContain(readFrame(bytes(word(kind), tail)).frame)
        expect(['preview', 'text', 'other']).toContain(readFrame(tail).frame)
      }),
    )
  })
})

describe('messages', () => {
  test('whatever is told, nothing is thrown', () => {
    const types = [
      'status',
      'executing',
      'progress',
      'progress_state',
      'executed',
      'execution_error',
      'execution_cached',
      'feature_flags',
      'toString',
      '__proto__',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.jsonValue(), (type, data) => {
        expect(typeof readMessage(JSON.stringify({ type, data })).type).toBe('string')
      }),
    )
    for (const text of ['', 'null', '[]', '{"type":1}', 'NaN']) expect(readMessage(text).type).toBe('other')
  })

  test('an error in a blocked branch is not an end', () => {
    const data = {
      prompt_id: 'p',
      node_id: '2',
      exception_type: 'ExecutionBlocked',
      exception_message: 'x',
      traceback: [],
      current_inputs: [],
    }
    expect(readMessage(JSON.stringify({ type: 'execution_error', data })).type).toBe('blocked')
  })

  test('nodes made while running are told as the node they belong to', () => {
    const data = { prompt_id: 'p', node: '12.0.0.3', display_node: '12' }
    expect(readMessage(JSON.stringify({ type: 'executing', data }))).toEqual({
      type: 'executing',
      promptId: 'p',
      node: '12',
    })
  })
})

describe('versions', () => {
  test.each<[string | undefined, boolean | undefined]>([
    ['0.3.57', true],
    ['0.3.56', false],
    ['0.4.0', true],
    ['1.0', true],
    ['v0.28.2', true],
    ['0.3.100', true],
    ['unknown', undefined],
    [undefined, undefined],
  ])('%s has the targeted interrupt: %s', (version, expected) => {
    expect(isSince(version, SINCE.targetedInterrupt)).toBe(expected)
  })
})

describe('models', () => {
  test('are read from lists and from combos, and joined by folder', () => {
    const info = {
      CheckpointLoaderSimple: { input: { required: { ckpt_name: [['a', 'b'], {}] } } },
      ImageOnlyCheckpointLoader: { input: { required: { ckpt_name: ['COMBO', { options: ['b', 'c', 7] }] } } },
      VAELoader: { input: { required: {} } },
      Broken: null,
      constructor: { input: {} },
    }
    expect([...modelsOf(info)]).toEqual([['checkpoints', ['a', 'b', 'c']]])
    expect(choicesOf(info.VAELoader, 'vae_name')).toBeUndefined()
  })

  test('are found by their name in any folder, and not by a part of it', () => {
    const listed = ['xl\\base.safetensors', 'other/refiner.safetensors']
    expect(findModel('base.safetensors', listed)).toBe('xl\\base.safetensors')
    expect(findModel('xl/base.safetensors', listed)).toBe('xl\\base.safetensors')
    expect(findModel('ase.safetensors', listed)).toBeUndefined()
  })
})

describe('media', () => {
  test.each<[string, readonly number[] | string]>([
    ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
    ['image/jpeg', JPEG],
    ['image/webp', 'RIFF\x01\x01\x01\x01WEBP'],
    ['video/mp4', '\0\0\0\x20ftypisom'],
    ['video/webm', [0x1a, 0x45, 0xdf, 0xa3]],
    ['audio/wav', 'RIFF\x01\x01\x01\x01WAVE'],
    ['audio/flac', 'fLaC'],
    ['audio/mpeg', 'ID3'],
  ])('%s is known by its first bytes', (mime, head) => {
    expect(sniffHead(bytes(head, 'rest of the file'))).toBe(mime)
  })

  test('pages, and files that are too short, are no media', () => {
    expect(sniffHead(bytes('<!doctype html><script>'))).toBeUndefined()
    expect(sniffHead(new Uint8Array())).toBeUndefined()
  })

  test('uploads get the ending of their type, extra words apart', () => {
    expect([
      extensionOf('image/png'),
      extensionOf('image/jpeg'),
      extensionOf('video/mp4; codecs="avc1"'),
      extensionOf('text/x'),
    ]).toEqual(['png', 'jpg', 'mp4', 'bin'])
    expect([guessKind('a.mp4'), guessKind('a.bin', 'video/h264-mp4'), guessKind('a.PNG'), guessKind('a')]).toEqual([
      'video',
      'video',
      'image',
      'other',
    ])
  })
})

describe('choosing files', () => {
  const out = (filename: string, type = 'output') => ({ filename, subfolder: '', type })
  const recipe = { outputs: [{ name: 'video', node: '5', type: 'video' as const }] }

  test('takes those of the recipe’s output, the wanted kind first, whatever the key', () => {
    const outputs = {
      '5': { gifs: [out('first.png'), out('clip.mp4')], animated: [true] },
      '9': { images: [out('other.png')] },
    }
    expect(chooseFiles(outputs, recipe).map(({ file }) => file.filename)).toEqual(['clip.mp4', 'first.png'])
  })

  test('takes what was saved elsewhere when the output has none, and previews last of all', () => {
    const outputs = {
      '7': { images: [out('temp.png', 'temp')] },
      '9': { images: [out('saved.png'), 'nonsense', null], text: ['a'] },
    }
    expect(chooseFiles(outputs, recipe).map(({ file }) => file.filename)).toEqual(['saved.png'])
    expect(chooseFiles({ '7': outputs['7'] }, recipe).map(({ file }) => file.filename)).toEqual(['temp.png'])
  })
})
