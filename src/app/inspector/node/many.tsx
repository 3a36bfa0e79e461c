import { Button, ErrorState, Text, useFormats, useT } from '../../../ui/browser.tsx'
import styles from '../inspector.module.css'
import type { NodeView } from '../model/node-view.ts'
import { commonFields } from '../model/schema-fields.ts'
import { useWords } from '../words.browser.ts'
import { Form } from './form.tsx'
import { DeleteButton, ModeSwitch } from './header.tsx'
import { useRun } from './run-box.tsx'

/** Several nodes: what they have in common edits all of them. */
export function ManyNodes({ nodes, readOnly }: { readonly nodes: readonly NodeView[]; readonly readOnly: boolean }) {
  const t = useT()
  const words = useWords()
  const formats = useFormats()
  const { busy, refusal, run } = useRun()
  const counts = new Map<string, number>()
  for (const { node } of nodes) counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1)
  const kinds = formats.list([...counts].map(([kind, count]) => `${count} × ${words.kind(kind)}`))
  const known = nodes.flatMap(({ kind }) => kind ?? [])
  const common = known.length === nodes.length ? commonFields(known) : []
  const makers = nodes.filter(({ evaluation }) => evaluation?.spec)
  return (
    <>
      <div className={styles.section}>
        <Text as="h2" strong>
          {t('inspector.many.title', { count: nodes.length })}
        </Text>
        <Text tone="third">{kinds}</Text>
        {common.length === 0 && <Text tone="third">{t('inspector.many.nothing')}</Text>}
      </div>
      {common.length > 0 && <Form nodes={nodes} readOnly={readOnly} />}
      {makers.length > 0 && (
        <div className={styles.section}>
          <div className={styles.line}>
            <Button icon="run" busy={busy} onClick={() => run({ nodes: makers.map(({ id }) => id) })}>
              {t('inspector.many.run', { count: makers.length })}
            </Button>
            <Button
              icon="take"
              busy={busy}
              onClick={() => run({ nodes: makers.map(({ id }) => id) }, { seeds: 'new' })}
            >
              {t('inspector.many.more')}
            </Button>
          </div>
          {refusal && <ErrorState what={refusal.message} detail={refusal.detail} />}
        </div>
      )}
      <div className={styles.foot}>
        <ModeSwitch nodes={nodes} readOnly={readOnly} />
        <span className={styles.grow} />
        <DeleteButton nodes={nodes} readOnly={readOnly} />
      </div>
    </>
  )
}
