import { classNames, Icon, type IconName, useT } from '../../ui/browser.tsx'
import { useAssetUrl } from '../state/asset-url.browser.ts'
import styles from './inspector.module.css'

/** What a small picture takes. */
export type ThumbProps = {
  readonly assetId: string | undefined
  readonly mime?: string | undefined
  readonly draft?: boolean | undefined
  /** Words on the picture's corner. */
  readonly stamp?: string | undefined
  readonly className?: string | undefined
}

/** The small picture of an asset; an icon of what it is where there is no picture. Decoration: words stand beside it. */
export function Thumb({ assetId, mime = 'image/', draft, stamp, className }: ThumbProps) {
  const t = useT()
  const sound = mime.startsWith('audio/')
  const url = useAssetUrl(sound ? undefined : assetId, 'thumbnail')
  const icon: IconName = sound ? 'audio' : mime.startsWith('video/') ? 'video' : 'reference'
  return (
    <span className={classNames(styles.thumb, className)}>
      {url ? <img src={url} alt="" draggable={false} decoding="async" /> : <Icon name={icon} size={20} />}
      {draft && <span className={styles.stamp}>{t('inspector.draft')}</span>}
      {stamp && <span className={classNames(styles.stamp, styles.corner)}>{stamp}</span>}
    </span>
  )
}
