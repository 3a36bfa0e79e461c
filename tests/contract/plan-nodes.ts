import { contentKey, freshKey, type KeyFacts, type MakeSpec, type Take } from '../../src/assets/index.ts'
import type { EngineChoice, PlanInput, PlanNode } from '../../src/jobs/index.ts'

/** A node that makes a picture from its prompt and the takes of others. */
export function aNode(nodeId: string, change: Partial<PlanNode> & { readonly spec?: MakeSpec } = {}): PlanNode {
  const upstream = change.upstream ?? []
  return {
    nodeId,
    kind: 'keyframe',
    title: nodeId,
    spec: aSpec(nodeId, upstream),
    upstream,
    issues: [],
    takes: [],
    ...change,
  }
}

/** What a node wants made. */
export function aSpec(prompt: string, upstream: readonly string[] = [], change: Partial<MakeSpec> = {}): MakeSpec {
  return {
    makes: 'image',
    purpose: 'text-to-image',
    generate: { prompt },
    panel: { action: prompt },
    media: upstream.map((nodeId) => ({ name: nodeId, source: { from: 'take', nodeId } })),
    ...change,
  }
}

export const recipe = { id: 'sdxl', title: 'SDXL', hash: 'recipe-1' }
export const server: EngineChoice = {
  engine: 'comfyui',
  reads: 'generate',
  draft: false,
  recipe,
  servers: ['server-a'],
}
export const drawing: EngineChoice = { engine: 'animatic', reads: 'panel', draft: true, servers: [] }

/** A plan input in which every node gets the same engine, unless said otherwise. */
export function anInput(
  nodes: readonly PlanNode[],
  choose: (node: PlanNode) => EngineChoice = () => server,
): PlanInput {
  return { nodes, choose }
}

/** The take that a choice would make of a node, given the bytes of its inputs. */
export function aTake(
  node: PlanNode,
  choice: EngineChoice,
  inputs: Readonly<Record<string, string>> = {},
  change: Partial<Take> = {},
): Take {
  if ('blocked' in choice) throw new Error('a blocked node makes nothing')
  const seed = choice.reads === 'generate' ? node.spec.seed : undefined
  const media = node.spec.media.map(({ name, source }) => ({
    name,
    nodeId: source.nodeId,
    hash: source.from === 'file' ? source.ref.hash : (inputs[source.nodeId] ?? `bytes of ${source.nodeId}`),
  }))
  const facts: KeyFacts = {
    kind: node.kind,
    engine: choice.engine,
    values: node.spec[choice.reads],
    inputs: media,
    ...(choice.recipe ? { recipeHash: choice.recipe.hash } : {}),
    ...(seed ? { seed: seed.value } : {}),
  }
  return {
    id: `take of ${node.nodeId}`,
    storyboardId: 'board-1',
    nodeId: node.nodeId,
    number: 1,
    assetId: `bytes of ${node.nodeId}`,
    mime: 'image/png',
    draft: choice.draft,
    contentKey: contentKey(facts),
    freshKey: freshKey(facts, seed?.mode === 'vary'),
    jobId: `job of ${node.nodeId}`,
    createdAt: 0,
    provenance: {
      kind: node.kind,
      engine: choice.engine,
      values: facts.values,
      inputs: media,
      startedAt: 0,
      endedAt: 0,
      ...(choice.recipe ? { recipe: choice.recipe } : {}),
      ...(seed ? { seed: seed.value } : {}),
    },
    ...change,
  }
}

/** The node with the take that it would make today. */
export function made(node: PlanNode, choice: EngineChoice = server): PlanNode {
  return { ...node, takes: [aTake(node, choice)] }
}

/** The node with another prompt, its takes kept. */
export function reworded(node: PlanNode, prompt: string): PlanNode {
  return { ...node, spec: { ...node.spec, generate: { ...node.spec.generate, prompt }, panel: { action: prompt } } }
}
