import { useEffect, useState } from 'react'
import { Button, IconButton, useFormats } from '../../ui/browser.tsx'
import { Menu, type MenuEntry } from '../../ui/overlays/browser.tsx'
import { useLive } from '../state/studio-context.tsx'
import { useControls } from './controls.tsx'
import { clearMarks, goToCut, keyOfCommand, mark, playOrPause, toggleLoop, toggleMute } from './engine/keys.browser.ts'
import styles from './player.module.css'
import { RateText, Timecode } from './timecode.tsx'

const SPEEDS = ['0.25', '0.5', '1', '2', '4', '8']
const END = Number.MAX_SAFE_INTEGER

/** Buttons for playing. `compact` keeps the ones that are pressed all the time, and a menu for the others. */
export function Transport({ compact }: { readonly compact: boolean }) {
  const { player, t } = useControls()
  const empty = useLive(player.timeline, (timeline) => !timeline || timeline.length === 0)
  return (
    <div role="group" aria-label={t('player.transport')} className={compact ? styles.bar : styles.wideBar}>
      {compact ? (
        <>
          <Steps compact empty={empty} />
          <Timecode />
          <RateText />
          <MoreMenu />
        </>
      ) : (
        <>
          <div className={styles.side}>
            <Timecode />
            <RateText />
          </div>
          <Steps compact={false} empty={empty} />
          <div className={styles.otherSide}>
            <Extras />
          </div>
        </>
      )}
    </div>
  )
}

function Steps({ compact, empty }: { readonly compact: boolean; readonly empty: boolean }) {
  const controls = useControls()
  const { player, t } = controls
  const playing = useLive(player.state, (state) => state.playing)
  const size = compact ? 'small' : 'medium'
  const off = { disabled: empty, size } as const
  return (
    <div className={styles.steps}>
      {!compact && (
        <IconButton
          {...off}
          icon="first"
          label={t('player.button.first')}
          shortcut={keyOfCommand('first')}
          onClick={() => player.seek(0)}
        />
      )}
      <IconButton
        {...off}
        icon="chevron-left"
        label={t('player.button.prevClip')}
        shortcut={keyOfCommand('prevClip')}
        onClick={() => goToCut(controls, -1)}
      />
      <IconButton
        {...off}
        icon="prev-frame"
        label={t('player.button.prevFrame')}
        shortcut={keyOfCommand('prevFrame')}
        onClick={() => player.step(-1)}
      />
      <IconButton
        {...off}
        icon={playing ? 'pause' : 'play'}
        iconSize={compact ? 16 : 20}
        label={t(playing ? 'player.button.pause' : 'player.button.play')}
        shortcut={keyOfCommand('toggle')}
        className={styles.play}
        onClick={() => playOrPause(player)}
      />
      <IconButton
        {...off}
        icon="next-frame"
        label={t('player.button.nextFrame')}
        shortcut={keyOfCommand('nextFrame')}
        onClick={() => player.step(1)}
      />
      <IconButton
        {...off}
        icon="chevron-right"
        label={t('player.button.nextClip')}
        shortcut={keyOfCommand('nextClip')}
        onClick={() => goToCut(controls, 1)}
      />
      {!compact && (
        <IconButton
          {...off}
          icon="last"
          label={t('player.button.last')}
          shortcut={keyOfCommand('last')}
          onClick={() => player.seek(END)}
        />
      )}
    </div>
  )
}

function Extras() {
  const controls = useControls()
  const { player, t } = controls
  const formats = useFormats()
  const loop = useLive(player.state, (state) => state.loop)
  const { volume, muted } = useLive(player.loudness)
  const marked = useLive(player.marks, (marks) => marks.in !== undefined || marks.out !== undefined)
  return (
    <>
      <Button
        size="small"
        variant="quiet"
        title={t('player.button.markIn')}
        shortcut={keyOfCommand('markIn')}
        onClick={() => mark(controls, 'in')}
      >
        {t('player.button.markInShort')}
      </Button>
      <Button
        size="small"
        variant="quiet"
        title={t('player.button.markOut')}
        shortcut={keyOfCommand('markOut')}
        onClick={() => mark(controls, 'out')}
      >
        {t('player.button.markOutShort')}
      </Button>
      {marked && (
        <IconButton
          size="small"
          icon="close"
          label={t('player.button.clearMarks')}
          onClick={() => clearMarks(controls)}
        />
      )}
      <IconButton
        icon="loop"
        pressed={loop}
        label={t('player.button.loop')}
        shortcut={keyOfCommand('loop')}
        onClick={() => toggleLoop(controls)}
      />
      <SpeedMenu />
      <IconButton
        icon={muted ? 'mute' : 'volume'}
        label={t(muted ? 'player.button.unmute' : 'player.button.mute')}
        shortcut={keyOfCommand('mute')}
        onClick={() => toggleMute(controls)}
      />
      <input
        type="range"
        className={styles.volume}
        aria-label={t('player.volume')}
        aria-valuetext={formats.percent(muted ? 0 : volume)}
        min={0}
        max={1}
        step={0.05}
        value={muted ? 0 : volume}
        onChange={(event) => player.setLoudness({ volume: event.target.valueAsNumber, muted: false })}
      />
      <FullscreenButton />
    </>
  )
}

function FullscreenButton() {
  const { fullscreen, t } = useControls()
  const full = useFullscreen()
  return (
    <IconButton
      icon="fullscreen"
      label={t(full ? 'player.button.windowed' : 'player.button.fullscreen')}
      shortcut={keyOfCommand('fullscreen')}
      onClick={fullscreen}
    />
  )
}

function useFullscreen(): boolean {
  const [full, setFull] = useState(false)
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', look)
    return () => document.removeEventListener('fullscreenchange', look)
  }, [])
  return full
}

function useSpeedEntry(): MenuEntry {
  const { player, t } = useControls()
  const formats = useFormats()
  const rate = useLive(player.state, (state) => state.rate)
  return {
    type: 'choice',
    label: t('player.speed'),
    value: String(rate),
    options: SPEEDS.map((value) => ({ value, label: t('player.speedIs', { speed: formats.number(Number(value)) }) })),
    change: (value) => player.setRate(Number(value)),
  }
}

function SpeedMenu() {
  const { player, t } = useControls()
  const formats = useFormats()
  const rate = useLive(player.state, (state) => state.rate)
  const entry = useSpeedEntry()
  return (
    <Menu
      side="top"
      entries={[entry]}
      trigger={
        <Button size="small" variant="quiet" title={t('player.speed')} className={styles.speed}>
          {t('player.speedIs', { speed: formats.number(rate) })}
        </Button>
      }
    />
  )
}

function MoreMenu() {
  const controls = useControls()
  const { player, t, fullscreen } = controls
  const loop = useLive(player.state, (state) => state.loop)
  const muted = useLive(player.loudness, (loudness) => loudness.muted)
  const speed = useSpeedEntry()
  const action = (
    name: 'first' | 'last' | 'markIn' | 'markOut' | 'clearMarks' | 'fullscreen',
    run: () => void,
  ): MenuEntry => ({
    label: t(`player.button.${name}`),
    shortcut: keyOfCommand(name),
    run,
  })
  const entries: readonly MenuEntry[] = [
    action('first', () => player.seek(0)),
    action('last', () => player.seek(END)),
    { type: 'separator' },
    action('markIn', () => mark(controls, 'in')),
    action('markOut', () => mark(controls, 'out')),
    action('clearMarks', () => clearMarks(controls)),
    {
      type: 'check',
      label: t('player.button.loop'),
      shortcut: keyOfCommand('loop'),
      checked: loop,
      change: () => toggleLoop(controls),
    },
    { type: 'separator' },
    {
      type: 'check',
      label: t('player.button.mute'),
      shortcut: keyOfCommand('mute'),
      checked: muted,
      change: () => toggleMute(controls),
    },
    speed,
    action('fullscreen', fullscreen),
  ]
  return (
    <Menu
      side="top"
      align="end"
      entries={entries}
      trigger={<IconButton size="small" icon="more" label={t('player.more')} />}
    />
  )
}
