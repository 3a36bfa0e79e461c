import { isTerminal } from '../../jobs/index.ts'
import { classNames, HiddenText, Icon, type IconName, isApple, shortcutHere, useT } from '../../ui/browser.tsx'
import { commands, keyChoices, shortcutOf } from '../state/commands.ts'
import { type Screen, useSession } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
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
      <ul>{LOWER.map(link)}</ul>
    </nav>
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
