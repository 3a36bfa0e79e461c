import { isTerminal } from '../../../jobs/index.ts'
import type { MenuEntry } from '../../../ui/overlays/browser.tsx'
import { cutOf, exporterOf, givesCut } from '../../state/cut-nodes.ts'
import { openExport } from '../../state/dialogs.ts'
import { select, session } from '../../state/session.ts'
import { connectJoint } from '../actions/adding.browser.ts'
import { type CommandId, commandOf, keysOfCommand } from '../actions/commands.browser.ts'
import { flipTake, restart, run } from '../actions/takes.browser.ts'
import { type CanvasEditor, edit, isReadOnly, type MenuRequest } from '../editor.browser.ts'
import { bypassRefusal, joinBody } from '../model/connecting.ts'
import { middleOf } from '../model/curve.ts'
import type { Box } from '../model/scene.ts'
import { toScreen } from '../model/view.ts'
import { FRAME_COLOURS } from './frame-colours.ts'

const SEPARATOR: MenuEntry = { type: 'separator' }

/** The lines of the menu on something. */
export function menuEntries(editor: CanvasEditor, { on, id }: Pick<MenuRequest, 'on' | 'id'>): readonly MenuEntry[] {
  if (on === 'node') return id === undefined ? [] : nodeEntries(editor, id)
  if (on === 'edge') return id === undefined ? [] : edgeEntries(editor, id)
  if (on === 'frame') return id === undefined ? [] : frameEntries(editor, id)
  const command = commandLine(editor)
  return [
    command('add'),
    command('paste'),
    SEPARATOR,
    command('selectAll'),
    command('fitAll'),
    command('arrangeAll'),
    command('outline'),
    SEPARATOR,
    command('undo'),
    command('redo'),
  ]
}

function commandLine(editor: CanvasEditor) {
  const { t } = editor.page
  const locked = isReadOnly(editor)
  return (id: CommandId, more: Partial<{ reason: string; danger: boolean }> = {}): MenuEntry => {
    const command = commandOf(id)
    const shortcut = keysOfCommand(command)[0]
    const disabled = (locked && command.edits === true) || more.reason !== undefined
    return {
      label: t(`canvas.command.${id}`),
      run: () => command.run(editor),
      ...(shortcut === undefined ? {} : { shortcut }),
      ...(disabled ? { disabled, reason: more.reason ?? t('canvas.refusal.read-only') } : {}),
      ...(more.danger ? { danger: true } : {}),
    }
  }
}

/** What can be done with a node; the outline offers the same. */
function nodeEntries(editor: CanvasEditor, id: string): readonly MenuEntry[] {
  const { t } = editor.page
  const box = editor.scene.get().boxes.get(id)
  if (!box) return []
  const command = commandLine(editor)
  const makes = box.evaluation?.spec !== undefined || box.kind?.make !== undefined
  const takes = editor.studio.takes.get().get(id)?.length ?? 0
  return [
    ...(makes
      ? [
          command('run'),
          { label: t('canvas.menu.runFrom'), run: () => void run(editor, { from: id }) },
          { label: t('canvas.menu.cancelNode'), run: () => void editor.studio.cancel({ nodeId: id }) },
          ...restartEntry(editor, id),
          command('view'),
        ]
      : []),
    ...(takes > 1
      ? [
          { label: t('canvas.menu.takeNext'), shortcut: 'arrowright', run: () => void flipTake(editor, id, 1) },
          { label: t('canvas.menu.takeBefore'), shortcut: 'arrowleft', run: () => void flipTake(editor, id, -1) },
        ]
      : []),
    ...exportEntry(editor, id),
    ...(makes ? [SEPARATOR] : []),
    command('rename'),
    connectEntry(editor, box),
    ...disconnectEntry(editor, box),
    SEPARATOR,
    command('mute'),
    command('bypass', bypassReason(editor, box)),
    command('collapse'),
    command('frame'),
    SEPARATOR,
    command('cut'),
    command('copy'),
    command('duplicate'),
    command('remove', { danger: true }),
  ]
}

/** Stopping what is made of a node now, and making it with the values of today. */
function restartEntry(editor: CanvasEditor, id: string): MenuEntry[] {
  const boardId = editor.studio.document.get().board.id
  const job = editor.studio.jobs
    .get()
    .findLast((one) => one.nodeId === id && one.storyboardId === boardId && !isTerminal(one.state))
  return job ? [{ label: editor.page.t('canvas.menu.restartNode'), run: () => void restart(editor, job.id) }] : []
}

function bypassReason(editor: CanvasEditor, box: Box): { reason?: string } {
  const { t } = editor.page
  const refusal = box.node.mode === 'bypassed' ? undefined : bypassRefusal(editor.scene.get(), box)
  if (!refusal) return {}
  const reason =
    refusal.reason === 'kind' ? t('canvas.menu.bypassReason') : t('canvas.menu.bypassUnwired', { port: refusal.port })
  return { reason }
}

/** Writing the film of a cut, or of the export node behind it, into a file. */
function exportEntry(editor: CanvasEditor, id: string): readonly MenuEntry[] {
  const document = editor.studio.document.get()
  if (cutOf(id, document) === undefined) return []
  const by = givesCut(id, document) ? exporterOf(id, document) : id
  return [{ label: editor.page.t('canvas.menu.export'), icon: 'export', run: () => openExport(by) }, SEPARATOR]
}

/** Every node that takes what this one gives: connecting without a pointer. */
function connectEntry(editor: CanvasEditor, box: Box): MenuEntry {
  const { t } = editor.page
  const scene = editor.scene.get()
  const entries: MenuEntry[] = []
  for (const { port } of box.outputs) {
    for (const other of scene.list) {
      const joint = joinBody(scene, { nodeId: box.id, port: port.name, side: 'out' }, other)
      if (joint.ok)
        entries.push({ label: `${other.title} · ${joint.to.port}`, run: () => void connectJoint(editor, joint) })
    }
  }
  const label = t('canvas.menu.connectTo')
  if (entries.length === 0 || isReadOnly(editor))
    return { label, disabled: true, reason: t('canvas.outline.noTarget'), run: () => undefined }
  return { type: 'submenu', label, entries: entries.slice(0, 200) }
}

function disconnectEntry(editor: CanvasEditor, box: Box): MenuEntry[] {
  const wires = editor.scene.get().wiresOf.get(box.id) ?? []
  if (wires.length === 0 || isReadOnly(editor)) return []
  const { t } = editor.page
  const entries = wires.map((wire): MenuEntry => {
    const other = wire.from === box ? wire.to : wire.from
    const port = wire.from === box ? wire.edge.from.port : wire.edge.to.port
    return {
      label: `${port} · ${other.title}`,
      run: () => void edit(editor, [{ type: 'disconnect', edge: wire.id }], t('canvas.undo.disconnect')),
    }
  })
  return [{ type: 'submenu', label: t('canvas.menu.disconnect'), entries }]
}

function edgeEntries(editor: CanvasEditor, id: string): readonly MenuEntry[] {
  const { t } = editor.page
  const wire = editor.scene.get().wires.get(id)
  if (!wire) return []
  const disabled = isReadOnly(editor)
  const at = middleOf(wire.curves)
  return [
    {
      label: t('canvas.menu.insert'),
      disabled,
      run: () => editor.palette.set({ at, screen: toScreen(editor.view.get(), at), edge: id }),
    },
    {
      label: t('canvas.menu.straighten'),
      disabled: disabled || !wire.edge.points?.length,
      run: () => void edit(editor, [{ type: 'setEdgePoints', edge: id, points: [] }], t('canvas.undo.reroute')),
    },
    {
      label: t('canvas.menu.disconnectEdge'),
      shortcut: 'delete',
      danger: true,
      disabled,
      run: () => void edit(editor, [{ type: 'disconnect', edge: id }], t('canvas.undo.disconnect')),
    },
  ]
}

function frameEntries(editor: CanvasEditor, id: string): readonly MenuEntry[] {
  const { t } = editor.page
  const frame = editor.scene.get().frames.find((one) => one.id === id)
  if (!frame) return []
  const disabled = isReadOnly(editor)
  const members = editor.scene.get().list.filter(({ node }) => node.frame === id)
  return [
    { label: t('canvas.menu.runFrame'), run: () => void run(editor, { frame: id }) },
    {
      label: t('canvas.menu.selectNodes'),
      disabled: members.length === 0,
      run: () => select(members.map((box) => box.id)),
    },
    {
      label: t('canvas.command.rename'),
      shortcut: 'enter',
      disabled,
      run: () => {
        session.setState({ selectedFrame: id })
        editor.renaming.set({ what: 'frame', id })
      },
    },
    {
      type: 'choice',
      label: t('canvas.menu.colour'),
      value: frame.frame.colour,
      options: FRAME_COLOURS.map((colour) => ({ value: colour, label: t(`canvas.colour.${colour}`), disabled })),
      change: (colour) => void edit(editor, [{ type: 'setFrame', frame: id, colour }], t('canvas.undo.colourFrame')),
    },
    SEPARATOR,
    {
      label: t('canvas.menu.removeFrame'),
      danger: true,
      disabled,
      run: () => void edit(editor, [{ type: 'removeFrame', frame: id }], t('canvas.undo.removeFrame')),
    },
  ]
}
