import { type Assessment, assessNodes, type EngineChoice, type PlanInput, type PlanNode } from '../jobs/index.ts'
import { sameJson } from '../kernel/index.ts'

type Known = { readonly node: PlanNode; readonly choice: EngineChoice; readonly assessment: Assessment }
type Assessments = ReadonlyMap<string, Assessment>

/**
 * Assesses as `assessNodes` does, but remembers the last answer: only nodes that changed, what follows from them and what
 * these are made from are looked at again, and an assessment that says the same stays the same object.
 */
export function createAssessing(): (input: PlanInput) => Assessments {
  let known: ReadonlyMap<string, Known> = new Map()
  let assessments: Assessments = new Map()
  return (input) => {
    const all = !sameNodes(input.nodes, known)
    const stirred = stirredNodes(input, known)
    if (!all && stirred.size === 0) return assessments
    const wanted = all ? undefined : withSources(input.nodes, stirred)
    const fresh = assessNodes(
      wanted ? { nodes: input.nodes.filter(({ nodeId }) => wanted.has(nodeId)), choose: input.choose } : input,
    )
    const next = new Map<string, Known>()
    for (const node of input.nodes) {
      const last = known.get(node.nodeId)
      const made = all || stirred.has(node.nodeId) ? fresh.get(node.nodeId) : last?.assessment
      if (!made) continue
      const assessment = last && sameJson(last.assessment, made) ? last.assessment : made
      next.set(node.nodeId, { node, choice: input.choose(node), assessment })
    }
    const same = !all && [...stirred].every((id) => next.get(id)?.assessment === known.get(id)?.assessment)
    known = next
    if (!same) assessments = new Map([...next].map(([id, { assessment }]) => [id, assessment]))
    return assessments
  }
}

/** The same nodes in the same order: what one finds among the others is found at the same place. */
function sameNodes(nodes: readonly PlanNode[], known: ReadonlyMap<string, Known>): boolean {
  if (nodes.length !== known.size) return false
  const before = known.keys()
  return nodes.every(({ nodeId }) => before.next().value === nodeId)
}

/** Nodes that are others than before, and all that follows from them. Nodes come in flow order. */
function stirredNodes({ nodes, choose }: PlanInput, known: ReadonlyMap<string, Known>): ReadonlySet<string> {
  const stirred = new Set<string>()
  for (const node of nodes) {
    const last = known.get(node.nodeId)
    const changed = last?.node !== node || last.choice !== choose(node)
    if (changed || sourcesOf(node).some((id) => stirred.has(id))) stirred.add(node.nodeId)
  }
  return stirred
}

/** The nodes with everything that they are made from, all the way up. */
function withSources(nodes: readonly PlanNode[], stirred: ReadonlySet<string>): ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const wanted = new Set(stirred)
  // A set that grows while it is walked: what is added is walked, too.
  for (const id of wanted) for (const source of sourcesOf(byId.get(id))) if (byId.has(source)) wanted.add(source)
  return wanted
}

function sourcesOf(node: PlanNode | undefined): readonly string[] {
  const media = node?.spec.media.flatMap(({ source }) => (source.from === 'take' ? [source.nodeId] : [])) ?? []
  return [...(node?.upstream ?? []), ...media]
}
