import { type CSSProperties, useLayoutEffect, useRef } from 'react'
import { isTerminal } from '../../jobs/index.ts'
import type { Clip } from '../../timeline/index.ts'
import { Button, classNames, Icon, Progress, Skeleton, useT } from '../../ui/browser.tsx'
import { startRun } from '../shell/running.browser.ts'
import { useAssetUrl } from '../state/asset-url.browser.ts'
import { revealNodes, showScreen } from '../state/session.ts'
import { useKeyed, useLive, useStudio } from '../state/studio-context.tsx'
import { type Say, useSay } from '../words/say.browser.ts'
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
  const draft = media.state === 'take' && media.draft
  const which =
    number === undefined ? (source.from === 'file' ? t('player.file') : undefined) : t('player.take', { number })
  // At the two corners, so that the middle of the picture stays free.
  return (
    <p className={styles.badges}>
      <span className={styles.badge}>{name}</span>
      {(which !== undefined || draft) && (
        <span className={classNames(styles.badge, styles.which)}>
          {[which, draft && t('player.draft')].filter(Boolean).join(' · ')}
        </span>
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

function missingReason({ media }: Clip, say: Say): string {
  if (media.state !== 'missing') return ''
  return media.said ? say(media.said) : media.reason
}

function MissingCard({ clip }: { readonly clip: Clip }) {
  const say = useSay()
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
  const making = useMaking(clip.nodeId)
  const still = useAssetUrl(useStill(clip.nodeId), 'full')
  const name = clip.labels.shot || clip.name
  const reason = missingReason(clip, say)
  if (making)
    return (
      <div className={classNames(styles.card, still !== undefined && styles.overStill)}>
        {still !== undefined && <img src={still} alt="" draggable={false} className={styles.still} />}
        <div className={styles.words}>
          <strong>{t('player.making.title', { name })}</strong>
          {still === undefined && <p>{t('player.making.text')}</p>}
          <Made nodeId={clip.nodeId} name={name} />
        </div>
      </div>
    )
  return (
    <div className={classNames(styles.card, still !== undefined && styles.overStill)}>
      {still !== undefined && <img src={still} alt="" draggable={false} className={styles.still} />}
      <div className={styles.words}>
        <strong>{t('player.missing.title', { name })}</strong>
        {still === undefined && (
          <p>{none ? t('player.missing.all') : clip.labels.action || t('player.missing.because', { reason })}</p>
        )}
        {!readOnly && (
          <Button
            size="small"
            icon="run"
            variant={none && still === undefined ? 'primary' : 'plain'}
            onClick={() => void startRun(studio, none ? 'stale' : { node: clip.nodeId })}
          >
            {none ? t('player.button.run') : t('player.missing.run')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** How far the take of a clip is; nothing before it has begun. */
function Made({ nodeId, name }: { readonly nodeId: string; readonly name: string }) {
  const t = useT()
  const studio = useStudio()
  const progress = useKeyed(studio.progress, nodeId)
  if (!progress || progress.max <= 0) return null
  return <Progress thin label={t('player.making.title', { name })} value={Math.min(1, progress.value / progress.max)} />
}

/** Whether a job for a clip, or for what it is made from, waits or runs. */
function useMaking(nodeId: string): boolean {
  const studio = useStudio()
  const wanted = useLive(studio.document, ({ evaluation }) => evaluation.nodes.get(nodeId)?.upstream)
  const boardId = useLive(studio.document, ({ board }) => board.id)
  return useLive(studio.jobs, (jobs) =>
    jobs.some(
      (job) =>
        job.storyboardId === boardId &&
        !isTerminal(job.state) &&
        (job.nodeId === nodeId || wanted?.includes(job.nodeId) === true),
    ),
  )
}

/** The picture that a clip will begin with, as soon as that is there. */
function useStill(nodeId: string): string | undefined {
  const studio = useStudio()
  const wanted = useLive(studio.document, ({ evaluation }) => evaluation.nodes.get(nodeId)?.upstream)
  const assessments = useLive(studio.assessments)
  return useLive(studio.takes, (takes) => {
    for (const id of wanted ?? []) {
      const all = takes.get(id) ?? []
      const take = all.find((one) => one.id === assessments.get(id)?.takeId) ?? all.at(-1)
      if (take?.mime.startsWith('image/')) return take.assetId
    }
    return undefined
  })
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
