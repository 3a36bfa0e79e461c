import type { Edge } from '../../../storyboard/index.ts'
import { Button, Icon, Text, useT } from '../../../ui/browser.tsx'
import { revealNodes } from '../../state/session.ts'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { doEdit } from '../edits.browser.ts'
import styles from '../inspector.module.css'
import { useWords } from '../words.browser.ts'
import { Issues } from './issues.tsx'

/** A wire: its two ends, and why it carries nothing when that is so. */
export function EdgePanel({
  edgeId,
  edge,
  readOnly,
}: {
  readonly edgeId: string
  readonly edge: Edge
  readonly readOnly: boolean
}) {
  const studio = useStudio()
  const t = useT()
  const words = useWords()
  const { board, evaluation } = useLive(studio.document)
  const end = (label: string, { node, port }: Edge['from']) => {
    const title = evaluation.nodes.get(node)?.card.title
    return (
      <div className={styles.input}>
        <Text tone="third">{label}</Text>
        {title === undefined ? (
          <Text tone="stale">{t('inspector.edge.nowhere', { id: node })}</Text>
        ) : (
          <button
            type="button"
            className={styles.value}
            title={t('inspector.jump', { title })}
            onClick={() => revealNodes([node])}
          >
            <Text lines={1}>{title}</Text>
            <Text tone="third" className={styles.after}>
              {words.port(port)}
            </Text>
          </button>
        )}
      </div>
    )
  }
  return (
    <>
      <div className={styles.section}>
        <p className={styles.line}>
          <Icon name="link" />
          <Text as="span" strong>
            {t('inspector.edge.title')}
          </Text>
        </p>
        {end(t('inspector.edge.from'), edge.from)}
        {end(t('inspector.edge.to'), edge.to)}
        <Issues issues={evaluation.issues.filter(({ at }) => at.edgeId === edgeId)} />
      </div>
      <div className={styles.foot}>
        {edge.points && edge.points.length > 0 && board.edges.has(edgeId) && (
          <Button
            size="small"
            disabled={readOnly}
            onClick={() =>
              doEdit(studio, [{ type: 'setEdgePoints', edge: edgeId, points: [] }], {
                label: t('inspector.undo.straighten'),
              })
            }
          >
            {t('inspector.edge.straighten')}
          </Button>
        )}
        <span className={styles.grow} />
        <Button
          size="small"
          icon="trash"
          disabled={readOnly}
          onClick={() =>
            doEdit(studio, [{ type: 'disconnect', edge: edgeId }], { label: t('inspector.undo.disconnect') })
          }
        >
          {t('inspector.edge.delete')}
        </Button>
      </div>
    </>
  )
}
