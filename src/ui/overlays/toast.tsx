import { Toast as Base } from '@base-ui/react/toast'
import { classNames } from '../class-names.ts'
import { useUiT } from '../i18n.browser.ts'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/paths.ts'
import styles from './toast.module.css'

/** How a toast looks; `failed` stays until it is closed. */
export type ToastTone = 'info' | 'done' | 'stale' | 'failed'

/** One short message. */
export type ToastMessage = {
  /** A second toast with the same id replaces the first. */
  readonly id?: string | undefined
  readonly title: string
  readonly text?: string | undefined
  readonly tone?: ToastTone | undefined
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
  /** Milliseconds until it goes by itself, 0 for never; 6 s unless said otherwise. */
  readonly stays?: number | undefined
}

/** Where toasts are put from anywhere in the program, components or not. */
export type ToastQueue = {
  /** Shows a toast; the answer is its id. */
  show(message: ToastMessage): string
  close(id: string): void
  /** Takes every toast away; what they said stands in the notices. */
  clear(): void
  /** What `Toasts` draws from; no business of anyone else. */
  readonly source: ReturnType<typeof Base.createToastManager<ToastData>>
}

type ToastData = { readonly tone: ToastTone }

/** Makes the program's one queue of toasts. */
export function createToastQueue(): ToastQueue {
  const source = Base.createToastManager<ToastData>()
  return {
    source,
    close: (id) => source.close(id),
    clear: () => source.close(),
    show({ id, title, text, tone = 'info', action, stays }) {
      const made: string = source.add({
        ...(id === undefined ? {} : { id }),
        title,
        description: text,
        data: { tone },
        // `high` would hide the toast and its buttons from screen readers until its region has the focus.
        priority: 'low',
        timeout: stays ?? (tone === 'failed' ? 0 : 6000),
        ...(action && {
          actionProps: {
            children: action.label,
            onClick: () => {
              source.close(made)
              action.run()
            },
          },
        }),
      })
      return made
    },
  }
}

const icons: Readonly<Record<ToastTone, IconName>> = { info: 'info', done: 'fresh', stale: 'warning', failed: 'error' }

type ToastsProps = {
  readonly queue: ToastQueue
  /** Shows all that was told, when more than one message waits. */
  readonly onMore?: (() => void) | undefined
}

/**
 * Draws the queue at the lower end of the screen, in its middle, clear of bars and of the canvas' own corners: the newest
 * message, and how many are behind it. Mount it once. F6 goes there.
 */
export function Toasts({ queue, onMore }: ToastsProps) {
  const t = useUiT()
  return (
    <Base.Provider toastManager={queue.source} limit={1}>
      <Base.Portal>
        <Base.Viewport className={styles.viewport} aria-label={t('notices')}>
          <List onMore={onMore} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function List({ onMore }: Pick<ToastsProps, 'onMore'>) {
  const t = useUiT()
  const { toasts } = Base.useToastManager<ToastData>()
  const behind = toasts.filter((toast) => toast.transitionStatus !== 'ending').length - 1
  return toasts.map((toast, index) => {
    const tone = toast.data?.tone ?? 'info'
    return (
      <Base.Root key={toast.id} toast={toast} swipeDirection={['right', 'up']} className={styles.toast}>
        <Base.Content className={classNames(styles.content, styles[tone])}>
          <Icon name={icons[tone]} className={styles.icon} />
          <div className={styles.words}>
            <Base.Title className={styles.title} render={<p />} />
            <Base.Description className={styles.text} />
            <div className={styles.actions}>
              <Base.Action className={styles.action} />
              {index === 0 && behind > 0 && onMore && (
                <button type="button" className={styles.action} onClick={onMore}>
                  {t('more', { count: behind })}
                </button>
              )}
            </div>
          </div>
          <Base.Close className={styles.close} aria-label={t('close')} title={t('close')}>
            <Icon name="close" size={14} />
          </Base.Close>
        </Base.Content>
      </Base.Root>
    )
  })
}
