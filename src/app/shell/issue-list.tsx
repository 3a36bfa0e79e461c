import type { Issue } from '../../kernel/index.ts'
import { classNames, Icon, type IconName, Text, useT } from '../../ui/browser.tsx'
import { useSay } from '../words/say.browser.ts'
import styles from './dialogs.module.css'

const icons: Readonly<Record<Issue['severity'], IconName>> = { error: 'error', warning: 'warning', info: 'info' }
/** More issues than this are counted, not listed. */
const LISTED = 100

type IssueListProps = { readonly issues: readonly Issue[]; readonly onShow?: (nodeId: string) => void }

/** Issues as sentences, each with the way to its node. */
export function IssueList({ issues, onShow }: IssueListProps) {
  const say = useSay()
  const t = useT()
  const place = ({ at }: Issue) => at.path ?? at.field
  return (
    <>
      <ul className={styles.issues}>
        {issues.slice(0, LISTED).map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal issues may stand twice, and the list never changes
          <li key={index} className={classNames(styles.issue, styles[one.severity])}>
            <Icon name={icons[one.severity]} />
            <span>
              {say(one)}
              {place(one) !== undefined && (
                <Text as="p" size="small" tone="third" mono>
                  {place(one)}
                </Text>
              )}
            </span>
            {onShow && one.at.nodeId !== undefined && (
              <button type="button" className={styles.node} onClick={() => onShow(one.at.nodeId ?? '')}>
                {t('shell.plan.show')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {issues.length > LISTED && <Text tone="third">{t('shell.plan.more', { count: issues.length - LISTED })}</Text>}
    </>
  )
}
