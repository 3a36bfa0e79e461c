import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { png, pngText } from '../oracle/built-files.ts'

const root = join(import.meta.dirname, '../..')
let folder = ''

beforeAll(async () => {
  mkdirSync(join(root, '.cache'), { recursive: true })
  // Inside the repository, so that the packages beside it are found.
  folder = mkdtempSync(join(root, '.cache/cli-'))
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir: folder,
      emptyOutDir: false,
      ssr: 'src/cli.node.ts',
      rolldownOptions: { output: { entryFileNames: 'cli.mjs' } },
    },
  })
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the program as a shell would, in a folder of its own. */
function run(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'cli.mjs'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  })
  return { status, stdout, stderr }
}

function file(name: string, content: unknown): string {
  writeFileSync(join(folder, name), content instanceof Uint8Array ? content : JSON.stringify(content))
  return name
}

const CLASSES = {
  EmptyImage: { input: { required: { width: ['INT', { default: 512 }] } }, output: ['IMAGE'], output_name: ['IMAGE'] },
  SaveImage: {
    input: { required: { images: ['IMAGE'], filename_prefix: ['STRING', { default: 'ComfyUI' }] } },
    output: [],
    output_name: [],
    output_node: true,
  },
}
const WORKFLOW = {
  version: 0.4,
  nodes: [
    {
      id: 1,
      type: 'EmptyImage',
      inputs: [],
      outputs: [{ name: 'IMAGE', type: 'IMAGE', links: [1] }],
      widgets_values: [64],
    },
    { id: 2, type: 'SaveImage', inputs: [{ name: 'images', type: 'IMAGE', link: 1 }], widgets_values: ['film'] },
  ],
  links: [[1, 1, 0, 2, 0, 'IMAGE']],
}
const PROMPT = {
  1: { class_type: 'EmptyImage', inputs: { width: 64 } },
  2: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'film' } },
}
const bare = (prompt: Record<string, { class_type: string; inputs: object }>) =>
  Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [id, { class_type: node.class_type, inputs: node.inputs }]),
  )

describe('convert', () => {
  test('prints the prompt of a workflow, from a file and from standard input', () => {
    const args = [file('w.json', WORKFLOW), '--object-info', file('info.json', CLASSES)]
    const made = run(['convert', ...args])
    expect([made.status, made.stderr]).toEqual([0, ''])
    expect(bare(JSON.parse(made.stdout))).toEqual(PROMPT)
    expect(run(['convert', '-', '--object-info', 'info.json'], JSON.stringify(WORKFLOW)).stdout).toBe(made.stdout)
  })
  test('of a picture with a workflow inside', () => {
    const picture = file('p.png', png(pngText('workflow', JSON.stringify(WORKFLOW))))
    const made = run(['convert', picture, '--object-info', file('info.json', CLASSES)])
    expect(bare(JSON.parse(made.stdout))).toEqual(PROMPT)
  })
  test('says where something is amiss, apart from the prompt, and ends with 1', () => {
    const { EmptyImage: _left, ...some } = CLASSES
    const made = run(['convert', file('w.json', WORKFLOW), '--object-info', file('some.json', some)])
    expect(made.status).toBe(1)
    expect(made.stderr).toMatch(/^w\.json:1: .*EmptyImage/m)
    expect(() => JSON.parse(made.stdout)).not.toThrow()
  })
})

describe('check', () => {
  test('a sound recipe says nothing; one that binds to nowhere says where', () => {
    const shipped = join(root, 'workflows/recipes/test-card.recipe.json')
    expect(run(['check', shipped])).toMatchObject({ status: 0, stdout: '' })
    const recipe = JSON.parse(readFileSync(shipped, 'utf8'))
    const [name] = Object.keys(recipe.inputs)
    recipe.inputs[name ?? ''].bind[0].node = 'nowhere'
    const told = run(['check', file('bad.recipe.json', recipe)])
    expect(told.status).toBe(1)
    expect(told.stdout).toMatch(new RegExp(`^bad\\.recipe\\.json:inputs\\.${name}\\.bind: .*nowhere`, 'm'))
  })
  test('a storyboard that comes with the program is sound', () => {
    expect(run(['check', join(root, 'workflows/storyboards/lighthouse.storyboard.json')]).status).toBe(0)
  })
  test('what is nothing of ours ends with 1 and a sentence', () => {
    const told = run(['check', file('nothing.json', { a: 1 })])
    expect(told.status).toBe(1)
    expect(`${told.stdout}${told.stderr}`).toMatch(/^nothing\.json:.* \S/m)
  })
})

test('explain lists inputs, outputs, models and classes', () => {
  const graph = {
    ...PROMPT,
    3: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' } },
  }
  const { stdout } = run(['explain', file('api.json', graph), '--object-info', file('info.json', CLASSES)])
  expect(stdout).toMatch(/outputs \(1\)\n {2}image \(image\) ← 2/)
  expect(stdout).toMatch(/models \(1\)\n {2}checkpoints\/a\.safetensors/)
  expect(stdout).toMatch(/node classes \(3\)/)
})

test.each([
  ['no command', []],
  ['an unknown command', ['paint', 'a.json']],
  ['two files', ['check', 'a', 'b']],
  ['an unknown flag', ['check', 'a.json', '--wrong']],
  ['a file that is not there', ['check', 'absent.json']],
  ['convert without node definitions', ['convert', 'w.json']],
])('%s is misuse: 2, and help on the error stream', (_, args) => {
  const told = run(args)
  expect([told.status, told.stdout]).toEqual([2, ''])
  expect(told.stderr).not.toBe('')
  expect(told.stderr).not.toContain('    at ')
})
