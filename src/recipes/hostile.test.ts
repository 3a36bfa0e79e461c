import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FailureError } from '../kernel/index.ts'
import { parseRecipe, reviewRecipe } from './index.ts'

const HEAD = '"format": "framewright/recipe", "version": 1, "id": "r", "title": "R", "purpose": "other"'
const SAVE = '"save": {"class_type": "SaveImage", "inputs": {}}'
const TAIL = '"outputs": [{"name": "image", "node": "save", "type": "image"}]'
const text = (nodes: string, more = '') => `{${HEAD}, "graph": {${SAVE}${nodes && `, ${nodes}`}}, ${more}${TAIL}}`
const node = (inputs: string, nodeClass = 'Note') => `"n": {"class_type": "${nodeClass}", "inputs": {${inputs}}}`

function codeOf(source: unknown): string {
  try {
    parseRecipe(source)
    return 'read'
  } catch (thrown) {
    if (thrown instanceof FailureError) return thrown.failure.code
    throw thrown
  }
}

describe('a recipe file that could hurt', () => {
  const cyclic: Record<string, unknown> = {}
  cyclic.self = cyclic
  const throwing = new Proxy(
    {},
    {
      get() {
        throw new Error('mine')
      },
      ownKeys() {
        throw new Error('mine')
      },
    },
  )

  test.each<[string, unknown, string]>([
    ['a reserved key', text(node('"__proto__": {"x": 1}')), 'recipes/unsafe-key'],
    ['a key said twice', text(node('"a": 1, "\\u0061": 2')), 'recipes/duplicate-key'],
    ['depth', text(node(`"a": ${'['.repeat(5000)}${']'.repeat(5000)}`)), 'recipes/too-large'],
    ['a very long text', text(node(`"a": "${'x'.repeat(1_000_001)}"`)), 'recipes/too-large'],
    [
      'very many keys',
      text(node(Array.from({ length: 20_001 }, (_, index) => `"k${index}": 0`).join(','))),
      'recipes/too-large',
    ],
    [
      'many bad inputs',
      text('', `"inputs": {${Array.from({ length: 100_000 }, (_, index) => `"i${index}": 1`).join(',')}}, `),
      'recipes/too-large',
    ],
    [
      'many bad bindings',
      text(
        '',
        `"inputs": {${Array.from({ length: 999 }, (_, index) => `"i${index}": {"type": "text", "bind": [${Array(2_000).fill('1').join(',')}]}`).join(',')}}, `,
      ),
      'recipes/malformed',
    ],
    [
      'a bound that is no number',
      text('', '"inputs": {"a": {"type": "number", "max": 1e999, "bind": [{"node": "save", "input": "a"}]}}, '),
      'recipes/malformed',
    ],
    [
      '40 MB',
      text(
        node(
          `"a": [${Array(400)
            .fill(`"${'x'.repeat(100_000)}"`)
            .join(',')}]`,
        ),
      ),
      'recipes/too-large',
    ],
    ['a circle', cyclic, 'recipes/malformed'],
    ['an object that throws', throwing, 'recipes/malformed'],
    ['a function', () => 1, 'recipes/malformed'],
  ])('by %s is refused with a failure', (_, source, code) => {
    expect(codeOf(source)).toBe(code)
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  test('keeps every digit of its numbers, and says which are kept as texts', () => {
    const seed =
      '"inputs": {"seed": {"type": "seed", "max": 18446744073709551615, "bind": [{"node": "n", "input": "seed"}]}}, '
    const { recipe, issues } = parseRecipe(text(node('"seed": 18446744073709551615, "far": 1e999'), seed))
    expect(recipe.graph.n?.inputs).toEqual({ seed: '18446744073709551615', far: '1e999' })
    expect(recipe.inputs.seed?.max).toBe(2 ** 64)
    expect(issues.map(({ code, at }) => [code, at.path])).toEqual([
      ['recipes/long-number', 'graph.n.inputs.seed'],
      ['recipes/long-number', 'graph.n.inputs.far'],
    ])
  })
})

describe('the review of a foreign recipe', () => {
  const warnings = (nodes: string, more = '') =>
    parseRecipe(text(nodes, more)).issues.map(({ code, severity }) => `${code} ${severity}`)

  test.each([
    ['PythonExec', 'runs-code'],
    ['EvaluateMultiple', 'none'],
    ['easy_eval_node', 'runs-code'],
    ['RunShellScript', 'runs-code'],
    ['PipInstaller', 'runs-code'],
    ['SystemNotification', 'runs-code'],
    ['LoadImageFromURL', 'fetches'],
    ['HF_Downloader', 'fetches'],
    ['KlingTextToVideoNode', 'paid'],
    ['OpenAIDalle3', 'paid'],
    ['KSampler', 'none'],
    ['ImageCompositeMasked', 'none'],
    ['CLIPTextEncode', 'none'],
    ['Wan22ImageToVideoLatent', 'none'],
  ])('of the class %s: %s', (nodeClass, code) => {
    expect(warnings(node('', nodeClass))).toEqual(code === 'none' ? [] : [`recipes/${code} warning`])
  })

  test.each([
    ['import os; os.system("id")', 'has-code'],
    ['__import__("x")', 'none'],
    ['eval(x)', 'has-code'],
    ['../../etc/passwd', 'has-path'],
    ['..\\\\..\\\\x', 'has-path'],
    ['/etc/passwd', 'has-path'],
    ['C:\\\\Windows\\\\x', 'has-path'],
    ['~/.ssh/id', 'has-path'],
    ['http://10.0.0.1/x', 'has-address'],
    ['see file:///etc/passwd', 'has-address'],
    ['javascript:alert(1)', 'has-address'],
    ['sub/folder/model.safetensors', 'none'],
    ['a man and/or a boat.. on water, 16:9', 'none'],
  ])('of the text %j: %s', (words, code) => {
    const said = JSON.stringify(JSON.parse(`"${words.replaceAll('"', '\\"')}"`))
    const expected = words.startsWith('__import__')
      ? ['recipes/has-code warning']
      : code === 'none'
        ? []
        : [`recipes/${code} warning`]
    expect(warnings(node(`"value": ${said}`))).toEqual(expected)
    expect(warnings(node(`"value": {"__value__": [${said}]}`))).toEqual(expected)
  })

  test('looks at defaults, presets and model addresses, too', () => {
    const more = `"inputs": {"a": {"type": "text", "default": "/etc/a", "bind": [{"node": "save", "input": "a"}]}}, "presets": {"p": {"a": "/etc/b"}}, "requires": {"models": [{"folder": "vae", "name": "x", "url": "javascript:alert(1)"}]}, `
    expect(parseRecipe(text('', more)).issues.map(({ code, at }) => [code, at.path])).toEqual([
      ['recipes/has-path', 'inputs.a.default'],
      ['recipes/has-path', 'presets.p.a'],
      ['recipes/has-address', 'requires.models.x'],
    ])
  })

  test('shows foreign words without the signs that would make them look like others', () => {
    const { issues } = parseRecipe(text(node(`"value": "/etc/\\u202egpj.exe${'x'.repeat(500)}"`)))
    expect(issues[0]?.message).not.toMatch(/\u202e|x{200}/)
    expect(issues[0]?.message).toContain('/etc/gpj.exe')
  })

  test('has nothing to say of the recipes that come with the program', () => {
    const folder = new URL('../../workflows/recipes/', import.meta.url)
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.json')))
      expect(reviewRecipe(parseRecipe(readFileSync(new URL(name, folder), 'utf8')).recipe), name).toEqual([])
  })
})
