import type { Target } from '../../jobs/index.ts'
import type { DocumentState, Studio } from '../../studio/index.ts'
import type { useT } from '../../ui/browser.tsx'
import type { MenuEntry } from '../../ui/overlays/browser.tsx'
import { runCommand, shortcutOf } from '../state/commands.ts'
import { cutOf, exporterOf, givesCut } from '../state/cut-nodes.ts'
import { openExport, showDialog } from '../state/dialogs.ts'
import { session } from '../state/session.ts'
import { startRun } from './running.browser.ts'
import { frameInView, fromTarget, selectedMakers } from './targets.ts'

type Words = ReturnType<typeof useT>

/** What can be run besides everything stale, for the selection as it is now. */
export function runEntries(studio: Studio, t: Words): readonly MenuEntry[] {
  const { selection, selectedFrame } = session.getState()
  const document = studio.document.get()
  const assessments = studio.assessments.get()
  const makers = selectedMakers(selection, assessments)
  const from = fromTarget([...selection], document, assessments)
  const frame = frameInView(selectedFrame, selection, document)
  const titleOf = (id: string | undefined) => document.evaluation.nodes.get(id ?? '')?.card.title ?? ''
  const run = (target: Target | undefined) => () => void (target !== undefined && startRun(studio, target))
  const [only] = makers
  const noSelection = {
    disabled: true,
    reason: t(selection.size === 0 ? 'shell.run.target.noSelection' : 'shell.run.target.noMaker'),
  }
  return [
    { label: t('shell.run.target.stale'), icon: 'run', shortcut: shortcutOf('run.stale'), run: run('stale') },
    makers.length === 1 && only !== undefined
      ? {
          label: t('shell.run.target.node', { title: titleOf(only) }),
          shortcut: shortcutOf('run.target'),
          run: run({ node: only }),
        }
      : {
          label:
            makers.length === 0
              ? t('shell.run.target.selectionNone')
              : t('shell.run.target.selection', { count: makers.length }),
          shortcut: shortcutOf('run.target'),
          ...(makers.length === 0 ? noSelection : {}),
          run: run({ nodes: makers }),
        },
    {
      label:
        selection.size === 0
          ? t('shell.run.target.fromNone')
          : t('shell.run.target.from', { title: titleOf([...selection][0]) }),
      ...(from === undefined ? noSelection : {}),
      run: run(from),
    },
    {
      label: t('shell.run.target.frame', { title: frame?.title ?? '' }),
      ...(frame ? {} : { disabled: true, reason: t('shell.run.target.noFrame') }),
      run: run(frame && { frame: frame.id }),
    },
    { label: t('shell.run.target.all'), run: run('all') },
    ...exportEntry(selection, document, t),
    { type: 'separator' },
    {
      label: t('shell.run.target.takes'),
      icon: 'take',
      ...(makers.length === 0 ? noSelection : {}),
      run: () => showDialog({ dialog: 'takes', target: { nodes: makers } }),
    },
    {
      label: t('shell.run.target.plan'),
      icon: 'outline',
      shortcut: shortcutOf('run.plan'),
      run: () => showDialog({ dialog: 'plan', target: 'stale' }),
    },
    { type: 'separator' },
    {
      label: t(studio.paused.get() ? 'shell.run.target.resume' : 'shell.run.target.pause'),
      icon: studio.paused.get() ? 'play' : 'pause',
      run: () => void runCommand('run.pause', studio),
    },
  ]
}

/** Runs make takes; the selected export node, or cut, is written into a file by exporting it. */
function exportEntry(selection: ReadonlySet<string>, document: DocumentState, t: Words): readonly MenuEntry[] {
  const [only] = selection
  if (selection.size !== 1 || only === undefined || cutOf(only, document) === undefined) return []
  const by = givesCut(only, document) ? exporterOf(only, document) : only
  const title = document.evaluation.nodes.get(by)?.card.title ?? by
  return [{ label: t('shell.menu.exportWhich', { title }), icon: 'export', run: () => openExport(by) }]
}
