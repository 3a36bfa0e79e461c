import { useMemo } from 'react'
import type { Clip } from '../../../timeline/index.ts'
import { useAssetUrl } from '../../state/asset-url.browser.ts'
import { cellsFor, tilesOf } from '../model/tiles.ts'
import styles from './strip.module.css'
import { useFilmstrip } from './use-filmstrip.browser.ts'

type Props = {
  readonly clip: Clip
  readonly start: number
  readonly scale: number
  readonly range: { readonly from: number; readonly to: number }
  /** Height of the pictures in pixels. */
  readonly height: number
}

/** What a clip shows: a film its frames along the way, a still its picture as often as it fits. */
export function Frames(props: Props) {
  const { media } = props.clip
  const url = useAssetUrl(media.state === 'take' ? media.assetId : undefined, 'thumbnail')
  if (media.state !== 'take') return null
  const ratio = media.width && media.height ? media.width / media.height : 16 / 9
  return (
    <>
      {url !== undefined && (
        <span
          className={styles.frames}
          style={{ backgroundImage: `url("${url}")`, '--ratio': ratio } as React.CSSProperties}
        />
      )}
      {media.mime.startsWith('video/') && (
        <Film {...props} assetId={media.assetId} frames={media.frames ?? props.clip.length} ratio={ratio} />
      )}
    </>
  )
}

type FilmProps = Props & { readonly assetId: string; readonly frames: number; readonly ratio: number }

/** Frames of a film along its length, over the one picture that stands for it until they are there. */
function Film({ clip, start, scale, range, height, assetId, frames, ratio }: FilmProps) {
  const tile = height * ratio
  // One picture of an untrimmed film is the one that stands there already.
  const several = clip.in > 0 || clip.length * scale > tile
  const strip = useFilmstrip(several ? assetId : undefined, cellsFor(frames, scale, tile))
  const from = (range.from - start) * scale
  const to = (range.to - start) * scale
  const { in: first, length } = clip
  const cells = strip?.cells ?? 0
  const tiles = useMemo(
    () => (cells > 0 ? tilesOf({ in: first, length }, { frames, cells }, { scale, tile, from, to }) : []),
    [first, length, frames, cells, scale, tile, from, to],
  )
  if (!strip) return null
  return (
    <span className={styles.film} data-filmstrip={cells}>
      {tiles.map(({ left, cell }) => (
        <span
          key={left}
          data-cell={cell}
          style={{
            insetInlineStart: left,
            inlineSize: tile,
            backgroundImage: `url("${strip.url}")`,
            backgroundSize: `${cells * tile}px 100%`,
            backgroundPosition: `${-cell * tile}px 0`,
          }}
        />
      ))}
    </span>
  )
}
