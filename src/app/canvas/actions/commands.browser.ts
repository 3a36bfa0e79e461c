import { type Command, keyChoices } from '../../state/commands.ts'
import { select, session } from '../../state/session.ts'
import { chordOf, keysOf } from '../../state/shortcuts.ts'
import { type CanvasEditor, placeForNew } from '../editor.browser.ts'
import { openPalette } from './adding.browser.ts'
import { copyToClipboard, duplicateSelected, pasteFromClipboard } from './clipboard.browser.ts'
import { arrange, type Direction, fitAll, goToNeighbour, nudge, zoomBy, zoomToSelection } from './moving.browser.ts'
import {
  frameAround,
  removeSelected,
  renameSelected,
  selectAll,
  toggleBypass,
  toggleCollapsed,
  toggleMute,
} from './selection.browser.ts'
import { flipSelected, runSelected } from './takes.browser.ts'

/** Something that can be done on the canvas by key, menu and palette alike. Its words are `canvas.command.<id>`. */
export type CanvasCommand = {
  readonly id: CommandId
  /** Shortcuts such as `mod+d`; the first one is shown. Copy, cut and paste come as clipboard events. */
  readonly keys: readonly string[]
  /** What it is done to. */
  readonly on: 'selection' | 'canvas'
  /** Changes the document. */
  readonly edits?: boolean
  run(editor: CanvasEditor): void
}

const define = <const Id extends string>(
  id: Id,
  keys: readonly string[],
  on: 'selection' | 'canvas',
  run: (editor: CanvasEditor) => void,
  edits = false,
) => ({ id, keys, on, run, edits })

/** Everything that can be done, in the order of menus. */
const list = [
  define('add', ['/', 'tab'], 'canvas', openPalette, true),
  define('run', [], 'selection', runSelected),
  define('view', [], 'selection', (editor) => openSelected(editor)),
  define('rename', ['enter', 'f2'], 'selection', renameSelected, true),
  define('cut', ['mod+x'], 'selection', (editor) => void copyToClipboard(editor, true), true),
  define('copy', ['mod+c'], 'selection', (editor) => void copyToClipboard(editor)),
  define('paste', ['mod+v'], 'canvas', (editor) => void pasteFromClipboard(editor, placeForNew(editor).at), true),
  define('duplicate', ['mod+d'], 'selection', duplicateSelected, true),
  define('mute', ['m'], 'selection', toggleMute, true),
  define('bypass', ['b'], 'selection', toggleBypass, true),
  define('collapse', ['c'], 'selection', toggleCollapsed, true),
  define('frame', ['mod+g'], 'selection', frameAround, true),
  define('arrange', ['l'], 'canvas', (editor) => void arrange(editor, 'selection'), true),
  define('arrangeAll', ['a'], 'canvas', (editor) => void arrange(editor, 'all'), true),
  define('selectAll', ['mod+a'], 'canvas', selectAll),
  define('selectNone', ['escape'], 'canvas', () => select([])),
  define('zoomToSelection', ['f'], 'canvas', zoomToSelection),
  define('fitAll', ['shift+1'], 'canvas', (editor) => fitAll(editor)),
  define('zoomIn', ['plus', 'mod+plus'], 'canvas', (editor) => zoomBy(editor, 1.25)),
  define('zoomOut', ['-', 'mod+-'], 'canvas', (editor) => zoomBy(editor, 0.8)),
  define('outline', ['o'], 'canvas', ({ outline }) => outline.set(!outline.get())),
  define('undo', ['mod+z'], 'canvas', ({ studio }) => void studio.undo(), true),
  define('redo', ['mod+shift+z', 'mod+y'], 'canvas', ({ studio }) => void studio.redo(), true),
  define('remove', ['delete', 'backspace'], 'selection', removeSelected, true),
] as const

/** Name of a command. */
export type CommandId = (typeof list)[number]['id']

/** Everything that can be done on the canvas, in the order of menus. */
export const canvasCommands: readonly CanvasCommand[] = list

/** A command by its name. */
export function commandOf(id: CommandId): CanvasCommand {
  return list.find((one) => one.id === id) as CanvasCommand
}

// These come as clipboard events, which alone may use the clipboard without asking.
const FROM_CLIPBOARD = new Set<CommandId>(['copy', 'cut', 'paste'])

/** The keys of a command after the person's own choices. */
export function keysOfCommand({ id, keys }: Pick<CanvasCommand, 'id' | 'keys'>): readonly string[] {
  return keysOf({ id: `canvas.${id}`, keys }, keyChoices.get())
}

/** The commands as the window lists them for help and remapping; their keys are handled here. */
export function listedCommands(editor: CanvasEditor): readonly Command[] {
  return canvasCommands.map((command) => ({
    id: `canvas.${command.id}`,
    title: `canvas.command.${command.id}`,
    group: 'canvas',
    keys: command.keys,
    scope: 'canvas',
    run: () => command.run(editor),
  }))
}

const ARROWS: Readonly<Record<string, Direction>> = {
  arrowleft: 'left',
  arrowright: 'right',
  arrowup: 'up',
  arrowdown: 'down',
}

let hold = 0
let heldSince = Number.NEGATIVE_INFINITY
/** Steps of one key closer together than this are one undo entry. */
const HOLD_GAP = 800

/** Does what a key means on the canvas; false when it means nothing here. */
export function pressKey(editor: CanvasEditor, event: KeyboardEvent): boolean {
  const chord = chordOf(event)
  const direction = ARROWS[event.key.toLowerCase()]
  if (direction) return pressArrow(editor, direction, event)
  const command = canvasCommands.find((one) => chord !== undefined && keysOfCommand(one).includes(chord))
  if (!command || FROM_CLIPBOARD.has(command.id)) return false
  if (command.on === 'selection' && nothingSelected()) return false
  command.run(editor)
  return true
}

function pressArrow(editor: CanvasEditor, direction: Direction, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || nothingSelected()) return false
  if (event.altKey) {
    goToNeighbour(editor, direction)
    return true
  }
  const sideways = direction === 'left' || direction === 'right'
  if (sideways && !event.shiftKey && flipSelected(editor, direction === 'left' ? -1 : 1)) return true
  if (event.timeStamp - heldSince > HOLD_GAP) hold += 1
  heldSince = event.timeStamp
  nudge(editor, direction, event.shiftKey, `nudge-${hold}`)
  return true
}

function nothingSelected(): boolean {
  const { selection, selectedEdges, selectedFrame } = session.getState()
  return selection.size === 0 && selectedEdges.size === 0 && selectedFrame === undefined
}

function openSelected(editor: CanvasEditor): void {
  const [id] = session.getState().selection
  if (id !== undefined) editor.page.openViewer(id)
}
