import type { Clip } from '../../../timeline/index.ts'
import { useAssetUrl } from '../../state/asset-url.browser.ts'
import styles from './strip.module.css'

/** The small picture of a clip, as often as it fits: one element however long the clip is. */
export function Frames({ clip }: { readonly clip: Clip }) {
  const { media } = clip
  const url = useAssetUrl(media.state === 'take' ? media.assetId : undefined, 'thumbnail')
  const size = media.state === 'take' && media.width && media.height ? media.width / media.height : 16 / 9
  if (url === undefined) return null
  return (
    <span
      className={styles.frames}
      style={{ backgroundImage: `url("${url}")`, '--ratio': size } as React.CSSProperties}
    />
  )
}
