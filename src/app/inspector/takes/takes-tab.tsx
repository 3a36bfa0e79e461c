import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Take } from '../../../assets/index.ts'
import { download } from '../../../kernel/browser.ts'
import { toFailure } from '../../../kernel/index.ts'
import {
  announce,
  Button,
  classNames,
  EmptyState,
  Icon,
  IconButton,
  Text,
  useFormats,
  useT,
} from '../../../ui/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { useNow } from '../../state/use-now.browser.ts'
import { voice } from '../../words/say.browser.ts'
import { doEdit } from '../edits.browser.ts'
import { groupDigits } from '../fields/seed-field.tsx'
import styles from '../inspector.module.css'
import type { NodeView } from '../model/node-view.ts'
import { seedEdits, valueEdits } from '../model/take-edits.ts'
import { RunBox } from '../node/run-box.tsx'
import { Thumb } from '../thumb.tsx'
import { Jobs } from './jobs.tsx'
import { fileNameOf, takeByKey, usePick, useTakes } from './use-takes.browser.ts'

type TakesProps = { readonly node: NodeView; readonly readOnly: boolean; readonly onView: () => void }

/** All takes of a node: look at one, pick it, keep it, make the node like it; and what is being made now. */
export function TakesTab({ node, readOnly, onView }: TakesProps) {
  const t = useT()
  const { takes, shown } = useTakes(node.id)
  const [looked, setLooked] = useState<string>()
  const seen = takes.find(({ id }) => id === looked) ?? shown
  return (
    <>
      <Jobs nodeId={node.id} />
      {takes.length === 0 ? (
        <EmptyState icon="take" title={t('inspector.takes.none')}>
          {t('inspector.takes.noneText')}
        </EmptyState>
      ) : (
        <>
          <Grid {...{ takes, seen, shown, node, readOnly, onView }} onLook={setLooked} />
          {seen && <Seen key={seen.id} {...{ node, readOnly, onView }} take={seen} isShown={seen.id === shown?.id} />}
        </>
      )}
      {node.wants && <RunBox nodeId={node.id} mode={node.node.mode} />}
    </>
  )
}

type GridProps = TakesProps & {
  readonly takes: readonly Take[]
  readonly seen: Take | undefined
  readonly shown: Take | undefined
  readonly onLook: (takeId: string) => void
}

function Grid({ takes, seen, shown, node, readOnly, onView, onLook }: GridProps) {
  const t = useT()
  const id = useId()
  const grid = useRef<HTMLDivElement>(null)
  const pick = usePick(node.id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another take is another place to scroll to
  useEffect(() => {
    grid.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [seen?.id])
  const keys = (event: KeyboardEvent) => {
    const columns = grid.current ? getComputedStyle(grid.current).gridTemplateColumns.split(' ').length : 1
    const next = takeByKey(event.key, takes, seen, columns)
    if (next) onLook(next.id)
    else if (event.key === 'Enter' && !readOnly) pick(seen)
    else if (event.key === ' ') onView()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={grid}
      role="listbox"
      aria-label={t('inspector.takes.grid')}
      aria-activedescendant={seen && `${id}-${seen.id}`}
      tabIndex={0}
      className={styles.grid}
      onKeyDown={keys}
    >
      {takes.map((take) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the list
        <div
          key={take.id}
          id={`${id}-${take.id}`}
          role="option"
          aria-selected={take.id === seen?.id}
          className={classNames(styles.card, take.id === seen?.id && styles.chosen)}
          onClick={() => onLook(take.id)}
          onDoubleClick={onView}
        >
          <Card
            take={take}
            shown={take.id === shown?.id}
            pinned={node.node.pinned === true && node.node.pick === take.id}
          />
        </div>
      ))}
    </div>
  )
}

function Card({ take, shown, pinned }: { readonly take: Take; readonly shown: boolean; readonly pinned: boolean }) {
  const t = useT()
  const formats = useFormats()
  const { startedAt, endedAt, server } = take.provenance
  const length = endedAt - startedAt
  return (
    <>
      <Thumb
        assetId={take.assetId}
        mime={take.mime}
        draft={take.draft}
        stamp={shown ? t('inspector.takes.shown') : undefined}
      />
      <span className={styles.cardLine}>
        <Text as="span" size="small" strong>
          {t('inspector.takes.name', { number: take.number })}
        </Text>
        {pinned && <Icon name="pin" size={14} label={t('inspector.takes.pinned')} />}
        <Text as="span" size="small" tone="third" className={styles.after}>
          {length > 0 ? formats.duration(length) : (server?.name ?? '')}
        </Text>
      </span>
    </>
  )
}

function Seen({
  node,
  take,
  isShown,
  readOnly,
  onView,
}: TakesProps & { readonly take: Take; readonly isShown: boolean }) {
  const studio = useStudio()
  const t = useT()
  const rate = useLive(studio.document, ({ board }) => board.header.settings.rate)
  const pick = usePick(node.id)
  const { number, provenance } = take
  const isPick = node.node.pick === take.id
  const pinned = isPick && node.node.pinned === true
  const edit = (commands: Parameters<typeof doEdit>[1], label: string) => {
    const refused = doEdit(studio, commands, { label })
    if (refused === undefined) announce(t('inspector.takes.taken', { number }))
  }
  const seeds = seedEdits(node, take)
  const values = valueEdits(node, take, rate)
  return (
    <div className={styles.section}>
      <Facts take={take} />
      <div className={styles.actions}>
        <Button
          variant={isPick || isShown ? 'plain' : 'primary'}
          size="small"
          icon="check"
          pressed={isPick}
          disabled={readOnly}
          onClick={() => pick(take)}
        >
          {isPick ? t('inspector.takes.isPick') : t('inspector.takes.pick', { number })}
        </Button>
        <Button
          size="small"
          icon="pin"
          pressed={pinned}
          disabled={readOnly}
          title={t('inspector.takes.pinHint')}
          onClick={() => pick(take, !pinned)}
        >
          {t('inspector.takes.pin')}
        </Button>
        <span className={styles.grow} />
        <IconButton size="small" icon="fullscreen" label={t('inspector.takes.view')} onClick={onView} />
        <Download take={take} title={node.title} />
      </div>
      <div className={styles.actions}>
        {seeds.length > 0 && (
          <Button
            size="small"
            disabled={readOnly}
            title={groupDigits(provenance.seed ?? '')}
            onClick={() => edit(seeds, t('inspector.undo.seed', { number }))}
          >
            {t('inspector.takes.seed')}
          </Button>
        )}
        {values.length > 0 && (
          <Button size="small" disabled={readOnly} onClick={() => edit(values, t('inspector.undo.values', { number }))}>
            {t('inspector.takes.values')}
          </Button>
        )}
      </div>
    </div>
  )
}

function Facts({ take }: { readonly take: Take }) {
  const t = useT()
  const formats = useFormats()
  const { recipe, seed, server } = take.provenance
  const now = useNow(60_000)
  return (
    <dl className={styles.facts}>
      <dt>{t('inspector.takes.number')}</dt>
      <dd>
        {take.draft
          ? t('inspector.takes.nameDraft', { number: take.number })
          : t('inspector.takes.name', { number: take.number })}
      </dd>
      <dt>{t('inspector.provenance.made')}</dt>
      <dd title={formats.dateTime(take.createdAt)}>
        {server
          ? t('inspector.takes.madeOn', { ago: formats.ago(take.createdAt, now), server: server.name })
          : t('inspector.takes.madeHere', { ago: formats.ago(take.createdAt, now) })}
      </dd>
      {recipe && (
        <>
          <dt>{t('inspector.provenance.recipe')}</dt>
          <dd>{recipe.title}</dd>
        </>
      )}
      {seed !== undefined && (
        <>
          <dt>{t('inspector.provenance.seed')}</dt>
          <dd>{groupDigits(seed)}</dd>
        </>
      )}
    </dl>
  )
}

/** Saves a take's file where the browser saves files. */
function Download({ take, title }: { readonly take: Take; readonly title: string }) {
  const studio = useStudio()
  const t = useT()
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      const blob = await studio.assetBlob(take.assetId)
      if (!blob) return announce(t('inspector.takes.gone'), 'assertive')
      download(blob, fileNameOf(title, take))
    } catch (thrown) {
      announce(voice.say(toFailure(thrown)), 'assertive')
    } finally {
      setBusy(false)
    }
  }
  return (
    <IconButton
      size="small"
      icon="download"
      label={t('inspector.takes.download')}
      busy={busy}
      onClick={() => void save()}
    />
  )
}
