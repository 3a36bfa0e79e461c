import type { Issue } from '../../kernel/index.ts'
import type { Traits } from './frontend.ts'
import { importIssues } from './issues.ts'
import { type Graph, isOff, type LiveNode } from './model.ts'
import { IMPORT_LIMITS } from './scan.ts'

/** A node at one place of the expanded workflow: inside a subgraph once for every host. */
export type Place = {
  readonly node: LiveNode
  readonly graph: Graph
  /** The host that shows the graph, with its own place; undefined in the workflow itself. */
  readonly host: Place | undefined
  /** `12:5`: ids of the hosts and the node. */
  readonly id: string
}

/** The place of a node of the same graph. */
export function placeBeside(place: Place, node: LiveNode): Place {
  return makePlace(node, place.graph, place.host)
}

/** The place of a node inside a host. */
export function placeInside(host: Place, graph: Graph, node: LiveNode): Place {
  return makePlace(node, graph, host)
}

function makePlace(node: LiveNode, graph: Graph, host: Place | undefined): Place {
  return { node, graph, host, id: host === undefined ? node.id : `${host.id}:${node.id}` }
}

/** All places in which a node stands. What a host that is off holds belongs to it or not, as the page has it. */
export function expandNodes(root: Graph, traits: Traits, report: (issue: Issue) => void): Place[] {
  const places: Place[] = []
  // Hosts count as well: empty subgraphs inside each other would multiply without a node to show for it.
  let visited = 0
  const walk = (graph: Graph, host: Place | undefined): boolean => {
    for (const node of graph.nodes.values()) {
      const place = makePlace(node, graph, host)
      visited += 1
      if (visited > IMPORT_LIMITS.nodes) return false
      if (node.inner === undefined) places.push(place)
      else if (entersHost(node, host, traits) && !walk(node.inner, place)) return false
    }
    return true
  }
  if (!walk(root, undefined)) {
    report(importIssues.make('import/too-many-nodes', { facts: { limit: IMPORT_LIMITS.nodes } }))
  }
  return places
}

/** The page leaves out the inside of a host that is off only at the top level; deeper it forgets to look. */
function entersHost(node: LiveNode, outer: Place | undefined, traits: Traits): boolean {
  return !isOff(node) || traits.exportsInsideOff === 'always' || outer !== undefined
}
