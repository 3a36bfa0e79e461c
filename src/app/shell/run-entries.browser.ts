import type { Target } from '../../jobs/index.ts'
import type { Studio } from '../../studio/index.ts'
import type { useT } from '../../ui/browser.tsx'
import type { MenuEntry } from '../../ui/overlays/browser.tsx'
import { runCommand, shortcutOf } from '../state/commands.ts'
import { showDialog } from '../state/dialogs.ts'
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
  const noSelection = { disabled: true, reason: t('shell.run.target.noSelection') }
  return [
    { label: t('shell.run.target.stale'), icon: 'run', shortcut: shortcutOf('run.stale'), run: run('stale') },
    makers.length === 1 && only !== undefined
      ? {
          label: t('shell.run.target.node', { title: titleOf(only) }),
          shortcut: shortcutOf('run.target'),
          run: run({ node: only }),
        }
      : {
          label: t('shell.run.target.selection', { count: makers.length }),
          shortcut: shortcutOf('run.target'),
          ...(makers.length === 0 ? noSelection : {}),
          run: run({ nodes: makers }),
        },
    {
      label: t('shell.run.target.from', { title: titleOf([...selection][0]) }),
      ...(from === undefined ? noSelection : {}),
      run: run(from),
    },
    {
      label: t('shell.run.target.frame', { title: frame?.title ?? '' }),
      ...(frame ? {} : { disabled: true, reason: t('shell.run.target.noFrame') }),
      run: run(frame && { frame: frame.id }),
    },
    { label: t('shell.run.target.all'), run: run('all') },
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
