import { z } from 'zod'
import type { Ticket } from '../../jobs/index.ts'
import type { JsonObject } from '../../kernel/index.ts'
import { type Recipe, zRecipe } from '../../recipes/index.ts'
import type { Order } from '../port.ts'
import { comfyTraits } from '../traits.ts'
import { comfyFailures } from './failures.ts'

/** Name of the engine, as jobs and tickets know it. */
export const COMFY_ENGINE = comfyTraits.id

const zData = z.looseObject({
  promptId: z.string().min(8),
  clientId: z.string().min(1),
  jobId: z.string(),
  nodeId: z.string(),
  title: z.string(),
  prefix: z.string().min(1),
  recipe: zRecipe,
  values: z.record(z.string(), z.json()),
  seed: z.string().optional(),
  inputs: z.array(z.looseObject({ name: z.string(), hash: z.string(), mime: z.string() })),
})

/** All that is needed to submit, to find the submission again and to collect it, without anything else at hand. */
export type ComfyTicket = z.infer<typeof zData> & { readonly serverId: string }

/** Writes the ticket of an order. Pure; throws `comfyui/no-recipe` when there is nothing to run. */
export function prepareTicket({ job, attemptId, clientId, recipe, values, inputs }: Order): Ticket {
  if (!recipe)
    throw comfyFailures.error('comfyui/no-recipe', {
      facts: { title: job.title },
      at: { jobId: job.id, nodeId: job.nodeId },
    })
  const data = {
    promptId: attemptId,
    clientId,
    jobId: job.id,
    nodeId: job.nodeId,
    title: job.title,
    prefix: `framewright/${job.id}`,
    recipe: forTheServer(recipe),
    values,
    inputs: inputs.map(({ name, hash, mime }) => ({ name, hash, mime })),
    ...(job.make.seed === undefined ? {} : { seed: job.make.seed }),
  }
  // Through JSON, so that what is followed now and what is read back after a restart are the same.
  const plain = JSON.parse(JSON.stringify(data)) as JsonObject
  return {
    engine: COMFY_ENGINE,
    id: attemptId,
    data: plain,
    ...(job.serverId === undefined ? {} : { serverId: job.serverId }),
  }
}

/** Reads a ticket that may have been stored by an older program. */
export function readTicket(ticket: Ticket): ComfyTicket {
  const parsed = zData.safeParse(ticket.data)
  if (!parsed.success) throw comfyFailures.error('comfyui/bad-ticket', { detail: z.prettifyError(parsed.error) })
  if (ticket.serverId === undefined) throw comfyFailures.error('comfyui/server-gone')
  return { ...parsed.data, serverId: ticket.serverId }
}

// The author's picture of the workflow can be megabytes, and plays no part in running it.
function forTheServer({
  workflow: _picture,
  description: _words,
  presets: _presets,
  ...recipe
}: Recipe): Omit<Recipe, 'workflow' | 'description' | 'presets'> {
  return recipe
}
