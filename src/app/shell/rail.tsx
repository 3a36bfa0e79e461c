import { isTerminal } from '../../jobs/index.ts'
import {
  classNames,
  HiddenText,
  Icon,
  IconButton,
  type IconName,
  isApple,
  shortcutHere,
  useT,
} from '../../ui/browser.tsx'
import { commands, keyChoices, shortcutOf } from '../state/commands.ts'
import { type Screen, useSession } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { type PanelName, panels } from './panels.browser.ts'
import styles from './rail.module.css'

const UPPER: readonly Screen[] = ['canvas', 'shots', 'timeline', 'library', 'queue', 'servers']
const LOWER: readonly Screen[] = ['settings']

const icons: Readonly<Record<Screen, IconName>> = {
  projects: 'projects',
  canvas: 'canvas',
  shots: 'shots',
  timeline: 'timeline',
  library: 'library',
  queue: 'queue',
  servers: 'servers',
  notices: 'bell',
  settings: 'settings',
}

/** The screens, each a link, so that it can be opened in a tab of its own. */
export function Rail() {
  const t = useT()
  const badges = useBadges()
  // Remapped keys show in the titles at once.
  useLive(commands)
  useLive(keyChoices)
  const link = (screen: Screen) => <RailLink key={screen} screen={screen} badge={badges[screen]} />
  return (
    <nav className={styles.rail} aria-label={t('shell.rail')}>
      <ul>{UPPER.map(link)}</ul>
      <div>
        <PanelButton name="drawer" icon="play" />
        <PanelButton name="inspector" icon="columns" />
        <ul>{LOWER.map(link)}</ul>
      </div>
    </nav>
  )
}

const WORDS = {
  inspector: { hide: 'shell.panel.hideInspector', show: 'shell.panel.showInspector' },
  drawer: { hide: 'shell.panel.hideDrawer', show: 'shell.panel.showDrawer' },
} as const

/** Folds and unfolds a panel of the screen that is shown; gone where the screen has no such panel. */
function PanelButton({ name, icon }: { readonly name: PanelName; readonly icon: IconName }) {
  const t = useT()
  const panel = useLive(panels.shown, (shown) => shown.get(name))
  if (!panel) return null
  return (
    <IconButton
      icon={icon}
      label={t(WORDS[name][panel.collapsed ? 'show' : 'hide'])}
      shortcut={shortcutOf(`view.${name}`)}
      aria-expanded={!panel.collapsed}
      className={classNames(styles.panel, !panel.collapsed && styles.shown)}
      onClick={panel.toggle}
    />
  )
}

type Badge = { readonly count: number; readonly words: string; readonly tone?: 'failed' }

function RailLink({ screen, badge }: { readonly screen: Screen; readonly badge: Badge | undefined }) {
  const t = useT()
  const current = useSession((state) => state.screen === screen)
  const name = t(`shell.screens.${screen}`)
  const keys = shortcutOf(`go.${screen}`)
  const title = [keys === undefined ? name : `${name} (${shortcutHere(keys)})`, badge?.words].filter(Boolean).join('\n')
  return (
    <li>
      <a
        href={`#/${screen}`}
        className={classNames(styles.link, current && styles.current)}
        title={title}
        {...(current ? { 'aria-current': 'page' as const } : {})}
        {...(keys === undefined ? {} : { 'aria-keyshortcuts': ariaKeys(keys) })}
      >
        <Icon name={icons[screen]} size={20} />
        <HiddenText>{name}</HiddenText>
        {badge && (
          <span className={classNames(styles.badge, badge.tone && styles.failed)}>
            <span aria-hidden>{badge.count > 99 ? '99+' : badge.count}</span>
            <HiddenText>{badge.words}</HiddenText>
          </span>
        )}
      </a>
    </li>
  )
}

function ariaKeys(keys: string): string {
  return keys
    .split('+')
    .map((key) => (key === 'mod' ? (isApple ? 'Meta' : 'Control') : key.charAt(0).toUpperCase() + key.slice(1)))
    .join('+')
}

function useBadges(): Partial<Record<Screen, Badge>> {
  const t = useT()
  const studio = useStudio()
  const open = useLive(studio.jobs, (jobs) => jobs.reduce((sum, job) => sum + (isTerminal(job.state) ? 0 : 1), 0))
  const down = useLive(
    studio.servers,
    (servers) => servers.filter(({ server, health }) => server.enabled && health === 'down').length,
  )
  return {
    ...(open > 0 ? { queue: { count: open, words: t('shell.badge.queue', { count: open }) } } : {}),
    ...(down > 0 ? { servers: { count: down, words: t('shell.badge.servers', { count: down }), tone: 'failed' } } : {}),
  }
}
