import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** The screens of the window; each has its own URL hash. */
export const SCREENS = [
  'projects',
  'canvas',
  'shots',
  'timeline',
  'library',
  'queue',
  'servers',
  'notices',
  'settings',
] as const
/** A screen of the window. */
export type Screen = (typeof SCREENS)[number]

/** Where a canvas is looked at: offset in screen pixels and scale. */
export type CanvasView = { readonly x: number; readonly y: number; readonly zoom: number }

/** What a window remembers while it is open: never saved in the document, never undone. */
export type Session = {
  readonly screen: Screen
  /** Ids of selected nodes, in the order in which they were selected. */
  readonly selection: ReadonlySet<string>
  readonly selectedEdges: ReadonlySet<string>
  /** Id of the selected frame. */
  readonly selectedFrame?: string | undefined
  /** Last view of each storyboard's canvas, by storyboard id. */
  readonly viewports: ReadonlyMap<string, CanvasView>
  /** A node that the canvas is asked to bring into view; a new object per request. */
  readonly reveal?: { readonly nodeIds: readonly string[] } | undefined
}

const NOTHING: ReadonlySet<string> = new Set()

const BEGINNING: Session = {
  screen: 'canvas',
  selection: NOTHING,
  selectedEdges: NOTHING,
  viewports: new Map(),
}

/** Makes the session store of a window. */
export function createSession(initial: Partial<Session> = {}): StoreApi<Session> {
  return createStore<Session>(() => ({ ...BEGINNING, ...initial }))
}

/** The session of this window. */
export const session: StoreApi<Session> = createSession()

/** A part of the session; renders again when that part changes. */
export function useSession<T>(selector: (state: Session) => T): T {
  return useStore(session, selector)
}

/** Selects exactly these nodes and edges; the same selection wakes nobody. */
export function select(nodes: Iterable<string>, edges: Iterable<string> = []): void {
  const state = session.getState()
  const selection = keepEqual(state.selection, nodes)
  const selectedEdges = keepEqual(state.selectedEdges, edges)
  if (selection === state.selection && selectedEdges === state.selectedEdges && !state.selectedFrame) return
  session.setState({ selection, selectedEdges, selectedFrame: undefined })
}

/** Adds a node to the selection or takes it out. */
export function toggleSelected(nodeId: string): void {
  const { selection, selectedEdges } = session.getState()
  const next = new Set(selection)
  if (!next.delete(nodeId)) next.add(nodeId)
  select(next, selectedEdges)
}

/** Selects a frame instead of nodes. */
export function selectFrame(frameId: string): void {
  session.setState({ selection: NOTHING, selectedEdges: NOTHING, selectedFrame: frameId })
}

/** Remembers where a storyboard's canvas was looked at. */
export function rememberView(storyboardId: string, view: CanvasView): void {
  session.setState({ viewports: new Map(session.getState().viewports).set(storyboardId, view) })
}

/** Shows another screen. */
export function showScreen(screen: Screen): void {
  session.setState({ screen })
}

/** Selects nodes and asks the canvas to bring them into view. */
export function revealNodes(nodeIds: readonly string[]): void {
  select(nodeIds)
  session.setState({ reveal: { nodeIds } })
}

/** Drops selected ids that the document no longer has. */
export function pruneSelection(has: { node(id: string): boolean; edge(id: string): boolean }): void {
  const { selection, selectedEdges } = session.getState()
  const nodes = [...selection].filter(has.node)
  const edges = [...selectedEdges].filter(has.edge)
  if (nodes.length < selection.size || edges.length < selectedEdges.size) select(nodes, edges)
}

function keepEqual(before: ReadonlySet<string>, next: Iterable<string>): ReadonlySet<string> {
  const set = new Set(next)
  return set.size === before.size && [...set].every((id) => before.has(id)) ? before : set
}
