import { lazy, Suspense, useState } from 'react'
import type { Assessment } from '../../../jobs/index.ts'
import { formatTimecode, sameJson, writeLength } from '../../../kernel/index.ts'
import { Button, EmptyState, Skeleton, StateBadge, Text, useFormats, useT } from '../../../ui/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import styles from '../inspector.module.css'
import { useWords } from '../words.browser.ts'
import { Issues } from './issues.tsx'

const JsonView = lazy(() =>
  import('../../json/browser.tsx').then(({ JsonView: component }) => ({ default: component })),
)

const STATES = ['fresh', 'stale', 'draft', 'never-made'] as const
/** Issues that are listed at once. */
const LISTED = 20

/** Nothing is selected: the storyboard in numbers, and what needs attention. */
export function Summary() {
  const studio = useStudio()
  const t = useT()
  const [json, setJson] = useState(false)
  const title = useLive(studio.document, ({ board }) => board.header.title)
  if (json) {
    return (
      <div className={styles.whole}>
        <div className={styles.bar}>
          <Button size="small" icon="chevron-left" onClick={() => setJson(false)}>
            {t('inspector.summary.back')}
          </Button>
        </div>
        <Suspense
          fallback={
            <div className={styles.section}>
              <Skeleton lines={8} />
            </div>
          }
        >
          <JsonView />
        </Suspense>
      </div>
    )
  }
  return (
    <div className={styles.scroll}>
      <div className={styles.section}>
        <Text as="h2" strong lines={2}>
          {title}
        </Text>
        <Facts />
        <div className={styles.line}>
          <Button size="small" icon="json" onClick={() => setJson(true)}>
            {t('inspector.summary.json')}
          </Button>
        </div>
      </div>
      <Attention />
    </div>
  )
}

function Facts() {
  const studio = useStudio()
  const t = useT()
  const formats = useFormats()
  const words = useWords()
  const board = useLive(studio.document, (state) => state.board)
  const timeline = useLive(studio.timeline)
  const states = useLive(studio.assessments, countStates, sameJson)
  const counts = countKinds(board.nodes.values(), [...studio.catalog.kinds.keys()])
  const { rate, size } = board.header.settings
  return (
    <>
      {states.length > 0 && (
        <p className={styles.states}>
          {states.map(({ state, count }) => (
            <StateBadge key={state} state={state}>
              {t(`inspector.summary.${state}`, { count })}
            </StateBadge>
          ))}
        </p>
      )}
      <dl className={styles.facts}>
        <dt>{t('inspector.summary.length')}</dt>
        <dd>
          {timeline
            ? `${formatTimecode(timeline.length, rate)} · ${writeLength(timeline.length, rate)}`
            : t('inspector.summary.noCut')}
        </dd>
        <dt>{t('inspector.summary.picture')}</dt>
        <dd>{`${size.width} × ${size.height} · ${t('inspector.summary.rate', { rate: formats.number(rate.num / rate.den, { maximumFractionDigits: 3 }) })}`}</dd>
        {counts.size > 0 && (
          <>
            <dt>{t('inspector.summary.nodes')}</dt>
            <dd>{formats.list([...counts].map(([kind, count]) => words.count(kind, count)))}</dd>
          </>
        )}
      </dl>
      {board.nodes.size === 0 && <EmptyState compact title={t('inspector.summary.empty')} />}
    </>
  )
}

function countStates(assessments: ReadonlyMap<string, Assessment>) {
  const all = [...assessments.values()]
  return STATES.map((state) => ({ state, count: all.filter(({ knowledge }) => knowledge === state).length })).filter(
    ({ count }) => count > 0,
  )
}

/** How many nodes there are of each kind, in the order of the palette; kinds nobody knows come last. */
function countKinds(nodes: Iterable<{ readonly kind: string }>, order: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const place = (kind: string) => (order.includes(kind) ? order.indexOf(kind) : order.length)
  return new Map([...counts].sort(([a], [b]) => place(a) - place(b)))
}

function Attention() {
  const studio = useStudio()
  const t = useT()
  const evaluation = useLive(studio.document, (state) => state.evaluation)
  const opening = useLive(studio.document, (state) => state.opening)
  const weight = { error: 0, warning: 1, info: 2 }
  const issues = [...opening, ...evaluation.issues].sort((a, b) => weight[a.severity] - weight[b.severity])
  return (
    <div className={styles.section}>
      {issues.length === 0 ? (
        <Text as="p" tone="third">
          {t('inspector.summary.noIssues')}
        </Text>
      ) : (
        <Text as="h2" strong>
          {t('inspector.summary.issues', { count: issues.length })}
        </Text>
      )}
      <Issues
        issues={issues.slice(0, LISTED)}
        jump={({ at }) => (at.nodeId === undefined ? undefined : evaluation.nodes.get(at.nodeId)?.card.title)}
      />
      {issues.length > LISTED && (
        <Text tone="third">{t('inspector.summary.more', { count: issues.length - LISTED })}</Text>
      )}
    </div>
  )
}
