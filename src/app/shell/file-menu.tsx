import { Icon, useT } from '../../ui/browser.tsx'
import type { MenuEntry } from '../../ui/overlays/browser.tsx'
import { runCommand, shortcutOf } from '../state/commands.ts'
import { openExport } from '../state/dialogs.ts'
import { showScreen } from '../state/session.ts'
import { useStudio } from '../state/studio-context.tsx'
import { exportNodes } from './commands.browser.ts'
import { LazyMenu } from './lazy-menu.tsx'
import { Logo } from './logo.tsx'
import styles from './top-bar.module.css'

/** The mark of the program; behind it everything about files. */
export function FileMenu() {
  const t = useT()
  const studio = useStudio()
  const entry = (
    id: string,
    label: string,
    icon: NonNullable<Extract<MenuEntry, { run: unknown }>['icon']>,
  ): MenuEntry => ({
    label,
    icon,
    shortcut: shortcutOf(id),
    run: () => void runCommand(id, studio),
  })
  const exporting = (): MenuEntry => {
    const nodes = exportNodes(studio)
    const line = { label: t('shell.menu.export'), icon: 'export' as const, shortcut: shortcutOf('file.export') }
    const [first] = nodes
    if (!first) return { ...line, disabled: true, reason: t('shell.menu.noExport'), run: () => {} }
    if (nodes.length === 1) return { ...line, run: () => openExport(first.id) }
    const entries = nodes.map(({ id, title }) => ({
      label: t('shell.menu.exportWhich', { title }),
      run: () => openExport(id),
    }))
    return { ...line, type: 'submenu', entries }
  }
  const entries = (): readonly MenuEntry[] => [
    {
      label: t('shell.menu.projects'),
      icon: 'projects',
      shortcut: shortcutOf('go.projects'),
      run: () => showScreen('projects'),
    },
    { type: 'separator' },
    entry('file.new', t('shell.menu.new'), 'plus'),
    entry('file.open', t('shell.menu.open'), 'folder'),
    { type: 'separator' },
    entry('file.save', t('shell.menu.save'), 'check'),
    entry('file.saveCopy', t('shell.menu.saveCopy'), 'download'),
    entry('file.duplicate', t('shell.menu.duplicate'), 'copy'),
    entry('file.revisions', t('shell.menu.revisions'), 'restore'),
    exporting(),
    { type: 'separator' },
    {
      type: 'submenu',
      label: t('shell.menu.template'),
      icon: 'plus',
      entries: [
        entry('file.templateShot', t('shell.template.shot'), 'plus'),
        entry('file.templateScene', t('shell.template.scene'), 'plus'),
        entry('file.templateFilm', t('shell.template.film'), 'plus'),
      ],
    },
    { type: 'separator' },
    entry('help.shortcuts', t('shell.menu.shortcuts'), 'keyboard'),
  ]
  return (
    <LazyMenu label={t('shell.menu.file')} entries={entries}>
      {({ ref, ...trigger }) => (
        <button
          ref={ref}
          type="button"
          className={styles.logo}
          aria-label={t('shell.menu.file')}
          title={t('shell.menu.file')}
          {...trigger}
        >
          <Logo />
          <Icon name="chevron-down" size={14} />
        </button>
      )}
    </LazyMenu>
  )
}
