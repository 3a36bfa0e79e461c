import type { Issue } from '../kernel/index.ts'
import type { Catalog } from './catalog.ts'
import type { Storyboard } from './document.ts'
import { createHeap } from './heap.ts'
import { storyboardIssues } from './issues.ts'
import { assignNumbers, NUMBER_PREFIX, type Numbered } from './naming.ts'
import { readNode } from './reading.ts'
import { readingOrder } from './reading-order.ts'
import { type Wiring, wiresOf } from './wiring.ts'

/** A scene with its shots in story order; without a scene, the shots that belong to none. */
export type StoryPart = { readonly sceneId?: string; readonly shotIds: readonly string[] }

/** In which order nodes are worked through, and how scenes and shots are counted. */
export type Flow = {
  readonly order: readonly string[]
  readonly numbers: ReadonlyMap<string, string>
  readonly story: readonly StoryPart[]
  /** Numbers that are used twice. */
  readonly issues: readonly Issue[]
}

/** Finds story, numbers and flow order. Muted shots keep their numbers: switching one off must not rename the others. */
export function orderStoryboard(board: Storyboard, wiring: Wiring, catalog: Catalog): Flow {
  const read = readingOrder([...board.nodes].map(([id, { position }]) => ({ id, x: position.x, y: position.y }))).map(
    ({ id }) => id,
  )
  const story = tellStory(read, board, wiring, catalog)
  const numbers = numberStory(story, board, catalog)
  return { story, numbers, order: flowOrder(read, story, wiring), issues: findSharedNumbers(story, numbers) }
}

function tellStory(read: readonly string[], board: Storyboard, wiring: Wiring, catalog: Catalog): StoryPart[] {
  const shotsByScene = new Map<string, string[]>()
  const loose: string[] = []
  const role = (id: string) => catalog.get(board.nodes.get(id)?.kind ?? '')?.numbering
  for (const id of read) if (role(id) === 'scene') shotsByScene.set(id, [])
  for (const id of read) {
    if (role(id) !== 'shot') continue
    const scene = sceneBehind(id, board, wiring, catalog)
    ;(scene === undefined ? loose : (shotsByScene.get(scene) ?? loose)).push(id)
  }
  const scenes: StoryPart[] = [...shotsByScene].map(([sceneId, shotIds]) => ({ sceneId, shotIds }))
  return loose.length > 0 ? [...scenes, { shotIds: loose }] : scenes
}

/** The scene that a shot hangs on, through nodes that are bypassed. */
function sceneBehind(shotId: string, board: Storyboard, wiring: Wiring, catalog: Catalog): string | undefined {
  const seen = new Set<string>()
  const next = [shotId]
  for (let id = next.shift(); id !== undefined; id = next.shift()) {
    if (seen.has(id)) continue
    seen.add(id)
    for (const wires of wiresOf(wiring, id).inputs.values()) {
      for (const { edge } of wires) {
        const source = board.nodes.get(edge.from.node)
        if (!source) continue
        if (catalog.get(source.kind)?.numbering === 'scene') return edge.from.node
        if (source.mode === 'bypassed') next.push(edge.from.node)
      }
    }
  }
  return undefined
}

function numberStory(story: readonly StoryPart[], board: Storyboard, catalog: Catalog): Map<string, string> {
  const numbered = (id: string): Numbered => {
    const node = board.nodes.get(id)
    const written = node && readNode(node, catalog)?.params.number
    return { id, number: typeof written === 'string' ? written.trim() : undefined }
  }
  const scenes = story.flatMap(({ sceneId }) => (sceneId === undefined ? [] : [numbered(sceneId)]))
  const numbers = new Map(assignNumbers(scenes, NUMBER_PREFIX.scene))
  for (const { shotIds } of story)
    for (const [id, number] of assignNumbers(shotIds.map(numbered), NUMBER_PREFIX.shot)) numbers.set(id, number)
  return numbers
}

/** Sources first; of the nodes that could come next, the one of the earliest shot, then the one that is read first. */
function flowOrder(read: readonly string[], story: readonly StoryPart[], wiring: Wiring): string[] {
  const place = new Map<string, number>()
  for (const { sceneId, shotIds } of story) {
    if (sceneId !== undefined) place.set(sceneId, place.size + 1)
    for (const id of shotIds) place.set(id, place.size + 1)
  }
  const readAt = new Map(read.map((id, index) => [id, index]))
  const rank = new Map<string, number>()
  const open = new Map<string, number>()
  const heap = createHeap()
  const offer = (id: string) =>
    heap.push(Math.max(rank.get(id) ?? 0, place.get(id) ?? 0) * read.length + (readAt.get(id) ?? 0), id)
  for (const id of read) {
    let count = 0
    for (const wires of wiresOf(wiring, id).inputs.values()) count += wires.length
    open.set(id, count)
    if (count === 0) offer(id)
  }
  const order: string[] = []
  for (let id = heap.pop(); id !== undefined; id = heap.pop()) {
    order.push(id)
    const own = Math.max(rank.get(id) ?? 0, place.get(id) ?? 0)
    for (const wires of wiresOf(wiring, id).outputs.values()) {
      for (const { edge } of wires) {
        const to = edge.to.node
        rank.set(to, Math.max(rank.get(to) ?? 0, own))
        const count = (open.get(to) ?? 0) - 1
        open.set(to, count)
        if (count === 0) offer(to)
      }
    }
  }
  return order
}

/** Two scenes, or two shots of a scene, under one number. */
function findSharedNumbers(story: readonly StoryPart[], numbers: ReadonlyMap<string, string>): Issue[] {
  const scenes = story.flatMap(({ sceneId }) => (sceneId === undefined ? [] : [sceneId]))
  return [scenes, ...story.map(({ shotIds }) => shotIds)].flatMap((ids) => {
    const seen = new Set<string>()
    return ids.flatMap((nodeId) => {
      const number = numbers.get(nodeId) ?? ''
      const before = seen.size
      seen.add(number.toUpperCase())
      if (seen.size > before) return []
      return [storyboardIssues.make('storyboard/shared-number', { at: { nodeId, field: 'number' }, facts: { number } })]
    })
  })
}
