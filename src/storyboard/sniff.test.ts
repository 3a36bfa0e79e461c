import { describe, expect, test } from 'vitest'
import type { FileLook } from './file-look.ts'
import { sniffBytes, sniffText } from './sniff.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const bytes = (...parts: (number[] | string)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...utf8(part)] : part)))

describe('bytes are known by their first ones, whatever the file is called', () => {
  test.each<[FileLook, Uint8Array]>([
    ['png', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0])],
    ['jpeg', bytes([0xff, 0xd8, 0xff, 0xe0])],
    ['webp', bytes('RIFF', [4, 0, 0, 0], 'WEBPVP8 ')],
    ['wav', bytes('RIFF', [4, 0, 0, 0], 'WAVEfmt ')],
    ['mp4', bytes([0, 0, 0, 0x20], 'ftypisom')],
    ['quicktime', bytes([0, 0, 0, 0x20], 'ftypqt  ')],
    ['avif', bytes([0, 0, 0, 0x20], 'ftypavif')],
    ['webm', bytes([0x1a, 0x45, 0xdf, 0xa3])],
    ['flac', bytes('fLaC')],
    ['zip', bytes('PK', [3, 4])],
    ['binary', bytes([1, 2, 0, 3])],
    ['binary', bytes([0xc3, 0x28, 0x41])],
    ['html', bytes('\n<!doctype html><title>x')],
    ['storyboard', bytes([0xef, 0xbb, 0xbf], '{"format": "framewright/storyboard"}')],
    ['empty', bytes()],
  ])('%s', (look, data) => {
    expect(sniffBytes(data)).toBe(look)
  })
})

describe('texts are known by what they say', () => {
  test.each<[FileLook, string]>([
    ['storyboard', '{"format":"framewright/storyboard","version":1}'],
    ['recipe', '{"format":"framewright/recipe"}'],
    ['fragment', '{"format":"framewright/fragment"}'],
    ['json', '{"format":"framewright/of-tomorrow"}'],
    ['comfyui-workflow', '{"last_node_id":2,"nodes":[{"id":1}],"links":[]}'],
    ['comfyui-prompt', '{"1":{"class_type":"LoadImage","inputs":{"image":"a.png"}}}'],
    ['comfyui-prompt', '{"prompt":{"1":{"class_type":"LoadImage","inputs":{}}}}'],
    ['json', '{}'],
    ['json', '[{"class_type":"LoadImage"}]'],
    ['broken-json', '{"a": '],
    ['broken-json', '{"__proto__": {}}'],
    ['xml', '<?xml version="1.0"?><fcpxml/>'],
    ['text', 'INT. KITCHEN - NIGHT'],
    ['empty', ' \n '],
  ])('%s: %s', (look, text) => {
    expect(sniffText(text)).toBe(look)
  })
})
