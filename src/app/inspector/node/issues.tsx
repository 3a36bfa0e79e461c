import type { Issue } from '../../../kernel/index.ts'
import { Button, Icon, Text, useT } from '../../../ui/browser.tsx'
import { commands, runCommand } from '../../state/commands.ts'
import { revealNodes } from '../../state/session.ts'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { useSay } from '../../words/say.browser.ts'
import styles from '../inspector.module.css'

/** Issues as a list: what is wrong, and a button where the program can mend it. */
export function Issues({
  issues,
  jump,
}: {
  readonly issues: readonly Issue[]
  readonly jump?: ((issue: Issue) => string | undefined) | undefined
}) {
  const t = useT()
  const say = useSay()
  if (issues.length === 0) return null
  return (
    <ul className={styles.issues}>
      {issues.map((issue, index) => {
        const { severity, at } = issue
        const place = jump?.(issue)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal issues may stand twice
          <li key={`${issue.code}-${at.field}-${index}`} className={styles[severity]}>
            <Icon
              name={severity === 'error' ? 'error' : severity === 'warning' ? 'warning' : 'info'}
              size={14}
              label={t(`inspector.severity.${severity}`)}
            />
            <span className={styles.grow}>
              {`${say(issue)} `}
              {place !== undefined && at.nodeId !== undefined && (
                <button type="button" className={styles.jump} onClick={() => revealNodes([at.nodeId ?? ''])}>
                  {place}
                </button>
              )}
            </span>
            <FixButton issue={issue} />
          </li>
        )
      })}
    </ul>
  )
}

/** The button that mends what an issue is about; nothing where the program cannot. */
export function FixButton({ issue }: { readonly issue: Issue | undefined }) {
  const studio = useStudio()
  const say = useSay()
  const known = useLive(commands)
  const fix = issue?.fix
  if (!fix || !known.some(({ id }) => id === fix.action)) return null
  return (
    <Button
      size="small"
      onClick={() => runCommand(fix.action, studio, fix.value === undefined ? undefined : String(fix.value))}
    >
      {say(fix)}
    </Button>
  )
}

/** Issues of a node that no field of the form shows, and the reasons why nothing can make it. */
export function NodeIssues({
  nodeId,
  issues,
  shown,
}: {
  readonly nodeId: string
  readonly issues: readonly Issue[]
  readonly shown: ReadonlySet<string>
}) {
  const studio = useStudio()
  const t = useT()
  const blocked = useLive(studio.assessments, (all) => all.get(nodeId)?.blocked)
  const rest = issues.filter(({ at }) => at.field === undefined || !shown.has(at.field.split('.')[0] ?? ''))
  const reasons = (blocked ?? []).filter(
    (one) => !issues.some(({ code, message }) => code === one.code && message === one.message),
  )
  if (rest.length + reasons.length === 0) return null
  return (
    <div className={styles.notes}>
      {reasons.length > 0 && (
        <Text size="small" tone="third">
          {t('inspector.blocked')}
        </Text>
      )}
      <Issues issues={[...reasons, ...rest]} />
    </div>
  )
}
