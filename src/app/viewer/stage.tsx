import {
  type CSSProperties,
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Take } from '../../assets/index.ts'
import { classNames, Icon, Text, useT } from '../../ui/browser.tsx'
import { useAsset, useAssetUrl, useHasBytes } from '../state/asset-url.browser.ts'
import { type Geometry, panBy, type Size, scaleOf, type View, zoomAt } from './view.ts'
import styles from './viewer.module.css'

/** Ways of looking at two takes at once. */
export const WAYS = ['slider', 'side', 'difference', 'blink'] as const
/** One of them. */
export type Way = (typeof WAYS)[number]

/** What the stage takes. */
export type StageProps = {
  readonly take: Take
  readonly other: Take | undefined
  readonly way: Way
  /** Share of the stage that shows the first take. */
  readonly split: number
  readonly onSplit: (split: number) => void
  readonly view: View
  readonly onView: (change: (view: View) => View) => void
  /** Frame at which films stand. */
  readonly time: number
  readonly stage: RefObject<HTMLDivElement | null>
  readonly onGeometry: (geometry: Geometry) => void
  readonly title: string
}

/** Half a second each: long enough to see, short enough to compare. */
const BLINK = 500

/** One take, or two that are compared, under one zoom and shift. */
export function Stage(props: StageProps) {
  const { take, other, way, split, view, stage, onView, onGeometry } = props
  const t = useT()
  const picture = useSizeOf(take)
  const room = useRoom(stage, other !== undefined && way === 'side')
  const scale = scaleOf(view, picture, room)
  useEffect(() => onGeometry({ picture, room, scale }), [onGeometry, picture, room, scale])
  useWheel(stage, (by, at) => onView((now) => zoomAt(now, by, at, picture, room)))
  const pan = usePan((dx, dy) => onView((now) => panBy(now, dx, dy, picture, room)))
  const second = useBlink(other !== undefined && way === 'blink')
  const layer = (shown: Take, kind?: string) => (
    <Layer
      key={kind ?? 'first'}
      take={shown}
      picture={picture}
      scale={scale}
      view={view}
      time={props.time}
      title={props.title}
    />
  )
  return (
    <div
      ref={stage}
      role="group"
      aria-label={t('inspector.viewer.stage')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys need a focus to start from
      tabIndex={0}
      className={classNames(styles.stage, other && styles[way])}
      onPointerDown={pan}
      onDoubleClick={() => onView((now) => (now.zoom === 'fit' ? { ...now, zoom: 1 } : { zoom: 'fit', x: 0, y: 0 }))}
    >
      {!other && <div className={styles.half}>{layer(take)}</div>}
      {other && way === 'side' && (
        <>
          <div className={styles.half}>{layer(take)}</div>
          <div className={styles.half}>{layer(other, 'second')}</div>
        </>
      )}
      {other && way !== 'side' && (
        <>
          <div className={styles.whole}>{layer(take)}</div>
          <div
            className={classNames(styles.whole, styles.over)}
            style={{ '--split': `${split * 100}%` } as CSSProperties}
            data-hidden={way === 'blink' && !second ? '' : undefined}
          >
            {layer(other, 'second')}
          </div>
        </>
      )}
      {other && way === 'slider' && <Divider {...props} />}
      {other && <Names take={way === 'blink' && second ? other : take} other={way === 'blink' ? undefined : other} />}
    </div>
  )
}

function Names({ take, other }: { readonly take: Take; readonly other: Take | undefined }) {
  const t = useT()
  return (
    <>
      <span className={classNames(styles.name, styles.start)}>
        {t('inspector.viewer.take', { number: take.number })}
      </span>
      {other && (
        <span className={classNames(styles.name, styles.end)}>
          {t('inspector.viewer.take', { number: other.number })}
        </span>
      )}
    </>
  )
}

type LayerProps = {
  readonly take: Take
  readonly picture: Size
  readonly scale: number
  readonly view: View
  readonly time: number
  readonly title: string
}

/** A take's picture or film. Of two, the second is drawn in the size of the first, so that they can be laid over each other. */
function Layer({ take, picture, scale, view, time, title }: LayerProps) {
  const t = useT()
  const url = useAssetUrl(take.assetId, 'full')
  const here = useHasBytes(take.assetId)
  const label = t('inspector.viewer.picture', { number: take.number, title })
  const style: CSSProperties = {
    inlineSize: picture.width * scale,
    blockSize: picture.height * scale,
    transform: `translate(calc(-50% + ${view.x}px), calc(-50% + ${view.y}px))`,
    imageRendering: scale >= 2 ? 'pixelated' : 'auto',
  }
  if (here === false) {
    return (
      <div className={styles.gone}>
        <Icon name="warning" size={24} />
        <Text>{t('inspector.viewer.gone')}</Text>
      </div>
    )
  }
  if (!url) return null
  if (take.mime.startsWith('video/')) return <FilmLayer url={url} label={label} style={style} time={time} />
  if (take.mime.startsWith('audio/')) {
    // biome-ignore lint/a11y/useMediaCaption: takes have no words that anybody wrote down
    return <audio className={styles.sound} src={url} controls aria-label={label} />
  }
  return <img className={styles.picture} src={url} alt={label} style={style} draggable={false} />
}

type FilmLayerProps = {
  readonly url: string
  readonly label: string
  readonly style: CSSProperties
  readonly time: number
}

function FilmLayer({ url, label, style, time }: FilmLayerProps) {
  const video = useRef<HTMLVideoElement>(null)
  return (
    <video
      ref={video}
      className={styles.picture}
      src={url}
      style={style}
      aria-label={label}
      playsInline
      muted
      preload="auto"
      disablePictureInPicture
      onLoadedMetadata={(event) => {
        // A film that arrives later begins where the others stand.
        event.currentTarget.currentTime = time
      }}
    />
  )
}

function Divider({ split, onSplit, stage }: StageProps) {
  const t = useT()
  const drag = (event: PointerEvent<HTMLInputElement>) => {
    event.stopPropagation()
    const box = stage.current?.getBoundingClientRect()
    if (!box || event.buttons !== 1) return
    onSplit(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)))
  }
  return (
    <div className={styles.divider} style={{ insetInlineStart: `${split * 100}%` }}>
      <span className={styles.knob} aria-hidden>
        <Icon name="compare" />
      </span>
      <input
        type="range"
        aria-label={t('inspector.viewer.divider')}
        min={0}
        max={100}
        value={Math.round(split * 100)}
        onChange={(event) => onSplit(Number(event.target.value) / 100)}
        onPointerDown={(event) => {
          event.preventDefault()
          event.currentTarget.focus()
          event.currentTarget.setPointerCapture(event.pointerId)
          drag(event)
        }}
        onPointerMove={drag}
      />
    </div>
  )
}

/** Size of a take in pixels: as it is catalogued, else of 16:9. */
function useSizeOf(take: Take): Size {
  const asset = useAsset(take.assetId)
  const width = asset?.width ?? 1280
  const height = asset?.height ?? 720
  return useMemo(() => ({ width, height }), [width, height])
}

function useRoom(stage: RefObject<HTMLElement | null>, halved: boolean): Size {
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = stage.current
    if (!element) return
    const measure = () => setRoom({ width: element.clientWidth / (halved ? 2 : 1), height: element.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [stage, halved])
  return room
}

/** Wheel and pinch zoom towards the pointer. React's own wheel listener could not hold the page still. */
function useWheel(
  stage: RefObject<HTMLElement | null>,
  zoom: (by: number, at: { x: number; y: number }) => void,
): void {
  const latest = useRef(zoom)
  useLayoutEffect(() => {
    latest.current = zoom
  })
  useEffect(() => {
    const element = stage.current
    if (!element) return
    const turn = (event: WheelEvent) => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const at = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
      latest.current(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), at)
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [stage])
}

function usePan(move: (dx: number, dy: number) => void) {
  const latest = useRef(move)
  useLayoutEffect(() => {
    latest.current = move
  })
  return (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 && event.button !== 1) return
    const element = event.currentTarget
    let last = { x: event.clientX, y: event.clientY }
    const ended = new AbortController()
    const { signal } = ended
    element.setPointerCapture(event.pointerId)
    element.addEventListener(
      'pointermove',
      (next) => {
        if (!(next instanceof globalThis.PointerEvent)) return
        const { clientX: x, clientY: y } = next
        latest.current(x - last.x, y - last.y)
        last = { x, y }
      },
      { signal },
    )
    for (const end of ['pointerup', 'pointercancel'] as const)
      element.addEventListener(end, () => ended.abort(), { signal })
  }
}

/** Turns back and forth. */
function useBlink(on: boolean): boolean {
  const [second, setSecond] = useState(false)
  useEffect(() => {
    setSecond(false)
    if (!on) return
    const timer = setInterval(() => setSecond((was) => !was), BLINK)
    return () => clearInterval(timer)
  }, [on])
  return second
}
