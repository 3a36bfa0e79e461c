import { type ReactNode, useEffect } from 'react'
import type { Notice } from '../../notices/index.ts'
import {
  announce,
  Button,
  classNames,
  EmptyState,
  Icon,
  IconButton,
  type IconName,
  Text,
  useFormats,
  useT,
} from '../../ui/browser.tsx'
import { showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useNow } from '../state/use-now.browser.ts'
import { doNoticeAction } from './notice-actions.browser.ts'
import styles from './notices.module.css'

const icons: Readonly<Record<Notice['level'], IconName>> = {
  info: 'info',
  success: 'fresh',
  warning: 'warning',
  error: 'error',
}

/** The notices as a screen of their own; being seen makes them read when the screen is left. */
export function NoticesScreen() {
  const studio = useStudio()
  useEffect(() => () => studio.readNotices(), [studio])
  return (
    <div className={styles.screen}>
      <List />
    </div>
  )
}

/** The notices behind the bell. */
export function NoticesPanel({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const more = () => {
    onClose()
    showScreen('notices')
  }
  return (
    <List
      onLeave={onClose}
      after={
        <Button size="small" variant="quiet" onClick={more}>
          {t('notices.all')}
        </Button>
      }
    />
  )
}

function List({ onLeave, after }: { readonly onLeave?: () => void; readonly after?: ReactNode }) {
  const t = useT()
  const studio = useStudio()
  const list = useLive(studio.notices)
  if (list.length === 0) {
    return (
      <EmptyState icon="bell" title={t('notices.empty')}>
        {t('notices.emptyText')}
      </EmptyState>
    )
  }
  const clear = () => {
    for (const { id } of list) studio.dismissNotice(id)
  }
  return (
    <>
      <header className={styles.head}>
        <Text as="h2" strong>
          {t('notices.count', { count: list.length })}
        </Text>
        {after}
        <Button
          size="small"
          variant="quiet"
          icon="check"
          disabled={list.every(({ read }) => read)}
          onClick={() => studio.readNotices()}
        >
          {t('notices.readAll')}
        </Button>
        <Button size="small" variant="quiet" icon="trash" onClick={clear}>
          {t('notices.clear')}
        </Button>
      </header>
      <ul className={styles.list} aria-label={t('notices.list')}>
        {list.map((notice) => (
          <Row key={notice.id} notice={notice} onLeave={onLeave} />
        ))}
      </ul>
    </>
  )
}

function Row({ notice, onLeave }: { readonly notice: Notice; readonly onLeave: (() => void) | undefined }) {
  const t = useT()
  const formats = useFormats()
  const studio = useStudio()
  const { id, level, title, text, detail, actions, at, count, read } = notice
  const now = useNow(60_000)
  const copy = () => {
    void navigator.clipboard
      ?.writeText([title, text, detail].filter(Boolean).join('\n'))
      .then(() => announce(t('notices.copied')))
  }
  return (
    <li className={classNames(styles.notice, styles[level], !read && styles.unread)}>
      <Icon name={icons[level]} label={t(`notices.level.${level}`)} />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {text !== undefined && (
          <Text as="p" tone="second">
            {text}
          </Text>
        )}
        <Text as="p" size="small" tone="third">
          <time dateTime={new Date(at).toISOString()} title={formats.dateTime(at)}>
            {formats.ago(at, now)}
          </time>
          {count > 1 && ` · ${t('notices.times', { count })}`}
          {!read && ` · ${t('notices.unread')}`}
        </Text>
        {actions.length > 0 && (
          <div className={styles.actions}>
            {actions.map((one) => (
              <Button
                key={`${one.action} ${one.value ?? ''}`}
                size="small"
                onClick={() => {
                  onLeave?.()
                  doNoticeAction(studio, one)
                }}
              >
                {one.label}
              </Button>
            ))}
          </div>
        )}
        {detail !== undefined && (
          <details className={styles.detail}>
            <summary>{t('ui.details')}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
            <pre tabIndex={0}>{detail}</pre>
            <Button size="small" icon="copy" onClick={copy}>
              {t('notices.copy')}
            </Button>
          </details>
        )}
      </div>
      <IconButton
        icon="close"
        size="small"
        label={t('notices.dismiss', { title })}
        onClick={() => studio.dismissNotice(id)}
      />
    </li>
  )
}
