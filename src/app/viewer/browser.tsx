import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import type { Take } from '../../assets/index.ts'
import { announce, Button, ButtonGroup, EmptyState, IconButton, StateBadge, Text, useT } from '../../ui/browser.tsx'
import { Segmented, Select, Slider } from '../../ui/fields/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import { usePick, useTakes } from '../inspector/takes/use-takes.browser.ts'
import { useAsset } from '../state/asset-url.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { Stage, WAYS, type Way } from './stage.tsx'
import { type Film, frameCount, useFilm } from './use-film.browser.ts'
import { FIT, frameTime, type Geometry, PIXELS, type View, zoomAt } from './view.ts'
import styles from './viewer.module.css'

/** What the viewer takes. */
export type ViewerProps = { readonly nodeId: string; readonly onClose: () => void }

const UNKNOWN: Geometry = { picture: { width: 0, height: 0 }, room: { width: 0, height: 0 }, scale: 1 }

/** The takes of a node in the large: to the pixel, frame by frame, and one beside the other. */
export function Viewer({ nodeId, onClose }: ViewerProps) {
  const studio = useStudio()
  const t = useT()
  const title = useLive(
    studio.document,
    ({ evaluation, board }) => evaluation.nodes.get(nodeId)?.card.title ?? board.nodes.get(nodeId)?.title ?? nodeId,
  )
  const { takes, shown } = useTakes(nodeId)
  const [seenId, setSeen] = useState<string>()
  const stage = useRef<HTMLDivElement>(null)
  const take = takes.find(({ id }) => id === seenId) ?? shown
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      size="full"
      title={take ? t('inspector.viewer.title', { title, number: take.number }) : title}
      initialFocus={stage}
    >
      {take ? (
        <Looking nodeId={nodeId} title={title} takes={takes} take={take} stage={stage} onTake={setSeen} />
      ) : (
        <EmptyState icon="take" title={t('inspector.viewer.none')} />
      )}
    </Dialog>
  )
}

type LookingProps = {
  readonly nodeId: string
  readonly title: string
  readonly takes: readonly Take[]
  readonly take: Take
  readonly stage: RefObject<HTMLDivElement | null>
  readonly onTake: (takeId: string) => void
}

function Looking({ nodeId, title, takes, take, stage, onTake }: LookingProps) {
  const t = useT()
  const studio = useStudio()
  const pick = usePick(nodeId)
  const { pick: picked } = useTakes(nodeId)
  const readOnly = useLive(studio.document, (state) => state.readOnly !== undefined)
  const [otherId, setOther] = useState<string>()
  const [way, setWay] = useState<Way>('slider')
  const [split, setSplit] = useState(0.5)
  const [view, setView] = useState<View>(FIT)
  const [{ picture, room, scale }, setGeometry] = useState<Geometry>(UNKNOWN)
  const other = takes.find(({ id }) => id === otherId && id !== take.id)
  const { film, rate, isFilm } = useFilmOf(take, stage)

  const flip = (by: number) => {
    const at = takes.findIndex(({ id }) => id === take.id)
    const next = takes[Math.min(takes.length - 1, Math.max(0, at + by))]
    if (!next || next.id === take.id) return
    onTake(next.id)
    announce(t('inspector.takes.name', { number: next.number }))
  }
  const compare = () => setOther(other ? undefined : (takes.findLast(({ id }) => id !== take.id)?.id ?? undefined))
  const zoom = (by: number) => setView((now) => zoomAt(now, by, { x: 0, y: 0 }, picture, room))
  const keys = useViewerKeys([
    ['ArrowRight', () => flip(1)],
    ['ArrowLeft', () => flip(-1)],
    ['ArrowDown', () => flip(1)],
    ['ArrowUp', () => flip(-1)],
    ['Home', () => flip(-takes.length)],
    ['End', () => flip(takes.length)],
    ['Enter', () => !readOnly && pick(take)],
    ['c', compare],
    ['f', () => setView(FIT)],
    ['1', () => setView(PIXELS)],
    ['+', () => zoom(1.25)],
    ['=', () => zoom(1.25)],
    ['-', () => zoom(0.8)],
    [' ', () => (isFilm ? film.toggle() : compare())],
    [',', () => film.step(-1)],
    ['.', () => film.step(1)],
    ['l', () => film.setLoop(!film.loop)],
    ['s', () => other && setWay(nextWay(way))],
  ])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of everything inside
    <div className={styles.viewer} onKeyDown={keys}>
      <Stage
        {...{ take, other, way, split, view, stage, title }}
        time={frameTime(film.frame, rate)}
        onSplit={setSplit}
        onView={setView}
        onGeometry={setGeometry}
      />
      {isFilm && <Transport film={film} />}
      <div className={styles.bar}>
        <ButtonGroup label={t('inspector.takes.strip')}>
          <IconButton
            icon="chevron-left"
            label={t('inspector.viewer.previous')}
            disabled={take.id === takes[0]?.id}
            onClick={() => flip(-1)}
          />
          <IconButton
            icon="chevron-right"
            label={t('inspector.viewer.next')}
            disabled={take.id === takes.at(-1)?.id}
            onClick={() => flip(1)}
          />
        </ButtonGroup>
        <Text tone="third">
          {t('inspector.viewer.place', { number: takes.indexOf(take) + 1, count: takes.length })}
        </Text>
        <Button
          variant={picked === take.id ? 'plain' : 'primary'}
          icon="check"
          pressed={picked === take.id}
          disabled={readOnly}
          onClick={() => pick(take)}
        >
          {picked === take.id ? t('inspector.viewer.isPick') : t('inspector.viewer.pick', { number: take.number })}
        </Button>
        {take.draft && <StateBadge state="draft">{t('inspector.viewer.draft')}</StateBadge>}
        <span className={styles.grow} />
        {takes.length > 1 && (
          <div className={styles.choose}>
            <Select
              label={t('inspector.viewer.compareWith')}
              layout="row"
              value={other?.id ?? 'none'}
              options={[
                { value: 'none', label: t('inspector.viewer.noCompare') },
                ...takes
                  .filter(({ id }) => id !== take.id)
                  .map(({ id, number }) => ({ value: id, label: t('inspector.takes.name', { number }) })),
              ]}
              onChange={(next) => setOther(next === 'none' ? undefined : next)}
            />
          </div>
        )}
        {other && (
          <Segmented
            label={t('inspector.viewer.mode')}
            value={way}
            segments={WAYS.map((one) => ({ value: one, label: t(`inspector.viewer.${one}`) }))}
            onChange={setWay}
          />
        )}
        <ButtonGroup label={t('inspector.viewer.zoom', { zoom: Math.round(scale * 100) })}>
          <IconButton icon="minus" label={t('inspector.viewer.zoomOut')} onClick={() => zoom(0.8)} />
          <Button variant="quiet" pressed={view.zoom === 'fit'} onClick={() => setView(FIT)}>
            {t('inspector.viewer.fit')}
          </Button>
          <Button variant="quiet" pressed={view.zoom === 1} onClick={() => setView(PIXELS)}>
            {t('inspector.viewer.pixels')}
          </Button>
          <IconButton icon="plus" label={t('inspector.viewer.zoomIn')} onClick={() => zoom(1.25)} />
        </ButtonGroup>
        <Text tone="third" className={styles.zoom}>
          {t('inspector.viewer.zoom', { zoom: Math.round(scale * 100) })}
        </Text>
      </div>
      <Text size="small" tone="third" className={styles.help}>
        {t('inspector.viewer.keys')}
      </Text>
    </div>
  )
}

function nextWay(way: Way): Way {
  return WAYS[(WAYS.indexOf(way) + 1) % WAYS.length] ?? 'slider'
}

/** Keys that do something, unless a control inside means them for itself. */
function useViewerKeys(keys: readonly (readonly [key: string, act: () => unknown])[]) {
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const { target, key } = event
    const name = key.length === 1 ? key.toLowerCase() : key
    const act = keys.find(([one]) => one === name)?.[1]
    if (!act) return
    const control = target instanceof HTMLElement && target.closest('input, select, textarea, [role=slider]')
    const pressed = target instanceof HTMLElement && target.closest('button, a') && (key === ' ' || key === 'Enter')
    if (control || pressed) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
}

function useFilmOf(take: Take, stage: LookingProps['stage']) {
  const studio = useStudio()
  const asset = useAsset(take.assetId)
  const film = useLive(studio.document, ({ board }) => board.header.settings.rate)
  const rate = asset?.rate ?? film
  const isFilm = take.mime.startsWith('video/')
  return { film: useFilm(stage, rate, isFilm ? frameCount(asset, rate) : 1), rate, isFilm }
}

function Transport({ film }: { readonly film: Film }) {
  const t = useT()
  return (
    <div className={styles.transport}>
      <IconButton
        icon="prev-frame"
        label={t('inspector.viewer.previousFrame')}
        shortcut=","
        onClick={() => film.step(-1)}
      />
      <IconButton
        icon={film.playing ? 'pause' : 'play'}
        label={t(film.playing ? 'inspector.viewer.pause' : 'inspector.viewer.play')}
        onClick={film.toggle}
      />
      <IconButton icon="next-frame" label={t('inspector.viewer.nextFrame')} shortcut="." onClick={() => film.step(1)} />
      <div className={styles.grow}>
        <Slider
          label={t('inspector.viewer.seek')}
          layout="bare"
          min={0}
          max={Math.max(1, film.count - 1)}
          step={1}
          value={film.frame}
          onChange={film.seek}
        />
      </div>
      <Text tone="third" className={styles.zoom}>
        {t('inspector.viewer.frame', { frame: film.frame + 1, count: film.count })}
      </Text>
      <IconButton
        icon="loop"
        label={t('inspector.viewer.loop')}
        pressed={film.loop}
        onClick={() => film.setLoop(!film.loop)}
      />
    </div>
  )
}
