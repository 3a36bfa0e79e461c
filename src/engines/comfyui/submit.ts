import { FailureError, isAbort } from '../../kernel/index.ts'
import { type FilledGraph, fillRecipe, writePrompt } from '../../recipes/index.ts'
import { cleanLines } from '../words.ts'
import { isBusy, isGateway, isPage, readJson, refusalOf } from './caller.ts'
import type { ComfyClient } from './client.ts'
import type { Answer } from './exchange.ts'
import { comfyFailures } from './failures.ts'
import { choicesOf, findModel, modelInputs } from './model-inputs.ts'
import type { Offers } from './offers.ts'
import { OWN_ID } from './queue-read.ts'
import type { ComfyTicket } from './ticket.ts'
import type { Uploads } from './uploads.ts'
import { explainRefusal, losesOutput, type PromptAnswer, refusedMedia, type Sent, zPromptAnswer } from './validation.ts'
import { isSince, SINCE } from './version.ts'

type Parts = { readonly client: ComfyClient; readonly uploads: Uploads; readonly offers: Offers }

/** Uploads the inputs, fills the recipe and sends it. Resolves when the server has it in its queue. */
export async function submitTicket(ticket: ComfyTicket, parts: Parts, signal: AbortSignal): Promise<void> {
  const { client, uploads } = parts
  const { version, arguments: flags } = await client.facts(signal)
  const name = client.server.name
  const previews =
    isSince(version, SINCE.previewMethod) === true && !flags.some((flag) => flag.startsWith('--preview-method'))
  for (let again = false; ; again = true) {
    const remembered = uploads.hasRemembered(client, ticket.inputs)
    const graph = await fillTicket(ticket, client, uploads, signal)
    const sent: Sent = {
      recipe: ticket.recipe,
      graph,
      serverName: name,
      at: { jobId: ticket.jobId, nodeId: ticket.nodeId },
    }
    const answer = await post(promptBody(ticket, graph, previews), client, signal)
    const refused = await readAnswer(answer, ticket, parts, sent)
    if (!refused) return
    // A 400 was certainly not queued, so it may be sent again: the file may have been deleted since it was uploaded.
    if (again || !remembered || !refusedMedia(refused, sent)) throw new FailureError(explainRefusal(refused, sent))
    uploads.forget(client, ticket.inputs)
  }
}

async function fillTicket(
  ticket: ComfyTicket,
  client: ComfyClient,
  uploads: Uploads,
  signal: AbortSignal,
): Promise<FilledGraph> {
  const media = await uploads.provide(client, ticket.inputs, signal)
  const { recipe, values, seed, prefix } = ticket
  const { graph, issues } = fillRecipe(recipe, { values, media, prefix, ...(seed === undefined ? {} : { seed }) })
  const problem = issues.find(({ severity }) => severity === 'error')
  if (problem) {
    const detail = issues.map(({ message }) => message).join('\n')
    throw comfyFailures.error('comfyui/unfilled-recipe', {
      facts: { problem },
      detail,
      at: { jobId: ticket.jobId, nodeId: ticket.nodeId },
    })
  }
  await nameModels(graph, client, signal)
  return graph
}

/** Writes models under the names that this server gives them; one that is left open becomes the first it lists. */
async function nameModels(
  graph: FilledGraph,
  client: Pick<ComfyClient, 'objectInfo'>,
  signal: AbortSignal,
): Promise<void> {
  const classes = new Set(
    Object.values(graph)
      .map((node) => node.class_type)
      .filter((name) => modelInputs(name).length > 0),
  )
  for (const nodeClass of classes) {
    const info = await client.objectInfo(signal, nodeClass)
    for (const node of Object.values(graph).filter((one) => one.class_type === nodeClass)) {
      for (const [input] of modelInputs(nodeClass)) {
        const wanted = node.inputs[input]
        const listed = choicesOf(info[nodeClass], input)
        if (typeof wanted !== 'string' || !listed) continue
        const found = wanted === '' ? listed[0] : findModel(wanted, listed)
        // What is not there is sent as it is: the server's own refusal says it best.
        if (found !== undefined) node.inputs[input] = found
      }
    }
  }
}

function promptBody(
  { clientId, promptId, jobId, nodeId, title, recipe, seed }: ComfyTicket,
  graph: FilledGraph,
  previews: boolean,
): string {
  const note = { jobId, nodeId, title, promptId, recipe: recipe.id, ...(seed === undefined ? {} : { seed }) }
  return writePrompt({
    prompt: graph,
    client_id: clientId,
    prompt_id: promptId,
    extra_data: {
      extra_pnginfo: { framewright: note },
      framewright_job: jobId,
      [OWN_ID]: promptId,
      ...(previews ? { preview_method: 'latent2rgb' } : {}),
    },
  })
}

// Failures before anything was sent; every other one leaves open whether the server has the prompt.
const NOT_SENT = new Set(['comfyui/unreachable', 'comfyui/not-forwarded', 'comfyui/tls', 'comfyui/forwarder-refused'])

async function post(body: string, client: ComfyClient, signal: AbortSignal): Promise<Answer> {
  const facts = { server: client.server.name }
  try {
    return await client.postPrompt(body, signal)
  } catch (thrown) {
    if (isAbort(thrown) || !(thrown instanceof FailureError)) throw thrown
    const { failure } = thrown
    if (NOT_SENT.has(failure.code) && thrown.cause === undefined) throw thrown
    throw comfyFailures.error('comfyui/unclear-submit', {
      facts,
      detail: `${failure.code}: ${failure.message}\n${failure.detail ?? ''}`,
      cause: thrown,
    })
  }
}

/** Undefined when the prompt is queued and will make its output; a refusal to be explained; rejects with everything else. */
async function readAnswer(
  answer: Answer,
  ticket: ComfyTicket,
  parts: Parts,
  sent: Sent,
): Promise<PromptAnswer | undefined> {
  const { client } = parts
  const parsed = zPromptAnswer.safeParse(await readJson(answer)).data
  if (answer.status === 400 && parsed) return parsed
  if (answer.status !== 200 || parsed?.prompt_id === undefined) throw await explainAnswer(answer, client, sent)
  // Servers before 0.3.45 give ids of their own.
  client.identities.learn(ticket.promptId, parsed.prompt_id)
  if (!losesOutput(parsed, ticket.recipe)) return undefined
  await takeBack(ticket.promptId, parts)
  throw new FailureError(explainRefusal(parsed, sent))
}

/** What an answer means that neither takes nor refuses the prompt as ComfyUI does. */
async function explainAnswer(answer: Answer, client: ComfyClient, sent: Sent): Promise<FailureError> {
  const { status } = answer
  const facts = { server: client.server.name, status }
  const detail = `${status}\n${cleanLines((await answer.bytes.text()).slice(0, 4000))}`
  if (status === 401 || status === 407) return comfyFailures.error('comfyui/login-required', { facts, detail })
  if (status === 403) return comfyFailures.error('comfyui/origin-refused', { facts, detail })
  if (status === 404 || status === 405) return comfyFailures.error('comfyui/not-supported', { facts, detail })
  if (status === 413) return comfyFailures.error('comfyui/prompt-too-large', { facts, detail })
  if (status === 400) return comfyFailures.error('comfyui/validation', { detail, at: sent.at })
  // What stands in front may have handed the prompt on before it gave up: asked first, sent again later.
  if (isBusy(status) || isGateway(status)) return refusalOf(answer, client.server.name)
  if (status === 200 && (await isPage(answer))) return refusalOf(answer, client.server.name)
  // A 500 does not mean that it was not queued, half an answer neither.
  return comfyFailures.error('comfyui/unclear-submit', { facts, detail })
}

// Accepted, but not what was asked for: what is left of it would only cost time on the server.
async function takeBack(promptId: string, { client, offers }: Parts): Promise<void> {
  const { signal } = new AbortController()
  const offered = await offers.of(client, signal).catch(() => undefined)
  if (offered?.cancelJob && (await client.cancelJob(promptId, signal).catch(() => false))) return
  await client.removePending(promptId, signal).catch(() => undefined)
}
