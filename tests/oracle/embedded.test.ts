import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ByteSource } from '../../src/recipes/index.ts'
import { readEmbedded, sourceOfBytes } from '../../src/recipes/infer/index.ts'
import { FILES, jpeg, PROMPT, png, pngPacked, pngText, RECORD, safetensors, WORKFLOW } from './built-files.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const read = (bytes: Uint8Array) => readEmbedded(sourceOfBytes(bytes))
const codes = (found: Awaited<ReturnType<typeof read>>) => found.issues.map((issue) => issue.code)

describe('a workflow inside a file', () => {
  it.each(Object.entries(FILES))('%s', async (_, { kind, bytes, record }) => {
    const found = await read(bytes)
    expect(found).toMatchObject({ kind, workflow: WORKFLOW, prompt: PROMPT })
    expect(found.extras).toEqual(record === false ? {} : { framewright: RECORD })
    expect(found.issues).toEqual([])
  })

  it('of a long video is found without reading the pictures', async () => {
    const small = FILES['MP4, moov at the end']?.bytes ?? new Uint8Array()
    let loaded = 0
    const source: ByteSource = {
      size: small.length,
      read: async (offset, length) => {
        loaded += length
        return small.slice(offset, offset + length)
      },
    }
    expect((await readEmbedded(source)).workflow).toEqual(WORKFLOW)
    expect(loaded).toBeLessThan(small.length)
  })

  it('that is the file itself, drawn or as a prompt', async () => {
    expect(await read(bytesOf(`\uFEFF ${JSON.stringify(WORKFLOW)}`))).toMatchObject({
      kind: 'JSON',
      workflow: WORKFLOW,
      issues: [],
    })
    const prompt = await read(bytesOf(JSON.stringify(PROMPT)))
    expect(prompt).toMatchObject({ kind: 'JSON', prompt: PROMPT })
    expect(codes(prompt)).toEqual(['import/prompt-only'])
  })

  it('may hold NaN, and JSON inside a JSON text', async () => {
    const found = await read(
      png(
        pngText('prompt', '{"1": {"class_type": "NaN", "inputs": {"a": NaN, "b": -Infinity}}}'),
        pngText('workflow', JSON.stringify(JSON.stringify(WORKFLOW))),
      ),
    )
    expect(found.prompt).toEqual({ '1': { class_type: 'NaN', inputs: { a: null, b: null } } })
    expect(found.workflow).toEqual(WORKFLOW)
    expect(codes(found)).toEqual(['import/not-finite'])
  })

  it('may be only the settings that another program wrote as text', async () => {
    const settings = 'a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a'
    expect(await read(png(pngText('parameters', settings)))).toMatchObject({ parameters: settings })
    expect(await read(jpeg([0xfe, bytesOf(settings)]))).toMatchObject({ kind: 'JPEG', parameters: settings })
  })
})

describe('a file without a workflow', () => {
  it('says so, by its kind', async () => {
    expect(codes(await read(png()))).toEqual(['import/nothing-embedded'])
    expect(codes(await read(new Uint8Array()))).toEqual(['import/unknown-container'])
    expect(codes(await read(bytesOf('hello')))).toEqual(['import/unknown-container'])
    expect(codes(await read(png(pngText('workflow', 'no JSON at all'))))).toEqual([
      'import/no-json',
      'import/nothing-embedded',
    ])
  })
})

describe('a hostile file', () => {
  it('cut off anywhere is answered, and what came before is kept', async () => {
    for (const { bytes } of Object.values(FILES)) {
      for (const share of [0.1, 0.5, 0.9]) {
        const found = await read(bytes.slice(0, Math.floor(bytes.length * share)))
        expect(found.workflow === undefined || found.workflow !== null).toBe(true)
      }
    }
    const cut = png(pngText('workflow', JSON.stringify(WORKFLOW)), pngText('prompt', JSON.stringify(PROMPT)))
    const found = await read(cut.slice(0, cut.length - 30))
    expect(found.workflow).toEqual(WORKFLOW)
    expect(codes(found)).toEqual(['import/broken-container'])
  })

  it('that unpacks to more than is read is left out', async () => {
    const bomb = pngPacked('workflow', new Uint8Array(40 * 1024 * 1024).fill(32))
    expect(codes(await read(png(bomb)))).toEqual(['import/text-too-long', 'import/nothing-embedded'])
  })

  it('of endless small parts ends', async () => {
    const many = new Uint8Array(8 + 12 * 60_000)
    many.set(png().subarray(0, 8))
    for (let at = 8; at < many.length; at += 12) many.set(bytesOf('IDAT'), at + 4)
    expect(codes(await read(many))).toContain('import/container-too-long')
  })

  it('with keys that could reach a prototype changes nothing', async () => {
    const metadata: unknown = JSON.parse('{"__proto__": "{\\"polluted\\": true}", "constructor": "{}"}')
    const found = await read(safetensors(metadata))
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.getPrototypeOf(found.extras)).toBe(Object.prototype)
  })

  it('whose source fails is answered', async () => {
    const source: ByteSource = { size: 100, read: () => Promise.reject(new Error('gone')) }
    expect((await readEmbedded(source)).issues.map((issue) => issue.code)).toEqual(['import/broken-container'])
  })

  it('with lying bytes anywhere is answered', async () => {
    const file = fc.constantFrom(...Object.values(FILES).map(({ bytes }) => bytes.slice(0, 20_000)))
    const lies = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(file, lies, fc.boolean(), async (bytes, changes, early) => {
        const hurt = bytes.slice()
        for (const [at, value] of changes) hurt[at % (early ? Math.min(200, hurt.length) : hurt.length)] = value
        const found = await read(hurt)
        expect(found.issues.every((issue) => issue.message !== '')).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  it('of any bytes behind a true beginning is answered', async () => {
    const starts = Object.values(FILES).map(({ bytes }) => bytes.slice(0, 12))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
        const found = await read(Uint8Array.from([...start, ...rest]))
        expect(found.issues.length).toBeGreaterThan(0)
      }),
      { numRuns: 1000 },
    )
  })
})
