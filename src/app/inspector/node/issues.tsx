import type { Issue } from '../../../kernel/index.ts'
import { Button, Icon, Text, useT } from '../../../ui/browser.tsx'
import { commands, runCommand } from '../../state/commands.ts'
import { revealNodes } from '../../state/session.ts'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import styles from '../inspector.module.css'

/** Issues as a list: what is wrong, and a button where the program can mend it. */
export function Issues({
  issues,
  jump,
}: {
  readonly issues: readonly Issue[]
  readonly jump?: ((issue: Issue) => string | undefined) | undefined
}) {
  const studio = useStudio()
  const t = useT()
  const known = useLive(commands)
  if (issues.length === 0) return null
  return (
    <ul className={styles.issues}>
      {issues.map((issue, index) => {
        const { fix, message, severity, at } = issue
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
              {`${message} `}
              {place !== undefined && at.nodeId !== undefined && (
                <button type="button" className={styles.jump} onClick={() => revealNodes([at.nodeId ?? ''])}>
                  {place}
                </button>
              )}
            </span>
            {fix && known.some(({ id }) => id === fix.action) && (
              <Button
                size="small"
                onClick={() => runCommand(fix.action, studio, fix.value === undefined ? undefined : String(fix.value))}
              >
                {fix.label}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
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
