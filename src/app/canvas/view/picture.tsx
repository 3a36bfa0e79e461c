import { useEffect, useRef, useState } from 'react'
import { classNames, Icon, type IconName, useT } from '../../../ui/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { useSay } from '../../words/say.browser.ts'
import { type CardPicture, pictureOf, samePicture } from '../live/picture-of.ts'
import type { Box } from '../model/scene.ts'
import styles from './card.module.css'

/** The picture that leads a card: the shown take, the sampler's preview while it runs, the film on hover. */
export function Picture({ box }: { readonly box: Box }) {
  const studio = useStudio()
  const t = useT()
  const [playing, setPlaying] = useState(false)
  const known = useLive(studio.assessments, (all) => all.get(box.id)?.knowledge)
  const picture = usePicture(box)
  const say = useSay()
  const url = useAssetUrl(picture?.assetId, 'thumbnail')
  const icon = (box.kind?.icon ?? 'warning') as IconName
  return (
    <div
      className={styles.picture}
      style={{ height: box.picture }}
      onPointerEnter={() => setPlaying(picture?.video === true)}
      onPointerLeave={() => setPlaying(false)}
    >
      {url ? (
        <img src={url} alt="" draggable={false} decoding="async" />
      ) : (
        <Icon name={icon} size={24} className={styles.blank} />
      )}
      {playing && picture && <Film picture={picture} />}
      <Preview nodeId={box.id} />
      {/* The line below says it already while nothing else is to be said there. */}
      {picture?.draft && known !== 'draft' && <span className={styles.stamp}>{t('canvas.card.draft')}</span>}
      {known !== undefined && box.evaluation?.card.foot && (
        <span className={styles.foot}>{say.line(box.evaluation.card.foot)}</span>
      )}
    </div>
  )
}

/** What a card shows now; drawn anew only when that is another picture. Assessments and takes are told together. */
export function usePicture(box: Box, wanted = true): CardPicture | undefined {
  const studio = useStudio()
  const read = () =>
    wanted ? pictureOf(box, { takes: studio.takes.get(), assessments: studio.assessments.get() }) : undefined
  useLive(studio.assessments, read, samePicture)
  return useLive(studio.takes, read, samePicture)
}

/** An object URL for as long as it is shown. */
export function useAssetUrl(assetId: string | undefined, variant: 'full' | 'thumbnail'): string | undefined {
  const studio = useStudio()
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (assetId === undefined) return setUrl(undefined)
    const held = studio.acquireUrl(assetId, variant)
    const read = () => setUrl(held.url.get())
    const stop = held.url.subscribe(read)
    read()
    return () => {
      stop()
      held.release()
    }
  }, [studio, assetId, variant])
  return url
}

function Film({ picture }: { readonly picture: CardPicture }) {
  const url = useAssetUrl(picture.assetId, 'full')
  if (!url || matchMedia('(prefers-reduced-motion: reduce)').matches) return null
  return <video src={url} muted autoPlay loop playsInline disablePictureInPicture />
}

/** Frames of the sampler go straight onto a canvas: no URL and no rendering per frame. */
function Preview({ nodeId }: { readonly nodeId: string }) {
  const { previews } = useStudio()
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    let wanted = 0
    const show = () => {
      const blob = previews.get(nodeId)
      wanted += 1
      const mine = wanted
      const canvas = ref.current
      if (!canvas) return
      if (!blob) {
        canvas.hidden = true
        return
      }
      createImageBitmap(blob).then(
        (bitmap) => {
          if (mine === wanted) drawPreview(canvas, bitmap)
          bitmap.close()
        },
        // A broken preview frame is replaced by the next one.
        () => undefined,
      )
    }
    const stop = previews.subscribe(nodeId, show)
    show()
    return () => {
      wanted = -1
      stop()
    }
  }, [previews, nodeId])
  return <canvas ref={ref} hidden aria-hidden className={styles.preview} />
}

function drawPreview(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  canvas.hidden = false
}

/** Small words on the picture or beside the title of a node that is switched off. */
export function ModeMark({ mode }: { readonly mode: 'muted' | 'bypassed' | undefined }) {
  const t = useT()
  if (!mode) return null
  return (
    <span className={classNames(styles.mode)}>
      <Icon name={mode === 'muted' ? 'mute' : 'bypass'} size={14} />
      {t(`canvas.card.${mode}`)}
    </span>
  )
}
