import { type CSSProperties, useLayoutEffect, useRef } from 'react'
import type { Clip } from '../../timeline/index.ts'
import { Button, classNames, Icon, Skeleton, useT } from '../../ui/browser.tsx'
import { startRun } from '../shell/running.browser.ts'
import { revealNodes, showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useControls } from './controls.tsx'
import { playOrPause } from './engine/keys.browser.ts'
import styles from './player.module.css'

/** The picture at the playhead with its name, or the card that says why there is none. */
export function Viewer() {
  const { player, t } = useControls()
  const host = useRef<HTMLDivElement>(null)
  const size = useLive(player.timeline, (timeline) => timeline?.size)
  const clip = useLive(player.on, (on) => on.clip)
  const loading = useLive(player.on, (on) => on.loading)
  const trouble = useLive(player.on, (on) => on.trouble)
  useLayoutEffect(() => {
    const element = host.current
    return element ? player.attach(element) : undefined
  }, [player])
  const ratio = size ? size.width / size.height : 16 / 9
  return (
    <div className={styles.room}>
      <section
        className={styles.picture}
        aria-label={t('player.picture')}
        aria-busy={loading}
        style={{ '--ratio': ratio } as CSSProperties}
      >
        <div ref={host} className={styles.stage} />
        {loading && (
          <div className={styles.bone}>
            <Skeleton shape="block" width="100%" height="100%" />
          </div>
        )}
        <button type="button" className={styles.touch} tabIndex={-1} aria-hidden onClick={() => playOrPause(player)} />
        <Card />
        {clip && trouble === undefined && <ClipLabel clip={clip} />}
      </section>
    </div>
  )
}

function ClipLabel({ clip }: { readonly clip: Clip }) {
  const t = useT()
  const studio = useStudio()
  const { media, source } = clip
  const takeId = media.state === 'take' ? media.takeId : undefined
  const number = useLive(studio.takes, (takes) => takes.get(source.nodeId)?.find(({ id }) => id === takeId)?.number)
  const name = clip.labels.shot || clip.name
  const text =
    number === undefined
      ? source.from === 'file'
        ? t('player.imported', { name })
        : name
      : t('player.take', { name, number })
  return (
    <p className={styles.badges}>
      <span className={styles.badge}>{text}</span>
      {media.state === 'take' && media.draft && (
        <span className={classNames(styles.badge, styles.draft)}>{t('player.draft')}</span>
      )}
    </p>
  )
}

function Card() {
  const { player } = useControls()
  const clip = useLive(player.on, (on) => on.clip)
  const trouble = useLive(player.on, (on) => on.trouble)
  if (!clip || trouble === undefined) return null
  if (trouble === 'missing') return <MissingCard clip={clip} />
  return <BrokenCard clip={clip} trouble={trouble} />
}

function MissingCard({ clip }: { readonly clip: Clip }) {
  const t = useT()
  const studio = useStudio()
  const { player } = useControls()
  const none = useLive(player.timeline, (timeline) =>
    (timeline?.tracks ?? []).every(
      ({ kind, items }) =>
        kind === 'audio' || items.every((item) => item.item === 'gap' || item.media.state === 'missing'),
    ),
  )
  const readOnly = useLive(studio.document, ({ readOnly: why }) => why !== undefined)
  const reason = clip.media.state === 'missing' ? clip.media.reason : ''
  return (
    <div className={styles.card}>
      <strong>{t('player.missing.title', { name: clip.labels.shot || clip.name })}</strong>
      <p>{none ? t('player.missing.all') : clip.labels.action || t('player.missing.because', { reason })}</p>
      {!readOnly && (
        <Button
          size="small"
          icon="run"
          variant={none ? 'primary' : 'plain'}
          onClick={() => void startRun(studio, none ? 'stale' : { node: clip.nodeId })}
        >
          {none ? t('player.button.run') : t('player.missing.run')}
        </Button>
      )}
    </div>
  )
}

function BrokenCard({ clip, trouble }: { readonly clip: Clip; readonly trouble: 'gone' | 'unreadable' }) {
  const t = useT()
  const studio = useStudio()
  const { name, media, source } = clip
  const show = () => {
    revealNodes([clip.nodeId])
    showScreen('canvas')
  }
  const remake = source.from === 'take' ? source.nodeId : undefined
  return (
    <div className={styles.card} role="alert">
      <strong className={styles.failed}>
        <Icon name="error" size={14} /> {t(`player.${trouble}.what`, { name })}
      </strong>
      <p>
        {trouble === 'gone'
          ? t('player.gone.means')
          : t('player.unreadable.means', { mime: media.state === 'take' ? media.mime : '' })}
      </p>
      <div className={styles.actions}>
        {remake !== undefined && (
          <Button size="small" icon="run" onClick={() => void startRun(studio, { node: remake }, { seeds: 'new' })}>
            {t('player.gone.remake')}
          </Button>
        )}
        <Button size="small" onClick={show}>
          {t('player.gone.show')}
        </Button>
      </div>
    </div>
  )
}
