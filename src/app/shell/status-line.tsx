import { Button, classNames, Icon, IconButton, type IconName, useT } from '../../ui/browser.tsx'
import { preferences, setPreferences } from '../settings/preferences.browser.ts'
import { showDialog } from '../state/dialogs.ts'
import { showScreen, useSession } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import { useRunState } from './run-button.tsx'
import { attempt, startRun } from './running.browser.ts'
import styles from './status-line.module.css'
import { workOf } from './work.ts'

type Tone = 'info' | 'stale' | 'failed'
type Action = { readonly label: string; readonly run: () => void; readonly primary?: boolean }
type Line = {
  readonly id: string
  readonly tone: Tone
  readonly text: string
  readonly actions: readonly Action[]
  readonly dismissable?: boolean
}

const icons: Readonly<Record<Tone, IconName>> = { info: 'info', stale: 'warning', failed: 'error' }

/** One line under the top bar: the first thing that a person should know now, and what to do about it. */
export function StatusLine() {
  const t = useT()
  const lines = useLines()
  const hidden = useLive(preferences, (choice) => choice.hidden)
  const line = lines.find(({ id, dismissable }) => !(dismissable && hidden.includes(id)))
  if (!line) return null
  const { id, tone, text, actions, dismissable } = line
  return (
    <section className={classNames(styles.line, styles[tone])} aria-label={t('shell.line.label')}>
      <Icon name={icons[tone]} />
      <span className={styles.words} role="status">
        {text}
      </span>
      {actions.map(({ label, run, primary }) => (
        <Button key={label} size="small" variant={primary ? 'primary' : 'plain'} onClick={run}>
          {label}
        </Button>
      ))}
      <span className={styles.grow} />
      {dismissable && (
        <IconButton
          icon="close"
          size="small"
          label={t('shell.line.dismiss')}
          onClick={() => setPreferences({ hidden: [...hidden, id] })}
        />
      )}
    </section>
  )
}

/** Everything that could be said now, the most urgent first. */
function useLines(): readonly Line[] {
  return [
    useReadOnlyLine(),
    usePausedLine(),
    useBlockedLine(),
    useOpeningLine(),
    useCodecsLine(),
    useNoServerLine(),
  ].flatMap((line) => line ?? [])
}

function useReadOnlyLine(): Line | undefined {
  const t = useT()
  const studio = useStudio()
  const reason = useLive(studio.document, ({ readOnly }) => readOnly)
  if (reason === 'newer-file') return { id: 'newer', tone: 'stale', text: t('shell.line.newer'), actions: [] }
  if (reason === undefined) return undefined
  const takeOver = () => void attempt(studio, 'projects', () => studio.takeOver())
  return {
    id: 'read-only',
    tone: 'stale',
    text: t('shell.line.readOnly'),
    actions: [{ label: t('shell.line.takeOver'), run: takeOver, primary: true }],
  }
}

function usePausedLine(): Line | undefined {
  const t = useT()
  const studio = useStudio()
  const paused = useLive(studio.paused)
  const count = useLive(studio.jobs, (jobs) => workOf(jobs).open)
  if (!paused || count === 0) return undefined
  const resume = () => void attempt(studio, 'queue', () => studio.resume())
  return {
    id: 'paused',
    tone: 'stale',
    text: t('shell.line.paused', { count }),
    actions: [{ label: t('shell.line.resume'), run: resume, primary: true }],
  }
}

function useBlockedLine(): Line | undefined {
  const t = useT()
  const studio = useStudio()
  const { stale, blocked, queued, reason } = useRunState()
  const say = useSay()
  const configured = useLive(studio.servers, (servers) => servers.some(({ server }) => server.enabled))
  const asking = useLive(studio.servers, (servers) =>
    servers.some(({ health }) => health === 'unknown' || health === 'checking'),
  )
  if (!configured || asking || stale > 0 || queued > 0 || blocked === 0) return undefined
  const draft = () => void startRun(studio, 'stale', { draftHere: true })
  const why = () => showDialog({ dialog: 'plan', target: 'stale' })
  return {
    id: 'blocked',
    tone: 'stale',
    text: t('shell.line.blocked', { count: blocked, reason: reason ? say(reason) : '' }),
    actions: [
      { label: t('shell.line.draftHere'), run: draft, primary: true },
      { label: t('shell.line.why'), run: why },
    ],
  }
}

function useOpeningLine(): Line | undefined {
  const t = useT()
  const studio = useStudio()
  const issues = useLive(studio.document, ({ opening }) => opening)
  const id = useLive(studio.document, ({ board }) => `opening:${board.id}`)
  if (issues.length === 0) return undefined
  const text = t('shell.line.opening', { count: issues.length })
  const show = () => showDialog({ dialog: 'issues', title: text, issues })
  return {
    id: id.slice(0, 60),
    tone: 'stale',
    text,
    actions: [{ label: t('shell.line.show'), run: show }],
    dismissable: true,
  }
}

function useCodecsLine(): Line | undefined {
  const t = useT()
  const missing = !('VideoEncoder' in globalThis)
  return missing
    ? { id: 'codecs', tone: 'stale', text: t('shell.line.noCodecs'), actions: [], dismissable: true }
    : undefined
}

function useNoServerLine(): Line | undefined {
  const t = useT()
  const studio = useStudio()
  const none = useLive(studio.servers, (servers) => !servers.some(({ server }) => server.enabled))
  // What the page says first must hold: the servers are known only when somebody leads.
  const starting = useLive(studio.role, (role) => role === 'starting')
  // There the screen itself says it, with the field to type into.
  const connecting = useSession((state) => state.screen === 'servers')
  if (!none || starting || connecting) return undefined
  return {
    id: 'no-server',
    tone: 'info',
    text: t('shell.line.noServer'),
    actions: [{ label: t('shell.line.connect'), run: () => showScreen('servers') }],
    dismissable: true,
  }
}
