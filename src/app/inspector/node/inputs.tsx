import { useMemo } from 'react'
import type { PortValue } from '../../../storyboard/index.ts'
import { wireStoryboard, wiresOf } from '../../../storyboard/index.ts'
import { IconButton, PortShape, Text, useT } from '../../../ui/browser.tsx'
import { revealNodes } from '../../state/session.ts'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { doEdit } from '../edits.browser.ts'
import styles from '../inspector.module.css'
import type { NodeView } from '../model/node-view.ts'
import { fieldsOf } from '../model/schema-fields.ts'
import { useWords } from '../words.browser.ts'

/** What is wired into a node, by input: each a way to where it comes from. */
export function Inputs({ node, readOnly }: { readonly node: NodeView; readonly readOnly: boolean }) {
  const studio = useStudio()
  const t = useT()
  const words = useWords()
  const board = useLive(studio.document, (state) => state.board)
  const evaluation = useLive(studio.document, (state) => state.evaluation)
  const wires = useMemo(() => wiresOf(wireStoryboard(board, studio.catalog), node.id), [board, studio, node.id])
  const ports = (node.evaluation?.ports.inputs ?? []).filter(
    ({ name, required }) => required || (wires.inputs.get(name)?.length ?? 0) > 0,
  )
  const listed = node.kind && fieldsOf(node.kind).some(({ widget }) => widget === 'clips')
  // A list of clips says it already.
  if (ports.length === 0 || listed) return null
  const detailOf = (value: PortValue | undefined) => {
    const references =
      value?.type === 'subject' ? value.subject.references : value?.type === 'style' ? value.style.references : []
    return references.length > 0 ? t('inspector.references', { count: references.length }) : undefined
  }
  return (
    <div className={styles.section}>
      <Text as="h2" strong>
        {t('inspector.inputs')}
      </Text>
      {ports.map(({ name, types }) => (
        <div key={name} className={styles.input}>
          <Text tone="third" lines={1}>
            {words.port(name)}
          </Text>
          <div className={styles.sources}>
            {(wires.inputs.get(name) ?? []).map(({ id, edge }) => {
              const { node: source, port } = edge.from
              const value = evaluation.nodes.get(source)?.offers.get(port)
              const title = evaluation.nodes.get(source)?.card.title ?? board.nodes.get(source)?.title ?? source
              const type = value?.type ?? types[0]
              return (
                <div key={id} className={styles.source}>
                  <button
                    type="button"
                    className={styles.value}
                    title={t('inspector.jump', { title })}
                    onClick={() => revealNodes([source])}
                  >
                    {type && <PortShape type={type} size={10} />}
                    <Text lines={1}>{title}</Text>
                    <Text tone="third" className={styles.after} lines={1}>
                      {detailOf(value)}
                    </Text>
                  </button>
                  <IconButton
                    icon="close"
                    size="small"
                    label={t('inspector.disconnect', { title })}
                    disabled={readOnly}
                    onClick={() =>
                      doEdit(studio, [{ type: 'disconnect', edge: id }], { label: t('inspector.undo.disconnect') })
                    }
                  />
                </div>
              )
            })}
            {(wires.inputs.get(name)?.length ?? 0) === 0 && <Text tone="stale">{t('inspector.nothingWired')}</Text>}
          </div>
        </div>
      ))}
    </div>
  )
}
