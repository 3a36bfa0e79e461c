import { type Clock, FailureError, isAbort, sleep } from '../../kernel/index.ts'
import type { Recipe } from '../../recipes/index.ts'
import type { Collected } from '../port.ts'
import { cleanWords } from '../words.ts'
import type { ComfyClient } from './client.ts'
import { comfyFailures } from './failures.ts'
import { type FileRef, isSafeRef } from './file-ref.ts'
import { filesOf } from './history.ts'
import { guessKind } from './media-type.ts'
import type { NodeOutput } from './messages.ts'
import { isWhole } from './output-limits.ts'
import type { Seen } from './seen.ts'
import type { ComfyTicket } from './ticket.ts'

/** Tries per file, and the first rest between them in ms. */
const TRIES = 3
const REST = 500
/** More files than this of one submission are left on the server. */
const MOST_FILES = 16

type Parts = { readonly client: ComfyClient; readonly clock: Clock; readonly seen: Seen }

/** Brings home what a submission made, the recipe's first output first. */
export async function collectTicket(
  ticket: ComfyTicket,
  { client, clock, seen }: Parts,
  signal: AbortSignal,
): Promise<readonly Collected[]> {
  const facts = { server: client.server.name }
  // What followed the prompt to its end has read the history already.
  const isKnown = seen.isWhole(ticket.promptId)
  seen.doubt(ticket.promptId)
  const entry = isKnown ? undefined : await client.history(ticket.promptId, signal)
  if (!entry && !seen.has(ticket.promptId)) throw comfyFailures.error('comfyui/outputs-lost', { facts })
  // Some versions leave out of the history what came from their cache.
  const found = chooseFiles({ ...seen.of(ticket.promptId), ...entry?.outputs }, ticket.recipe)
  const files = found.filter(({ file }) => isSafeRef(file)).slice(0, MOST_FILES)
  const [odd] = found
  if (files.length === 0 && odd) throw oddOutput(odd.file, ticket, client)
  const collected: Collected[] = []
  for (const { file, output } of files) {
    const batch = found.filter((one) => one.output === output)
    const one = await fetchFile(file, ticket, client, clock, signal)
    const index = collected.filter((other) => other.output === output).length
    collected.push({
      ...one,
      ...(output === undefined ? {} : { output }),
      ...(batch.length > 1 ? { batch: { index, count: batch.length } } : {}),
    })
  }
  seen.forget(ticket.promptId)
  return collected
}

function oddOutput({ filename, subfolder }: FileRef, { jobId, nodeId }: ComfyTicket, client: ComfyClient) {
  return comfyFailures.error('comfyui/odd-output', {
    facts: {
      file: cleanWords(`${subfolder === '' ? '' : `${subfolder}/`}${filename}`, 80),
      server: client.server.name,
    },
    at: { jobId, nodeId },
  })
}

/** A file worth fetching, and the recipe's output that asked for it. */
type Wanted = { readonly file: FileRef; readonly output?: string }

/**
 * The files worth fetching: those of the recipe's outputs, the wanted kind first; without any, whatever else was saved. A
 * batch comes as several files of one output.
 */
export function chooseFiles(
  outputs: Readonly<Record<string, NodeOutput>>,
  recipe: Pick<Recipe, 'outputs'>,
): readonly Wanted[] {
  const wanted = recipe.outputs.flatMap(({ name, node, type }) => {
    const files = filesOf(Object.hasOwn(outputs, node) ? (outputs[node] ?? {}) : {})
    const fits = (file: FileRef) => guessKind(file.filename, file.format) === type
    const asked = files.filter(fits)
    // A preview beside the film is no second film; alone it may be what was wanted, under another ending.
    const others = files.filter((file) => !fits(file))
    const beside = others.map((file): Wanted => (asked.length > 0 ? { file } : { file, output: name }))
    return [...asked.map((file): Wanted => ({ file, output: name })), ...beside]
  })
  if (wanted.length > 0) return wanted
  const others = Object.values(outputs).flatMap(filesOf)
  const saved = others.filter(({ type }) => type === 'output')
  return (saved.length > 0 ? saved : others).map((file) => ({ file }))
}

async function fetchFile(
  file: FileRef,
  ticket: ComfyTicket,
  client: ComfyClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<Collected> {
  const facts = { file: cleanWords(file.filename, 80), server: client.server.name }
  const at = { jobId: ticket.jobId, nodeId: ticket.nodeId }
  for (let tries = 1; ; tries++) {
    try {
      const found = await client.view(file, ticket.promptId, signal)
      if (!found) throw comfyFailures.error('comfyui/output-gone', { facts, at })
      const { bytes, mime } = found
      if (!(await isWhole(mime, bytes)))
        throw comfyFailures.error('comfyui/unreadable-output', { facts, at, detail: `${mime}, cut at ${bytes.size}` })
      return { name: file.filename.replace(/^.*[\\/]/, ''), mime, bytes: bytes.slice(0, bytes.size, mime) }
    } catch (thrown) {
      signal.throwIfAborted()
      if (isAbort(thrown) || !(thrown instanceof FailureError)) throw thrown
      const { code, retry, detail } = thrown.failure
      if (code === 'comfyui/too-large') throw comfyFailures.error('comfyui/output-too-large', { facts, at, detail })
      if (tries >= TRIES || (retry !== 'auto' && code !== 'comfyui/unreadable-output')) throw thrown
      await sleep(clock, REST * 2 ** (tries - 1), signal)
    }
  }
}
