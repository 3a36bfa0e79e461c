import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { createSignal, timebase } from '../../../kernel/index.ts'
import type { Timeline } from '../../../timeline/index.ts'
import { Button, HiddenText, IconButton } from '../../../ui/browser.tsx'
import { exporterOf } from '../../state/cut-nodes.ts'
import { openExport } from '../../state/dialogs.ts'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { useControls } from '../controls.tsx'
import { useEditNode } from '../cut-place.browser.ts'
import { keyOfCommand } from '../engine/keys.browser.ts'
import { lanesOf } from '../model/blocks.ts'
import { ClipMenu, type MenuPlace } from './clip-menu.tsx'
import type { Drag } from './drags.ts'
import { LaneView } from './lane.tsx'
import { Playhead } from './playhead.tsx'
import { Ruler } from './ruler.tsx'
import styles from './strip.module.css'
import { useClipDrags } from './use-clip-drags.browser.ts'
import { useStripWindow } from './use-strip-window.browser.ts'

/** Most pixels for one frame: enough to grab it. */
const CLOSEST = 48
/** Seconds that are never drawn wider than this (px) by themselves, so that a short film does not fill the strip. */
const WIDEST_SECOND = 90

/** Heights of pictures: a track of the style sheet without its edges. */
const PICTURE = { tall: 66, low: 48 }

/** The cut in time: ruler, clips, sounds and playhead. */
export function Strip({ tall }: { readonly tall: boolean }) {
  const { player } = useControls()
  const timeline = useLive(player.timeline)
  return timeline ? <StripOf timeline={timeline} tall={tall} /> : <div className={styles.strip} aria-busy />
}

function StripOf({ timeline, tall }: { readonly timeline: Timeline; readonly tall: boolean }) {
  const { player, t, strip } = useControls()
  const scroller = useRef<HTMLDivElement>(null)
  const view = useStripWindow(scroller)
  const zoom = useLive(player.zoom)
  const [drags] = useState(() => createSignal<Drag | undefined>(undefined))
  const [menu, setMenu] = useState<MenuPlace>()
  const [covered, setCovered] = useState(0)
  const drag = useLive(drags)
  const reshape = drag?.drag === 'shape' ? drag.reshape : undefined
  const lanes = useMemo(() => lanesOf(timeline, reshape), [timeline, reshape])
  const fitting = fitScale(timeline, view.width)
  const scale = zoom.fit ? fitting : zoom.scale
  const length = Math.max(timeline.length, ...lanes.map((lane) => lane.length))
  const width = Math.max(view.width, Math.ceil(length * scale + (zoom.fit ? 0 : view.width * 0.3)))
  const zoomBy = useZoom(scroller, scale, Math.min(fitting, 1))
  useLayoutEffect(() => {
    strip.current = { zoom: (by) => zoomBy(by) }
    return () => {
      strip.current = undefined
    }
  }, [strip, zoomBy])
  useWheel(scroller, zoomBy)
  const press = useClipDrags({ scroller, scale, drags })
  const range = { from: view.from / scale, to: view.to / scale }
  return (
    <section className={tall ? `${styles.strip} ${styles.tall}` : styles.strip} aria-label={t('player.strip.label')}>
      <HiddenText>
        <span id="strip-help">{t('player.strip.help')}</span>
      </HiddenText>
      {/* The lists inside can be reached by keyboard; this only scrolls them. */}
      <div ref={scroller} className={styles.scroller} data-testid="strip">
        <div className={styles.content} style={{ inlineSize: width }}>
          <Ruler {...{ timeline, scale, scroller }} range={range} covered={covered / scale} />
          {lanes.map((lane, index) => (
            <LaneView
              // biome-ignore lint/suspicious/noArrayIndexKey: a track is its place
              key={index}
              lane={lane}
              timeline={timeline}
              scale={scale}
              range={range}
              height={tall ? PICTURE.tall : PICTURE.low}
              drag={drag}
              onPress={press}
              onMenu={setMenu}
            />
          ))}
          <Playhead timeline={timeline} scale={scale} scroller={scroller} />
        </div>
      </div>
      <Tools onZoom={zoomBy} fitted={zoom.fit} onWidth={setCovered} />
      <ClipMenu place={menu} onClose={() => setMenu(undefined)} />
    </section>
  )
}

type ZoomBy = (by: number | 'fit', anchor?: { readonly x: number }) => void

/** Changes the scale so that a place stays where it is: the pointer's, or the playhead's. */
function useZoom(scroller: React.RefObject<HTMLDivElement | null>, scale: number, least: number): ZoomBy {
  const { player } = useControls()
  const kept = useRef<{ frame: number; x: number }>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element || !kept.current) return
    element.scrollLeft = kept.current.frame * scale - kept.current.x
    kept.current = undefined
  }, [scroller, scale])
  return useCallback(
    (by, anchor) => {
      const element = scroller.current
      if (!element) return
      if (by === 'fit') return player.zoom.set({ fit: true })
      const playhead = player.state.get().frame * scale - element.scrollLeft
      const seen = playhead >= 0 && playhead <= element.clientWidth
      const x = anchor?.x ?? (seen ? playhead : element.clientWidth / 2)
      kept.current = { frame: (element.scrollLeft + x) / scale, x }
      player.zoom.set({ fit: false, scale: Math.max(least, Math.min(CLOSEST, scale * by)) })
    },
    [player, scroller, scale, least],
  )
}

/** The wheel moves along the film; with ctrl or cmd (or a pinch) it zooms at the pointer. */
function useWheel(scroller: React.RefObject<HTMLDivElement | null>, zoomBy: ZoomBy): void {
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const wheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        const steps = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 30 : event.deltaY
        zoomBy(Math.exp(-Math.max(-200, Math.min(200, steps)) / 300), {
          x: event.clientX - element.getBoundingClientRect().left,
        })
      } else if (event.deltaX === 0 && !event.shiftKey && element.scrollHeight <= element.clientHeight) {
        event.preventDefault()
        element.scrollLeft += event.deltaY
      }
    }
    element.addEventListener('wheel', wheel, { passive: false })
    return () => element.removeEventListener('wheel', wheel)
  }, [scroller, zoomBy])
}

type ToolsProps = {
  readonly onZoom: ZoomBy
  readonly fitted: boolean
  /** Hears how much of the ruler the buttons cover, in pixels. */
  readonly onWidth: (width: number) => void
}

function Tools({ onZoom, fitted, onWidth }: ToolsProps) {
  const { t } = useControls()
  const studio = useStudio()
  const editNode = useEditNode()
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = element.current
    if (!box) return
    const watcher = new ResizeObserver(() => onWidth(box.offsetWidth))
    watcher.observe(box)
    return () => watcher.disconnect()
  }, [onWidth])
  return (
    <div ref={element} className={styles.tools}>
      <IconButton
        size="small"
        icon="minus"
        iconSize={14}
        label={t('player.button.zoomOut')}
        shortcut={keyOfCommand('zoomOut')}
        onClick={() => onZoom(1 / 1.5)}
      />
      <IconButton
        size="small"
        icon="fit"
        iconSize={14}
        label={t('player.button.fit')}
        shortcut={keyOfCommand('fit')}
        disabled={fitted}
        onClick={() => onZoom('fit')}
      />
      <IconButton
        size="small"
        icon="plus"
        iconSize={14}
        label={t('player.button.zoomIn')}
        shortcut={keyOfCommand('zoomIn')}
        onClick={() => onZoom(1.5)}
      />
      <Button
        size="small"
        variant="quiet"
        icon="export"
        className={styles.export}
        disabled={editNode === undefined}
        onClick={() => editNode !== undefined && openExport(exporterOf(editNode, studio.document.get()))}
      >
        {t('player.button.export')}
      </Button>
    </div>
  )
}

/** Pixels per frame that show the whole film with a little air behind it. */
function fitScale({ length, rate }: Timeline, width: number): number {
  const whole = Math.max(1, width - 48) / Math.max(1, length)
  return Math.max(0.001, Math.min(whole, WIDEST_SECOND / timebase(rate)))
}
