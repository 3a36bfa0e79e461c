import { useMemo } from 'react'
import type { Take } from '../../../assets/index.ts'
import type { Assessment } from '../../../jobs/index.ts'
import { useFormats, useT } from '../../../ui/browser.tsx'
import styles from '../inspector.module.css'
import type { NodeView } from '../model/node-view.ts'
import { differencesOf } from '../model/stale-reason.ts'
import type { TextChange } from '../model/text-change.ts'
import { useWords } from '../words.browser.ts'

/** Differences that are written out; the rest is only named. */
const WRITTEN = 3

/** Why the shown take is out of date: what was, and what is now. */
export function StaleBox({
  node,
  assessment,
  take,
}: {
  readonly node: NodeView
  readonly assessment: Assessment
  readonly take: Take
}) {
  const t = useT()
  const formats = useFormats()
  const words = useWords()
  const differences = useMemo(
    () => differencesOf(take, node.evaluation, assessment),
    [take, node.evaluation, assessment],
  )
  const names = [...new Set([...differences.map(({ name }) => name), ...(assessment.changed ?? [])])]
  const reason =
    assessment.reason === 'draft'
      ? t('inspector.stale.draft')
      : assessment.knowledge === 'draft'
        ? t('inspector.stale.draftOnly')
        : assessment.reason === 'upstream'
          ? t('inspector.stale.upstream')
          : assessment.reason === 'failed'
            ? t('inspector.stale.failed')
            : names.length > 0
              ? t('inspector.stale.changed', {
                  names: formats.list(names.map((name) => words.value(name).toLowerCase())),
                  count: names.length,
                })
              : t('inspector.stale.rules')
  return (
    <div className={styles.stale}>
      <p>{reason}</p>
      {differences.slice(0, WRITTEN).map(({ name, changes }) => (
        <p key={name} className={styles.change}>
          {differences.length > 1 && (
            <span className={styles.lead}>{t('inspector.stale.name', { name: words.value(name) })} </span>
          )}
          {changes.slice(0, WRITTEN).map((change) => (
            <Change
              key={`${change.lead}|${change.removed}|${change.added}`}
              change={change}
              alone={changes.length === 1}
            />
          ))}
          {changes.length > WRITTEN && (
            <span className={styles.lead}>{t('inspector.stale.more', { count: changes.length - WRITTEN })}</span>
          )}
        </p>
      ))}
    </div>
  )
}

function Change({ change, alone }: { readonly change: TextChange; readonly alone: boolean }) {
  const t = useT()
  const { lead, removed, added, tail } = change
  return (
    <span className={alone ? undefined : styles.place}>
      {lead && <span className={styles.lead}>{lead} </span>}
      {removed && <del>{removed}</del>}
      <span className={styles.arrow} aria-label={t('inspector.stale.became')} role="img">
        {' → '}
      </span>
      {added ? <ins>{added}</ins> : <span className={styles.lead}>{t('inspector.stale.nothing')}</span>}
      {tail && <span className={styles.lead}> {tail}</span>}
    </span>
  )
}
