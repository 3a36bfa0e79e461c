import { type Clock, FailureError, isAbort, sleep } from '../../kernel/index.ts'
import type { Recipe } from '../../recipes/index.ts'
import type { Collected } from '../port.ts'
import type { ComfyClient } from './client.ts'
import { comfyFailures } from './failures.ts'
import { type FileRef, filesOf } from './history.ts'
import { guessKind, sniffMedia } from './media-type.ts'
import type { NodeOutput } from './messages.ts'
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
  const entry = await client.history(ticket.promptId, signal)
  if (!entry && !seen.has(ticket.promptId)) throw comfyFailures.error('comfyui/outputs-lost', { facts })
  // Some versions leave out of the history what came from their cache.
  const files = chooseFiles({ ...seen.of(ticket.promptId), ...entry?.outputs }, ticket.recipe)
  const collected: Collected[] = []
  for (const file of files) collected.push(await fetchFile(file, ticket, client, clock, signal))
  seen.forget(ticket.promptId)
  return collected
}

/** The files worth fetching: those of the recipe's outputs, the wanted kind first; without any, whatever else was saved. */
export function chooseFiles(
  outputs: Readonly<Record<string, NodeOutput>>,
  recipe: Pick<Recipe, 'outputs'>,
): readonly FileRef[] {
  const wanted = recipe.outputs.flatMap(({ node, type }) => {
    const files = filesOf(Object.hasOwn(outputs, node) ? (outputs[node] ?? {}) : {})
    const fits = (file: FileRef) => guessKind(file.filename, file.format) === type
    return [...files.filter(fits), ...files.filter((file) => !fits(file))]
  })
  if (wanted.length > 0) return wanted.slice(0, MOST_FILES)
  const others = Object.values(outputs).flatMap(filesOf)
  const saved = others.filter(({ type }) => type === 'output')
  return (saved.length > 0 ? saved : others).slice(0, MOST_FILES)
}

async function fetchFile(
  file: FileRef,
  ticket: ComfyTicket,
  client: ComfyClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<Collected> {
  const facts = { file: file.filename, server: client.server.name }
  const at = { jobId: ticket.jobId, nodeId: ticket.nodeId }
  for (let tries = 1; ; tries++) {
    try {
      const bytes = await client.view(file, ticket.promptId, signal)
      if (!bytes) throw comfyFailures.error('comfyui/output-gone', { facts, at })
      const mime = await sniffMedia(bytes)
      if (mime === undefined)
        throw comfyFailures.error('comfyui/unreadable-output', {
          facts,
          at,
          detail: `${bytes.size} bytes of ${bytes.type}`,
        })
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
