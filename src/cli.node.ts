import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Issue, toFailure } from './kernel/index.ts'
import { catalog } from './kinds/index.ts'
import { parseRecipe, type Recipe, requiredClasses } from './recipes/index.ts'
import { convertWorkflow, readEmbedded, readWorkflowFile, sourceOfBytes } from './recipes/infer/index.ts'
import { openStoryboardText, sniffBytes } from './storyboard/index.ts'

/** What a call ends with. */
const FINE = 0
const ISSUES = 1
const MISUSE = 2

const USAGE = `Usage:
  framewright check FILE                              problems of a storyboard, a recipe or a workflow
  framewright convert WORKFLOW --object-info FILE     a ComfyUI workflow as API JSON
  framewright explain FILE [--object-info FILE]       inputs, outputs, models and node classes
FILE may be any file that ComfyUI writes (JSON, PNG, WebP, MP4, FLAC, …), or - for standard input.`

/** Where the program reads from and writes to. */
type Streams = { readonly out: (text: string) => void; readonly told: (text: string) => void }

/** A call that makes no sense, or a file that cannot be read at all. */
class Misuse extends Error {}

type Options = { readonly objectInfo: string | undefined }
type Command = (file: string, options: Options, streams: Streams) => Promise<number>

const commands: Readonly<Record<string, Command>> = { check, convert, explain }

async function check(file: string, _options: Options, { out }: Streams): Promise<number> {
  return tell(file, await findIssues(await readInput(file)), out)
}

/** Looks at a file as what it is. */
async function findIssues(bytes: Uint8Array): Promise<readonly Issue[]> {
  const looks = sniffBytes(bytes)
  const text = () => new TextDecoder().decode(bytes)
  if (looks === 'storyboard') return openStoryboardText(text(), { catalog }).issues
  if (looks === 'recipe') return parseRecipe(text()).issues
  const read = await readWorkflowFile(sourceOfBytes(bytes))
  return read.draft ? read.draft.issues : asErrors(read.issues)
}

/** A file without anything in it is no good file, however mildly that is put elsewhere. */
function asErrors(issues: readonly Issue[]): readonly Issue[] {
  return issues.map((one) => ({ ...one, severity: 'error' }))
}

async function convert(file: string, { objectInfo }: Options, { out, told }: Streams): Promise<number> {
  if (objectInfo === undefined) throw new Misuse('convert needs --object-info FILE, the answer of /object_info.')
  const classes = await readJson(objectInfo)
  const { workflow, prompt, issues } = await readEmbedded(sourceOfBytes(await readInput(file)))
  const given = workflow ?? prompt
  if (given === undefined) return tell(file, asErrors(issues), told)
  const made = convertWorkflow(given, classes)
  out(JSON.stringify(made.prompt, null, 2))
  return tell(file, made.issues, told)
}

async function explain(file: string, { objectInfo }: Options, { out, told }: Streams): Promise<number> {
  const bytes = await readInput(file)
  if (sniffBytes(bytes) === 'recipe') {
    const { recipe, issues } = parseRecipe(new TextDecoder().decode(bytes))
    out(describe(recipe))
    return tell(file, issues, told)
  }
  const read = await readWorkflowFile(sourceOfBytes(bytes), {
    ...(file === '-' ? {} : { name: file }),
    ...(objectInfo === undefined ? {} : { objectInfo: await readJson(objectInfo) }),
  })
  if (!read.draft) return tell(file, asErrors(read.issues), told)
  out(describe(read.draft.recipe))
  return tell(file, read.draft.issues, told)
}

function describe(recipe: Recipe): string {
  const inputs = Object.entries(recipe.inputs).map(([name, { type, bind, default: value }]) => {
    const places = bind.map(({ node, input }) => `${node}.${input}`).join(', ')
    return `  ${name} (${type}) → ${places}${value === undefined ? '' : ` = ${oneLine(value)}`}`
  })
  const outputs = recipe.outputs.map(({ name, node, type }) => `  ${name} (${type}) ← ${node}`)
  const models = recipe.requires.models.map(({ folder, name, url }) => `  ${folder}/${name}${url ? ` ${url}` : ''}`)
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['inputs', inputs],
    ['outputs', outputs],
    ['models', models],
    ['node classes', requiredClasses(recipe).map((name) => `  ${name}`)],
  ]
  const lists = parts.flatMap(([title, lines]) => [`${title} (${lines.length})`, ...lines])
  return [`${recipe.title}: ${recipe.purpose}`, ...lists].join('\n')
}

function oneLine(value: string | number | boolean): string {
  const text = JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 99)}…` : text
}

/** `file:path: message`, a line each; what is only for information makes no bad file. */
function tell(file: string, issues: readonly Issue[], write: (text: string) => void): number {
  for (const { at, message } of issues) {
    const path = at.path ?? [at.nodeId, at.field].filter((part) => part !== undefined).join('.')
    write(`${file}:${path === '' ? '' : `${path}:`} ${message}`)
  }
  return issues.some(({ severity }) => severity !== 'info') ? ISSUES : FINE
}

async function readInput(file: string): Promise<Uint8Array> {
  if (file === '-') return readStandardInput()
  try {
    return await readFile(file)
  } catch (thrown) {
    throw new Misuse(`${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of process.stdin) parts.push(part as Uint8Array)
  return Buffer.concat(parts)
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await readInput(file)))
  } catch (thrown) {
    if (thrown instanceof Misuse) throw thrown
    throw new Misuse(`${file}: no JSON`)
  }
}

async function run(given: readonly string[], streams: Streams): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: { 'object-info': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    streams.out(USAGE)
    return FINE
  }
  const [name = '', file, ...more] = positionals
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command || file === undefined || more.length > 0) throw new Misuse(USAGE)
  if (file === '-' && values['object-info'] === '-') throw new Misuse('Only one file can be standard input.')
  try {
    return await command(file, { objectInfo: values['object-info'] }, streams)
  } catch (thrown) {
    if (thrown instanceof Misuse) throw thrown
    const { message, facts } = toFailure(thrown)
    const path = typeof facts?.path === 'string' ? `${facts.path}:` : ''
    streams.told(`${file}:${path} ${message}`)
    return ISSUES
  }
}

const write = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(`${text}\n`)

try {
  process.exitCode = await run(process.argv.slice(2), { out: write(process.stdout), told: write(process.stderr) })
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exitCode = MISUSE
}
