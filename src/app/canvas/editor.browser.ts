import { systemRandom } from '../../kernel/browser.ts'
import { createId, createSignal, type Live, type Signal } from '../../kernel/index.ts'
import type { EditCommand, EditResult } from '../../storyboard/index.ts'
import type { Studio } from '../../studio/index.ts'
import { announce, type KnownCatalogue, type Translate } from '../../ui/browser.tsx'
import { voice } from '../words/say.browser.ts'
import { perOwner } from './live/derived.ts'
import { createDrawn, type Drawn } from './live/drawn.ts'
import { liveScene } from './live/scene-live.ts'
import { createWindow, type Mounted } from './live/window.ts'
import type { WireEnd } from './model/connecting.ts'
import type { Curve } from './model/curve.ts'
import type { Point, Rect } from './model/geometry.ts'
import type { Guide } from './model/guides.ts'
import type { Scene } from './model/scene.ts'
import { type Level, toCanvas, type View, visibleRect } from './model/view.ts'

/** Nodes on their way; `ghost` = only their outline is shown until they are dropped. */
export type Drag = {
  readonly ids: ReadonlySet<string>
  readonly frames: ReadonlySet<string>
  readonly dx: number
  readonly dy: number
  readonly ghost?: Rect | undefined
}

/** A wire that is being drawn. */
export type WireDraft = {
  readonly end: WireEnd
  readonly curves: readonly Curve[]
  /** The node it would be joined with. */
  readonly target?: string | undefined
  readonly refused: boolean
}

/** A sentence at the pointer, in screen pixels of the canvas. */
export type Hint = { readonly x: number; readonly y: number; readonly text: string }

/** What the palette was opened for. */
export type PaletteRequest = {
  /** Where a new node goes. */
  readonly at: Point
  /** Where the palette stands, in screen pixels of the canvas. */
  readonly screen: Point
  /** A wire that the chosen node is joined with. */
  readonly end?: WireEnd | undefined
  /** An edge that the chosen node is put into. */
  readonly edge?: string | undefined
}

/** What a context menu was opened on. */
export type MenuRequest = {
  readonly on: 'node' | 'edge' | 'frame' | 'canvas'
  readonly id?: string | undefined
  readonly screen: Point
}

/** A name that is being typed. */
export type Renaming = { readonly what: 'node' | 'frame'; readonly id: string }

/** The canvas of one window: what is shown and what is going on. Nothing of it is saved. */
export type CanvasEditor = {
  readonly studio: Studio
  readonly scene: Live<Scene>
  readonly view: Signal<View>
  readonly level: Live<Level>
  readonly mounted: Live<Mounted>
  /** The nodes that stand on the page; on their way they lag behind `mounted` by some frames. */
  readonly drawn: Live<Drawn>
  readonly drag: Signal<Drag | undefined>
  readonly wire: Signal<WireDraft | undefined>
  readonly lasso: Signal<Rect | undefined>
  readonly guides: Signal<readonly Guide[]>
  readonly hint: Signal<Hint | undefined>
  readonly hoveredEdge: Signal<string | undefined>
  /** The edge that a dragged node would be put into. */
  readonly dropEdge: Signal<string | undefined>
  /** Rectangle of a frame while it is resized. */
  readonly resizing: Signal<{ readonly id: string; readonly rect: Rect } | undefined>
  readonly palette: Signal<PaletteRequest | undefined>
  readonly menu: Signal<MenuRequest | undefined>
  readonly renaming: Signal<Renaming | undefined>
  /** Nodes that a search has found; all others are dimmed. */
  readonly matches: Signal<ReadonlySet<string> | undefined>
  readonly outline: Signal<boolean>
  /** What belongs to the page rather than to the canvas; set by the screen. */
  readonly page: Page
}

/** What the screen lends the editor. */
export type Page = {
  t: Translate<KnownCatalogue>
  /** Brings another part of the canvas into view. */
  look(view: View, animate?: boolean): void
  /** Last place of the pointer over the canvas, in screen pixels; undefined while it is elsewhere. */
  pointer: Point | undefined
  openViewer(nodeId: string): void
  element: HTMLElement | undefined
}

/** The canvas editor of a studio; it outlives the screen, so that coming back finds everything as it was. */
export const canvasEditor = perOwner(createCanvasEditor)

function createCanvasEditor(studio: Studio): CanvasEditor {
  const scene = liveScene(studio)
  const view = createSignal<View>({ x: 0, y: 0, zoom: 1, width: 1, height: 1 })
  const { level, mounted } = createWindow(scene, view, atRest)
  const drawn = createDrawn({
    mounted,
    level,
    view,
    frame: (work) => void requestAnimationFrame(work),
    rest: atRest,
    focused: focusedNode,
  })
  return {
    studio,
    scene,
    view,
    level,
    mounted,
    drawn,
    drag: createSignal<Drag | undefined>(undefined),
    wire: createSignal<WireDraft | undefined>(undefined),
    lasso: createSignal<Rect | undefined>(undefined),
    guides: createSignal<readonly Guide[]>([]),
    hint: createSignal<Hint | undefined>(undefined),
    hoveredEdge: createSignal<string | undefined>(undefined),
    dropEdge: createSignal<string | undefined>(undefined),
    resizing: createSignal<{ id: string; rect: Rect } | undefined>(undefined),
    palette: createSignal<PaletteRequest | undefined>(undefined),
    menu: createSignal<MenuRequest | undefined>(undefined),
    renaming: createSignal<Renaming | undefined>(undefined),
    matches: createSignal<ReadonlySet<string> | undefined>(undefined),
    outline: createSignal(false),
    page: { t: wordless, openViewer: () => undefined, look: () => undefined, pointer: undefined, element: undefined },
  }
}

/** The view is at rest when it has not moved for so long (ms). */
const REST = 140

function atRest(work: () => void): () => void {
  const timer = setTimeout(work, REST)
  return () => clearTimeout(timer)
}

function focusedNode(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset['id']
}

// The screen lends its translator before anything can be said.
const wordless = ((key: string) => key) as unknown as Page['t']

/** Does named edits as one undo entry; says why when they are refused. */
export function edit(
  editor: CanvasEditor,
  commands: readonly EditCommand[],
  label: string,
  group?: string,
): Extract<EditResult, { ok: true }> | undefined {
  if (commands.length === 0) return undefined
  if (isReadOnly(editor)) {
    tell(editor, editor.page.t('canvas.refusal.read-only'))
    return undefined
  }
  const result = editor.studio.edit(commands, { label, ...(group === undefined ? {} : { group }) })
  if (result.ok) {
    if (group === undefined) announce(label)
    return result
  }
  const refusal = result.failures[0] ?? result.issues[0]
  if (refusal) tell(editor, voice.say(refusal))
  return undefined
}

/** True while the document cannot be changed here. */
export function isReadOnly(editor: CanvasEditor): boolean {
  return editor.studio.document.get().readOnly !== undefined
}

/** Says a sentence beside the pointer and to screen readers. It goes with the next gesture. */
export function tell(editor: CanvasEditor, text: string, at = editor.page.pointer): void {
  const { width } = editor.view.get()
  editor.hint.set({ ...(at ?? { x: width / 2, y: 48 }), text })
  announce(text, 'polite')
}

/** A fresh id for a node of a kind. */
export function freshNodeId(editor: CanvasEditor, kind: string, alsoTaken: ReadonlySet<string> = new Set()): string {
  const { nodes } = editor.studio.document.get().board
  return createId(kind, systemRandom, { has: (id) => nodes.has(id) || alsoTaken.has(id) })
}

/** A fresh id for a frame. */
export function freshFrameId(editor: CanvasEditor): string {
  return createId('frame', systemRandom, editor.studio.document.get().board.frames)
}

/** Where new things go: under the pointer, else in the middle of what is seen. */
export function placeForNew(editor: CanvasEditor): { at: Point; screen: Point } {
  const view = editor.view.get()
  const screen = editor.page.pointer ?? { x: view.width / 2, y: view.height / 2 }
  return { at: toCanvas(view, screen), screen }
}

/** The middle of what is seen. */
export function middleOfView(editor: CanvasEditor): Point {
  const seen = visibleRect(editor.view.get())
  return { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 }
}

/** Gives the keyboard back to the canvas, or to its outline. */
export function focusSurface(editor: CanvasEditor): void {
  const { element } = editor.page
  const place = element?.querySelector<HTMLElement>('[role="tree"]') ?? element?.querySelector<HTMLElement>('section')
  place?.focus({ preventScroll: true })
}
