import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { Skeleton, type Tab, Tabs, useT } from '../../../ui/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import styles from '../inspector.module.css'
import type { NodeView } from '../model/node-view.ts'
import { fieldsOf } from '../model/schema-fields.ts'
import { ProvenanceTab } from '../takes/provenance-tab.tsx'
import { TakeStrip } from '../takes/take-strip.tsx'
import { TakesTab } from '../takes/takes-tab.tsx'
import { useTakes } from '../takes/use-takes.browser.ts'
import { useWords } from '../words.browser.ts'
import { ExportBox } from './export-box.tsx'
import { Form } from './form.tsx'
import { DeleteButton, ModeSwitch, NodeHeader } from './header.tsx'
import { Inputs } from './inputs.tsx'
import { NodeIssues } from './issues.tsx'
import { RunBox } from './run-box.tsx'
import { StaleBox } from './stale-box.tsx'

const loadJson = () => import('../../json/browser.tsx').then(({ JsonView }) => ({ default: JsonView }))
const JsonView = lazy(loadJson)

/** The tabs of a node. */
export type NodeTab = 'fields' | 'takes' | 'provenance' | 'json'

type NodeInspectorProps = {
  readonly node: NodeView
  readonly readOnly: boolean
  readonly tab: NodeTab
  readonly onTab: (tab: NodeTab) => void
  readonly onView: () => void
}

/** One node: its parameters, its takes, what made them, and its JSON. */
export function NodeInspector({ node, readOnly, tab, onTab, onView }: NodeInspectorProps) {
  const t = useT()
  const words = useWords()
  const { takes } = useTakes(node.id)
  const makes = node.wants !== undefined || takes.length > 0 || node.kind?.make !== undefined
  const made: readonly Tab<NodeTab>[] = [
    { id: 'takes', label: t('inspector.tabs.takes'), count: takes.length },
    { id: 'provenance', label: t('inspector.tabs.provenance') },
  ]
  const tabs: readonly Tab<NodeTab>[] = [
    { id: 'fields', label: words.kind(node.node.kind) },
    ...(makes ? made : []),
    { id: 'json', label: t('inspector.tabs.json') },
  ]
  const shown = tabs.some(({ id }) => id === tab) ? tab : 'fields'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens whether the JSON tab is about to be opened
    <div className={styles.whole} onPointerOver={prepareJson} onFocus={prepareJson}>
      <Tabs label={t('inspector.tabs.label')} tabs={tabs} value={shown} onChange={onTab} className={styles.tabs}>
        {panel(shown, {
          fields: () => <Fields {...{ node, readOnly, onView }} />,
          takes: () => <TakesTab {...{ node, readOnly, onView }} />,
          provenance: () => <ProvenanceTab nodeId={node.id} />,
          json: () => (
            <Suspense
              fallback={
                <div className={styles.section}>
                  <Skeleton lines={8} />
                </div>
              }
            >
              <JsonView nodeId={node.id} />
            </Suspense>
          ),
        })}
      </Tabs>
    </div>
  )
}

function panel(tab: NodeTab, panels: Readonly<Record<NodeTab, () => ReactNode>>): ReactNode {
  return panels[tab]()
}

/** The editor is large: it is fetched when the pointer or the focus comes near its tab, never before. */
function prepareJson({ target }: { readonly target: EventTarget }): void {
  // A chunk that cannot be fetched now is asked for again when the tab is opened.
  if (target instanceof Element && target.closest('[data-tab=json]')) void loadJson().catch(() => undefined)
}

function Fields({ node, readOnly, onView }: Pick<NodeInspectorProps, 'node' | 'readOnly' | 'onView'>) {
  const studio = useStudio()
  const assessment = useLive(studio.assessments, (all) => all.get(node.id))
  const { shown } = useTakes(node.id)
  const nodes = useMemo(() => [node], [node])
  const fields = useMemo(() => new Set(node.kind ? fieldsOf(node.kind).map(({ name }) => name) : []), [node.kind])
  const stale = assessment && shown && (assessment.knowledge === 'stale' || assessment.knowledge === 'draft')
  return (
    <>
      <div className={styles.section}>
        <NodeHeader node={node} readOnly={readOnly} />
        <TakeStrip nodeId={node.id} readOnly={readOnly} onView={onView} />
        {stale && <StaleBox node={node} assessment={assessment} take={shown} />}
        <NodeIssues nodeId={node.id} issues={node.evaluation?.issues ?? []} shown={fields} />
      </div>
      {node.kind ? <Form nodes={nodes} readOnly={readOnly} /> : <UnknownKind node={node} />}
      <Inputs node={node} readOnly={readOnly} />
      {node.wants && <RunBox nodeId={node.id} mode={node.node.mode} />}
      <ExportBox nodeId={node.id} />
      <div className={styles.foot}>
        <ModeSwitch nodes={nodes} readOnly={readOnly} />
        <span className={styles.grow} />
        <DeleteButton nodes={nodes} readOnly={readOnly} />
      </div>
    </>
  )
}

/** A node of a kind that this program does not know: kept as it is, and shown as it is. */
function UnknownKind({ node }: { readonly node: NodeView }) {
  const t = useT()
  return (
    <div className={styles.section}>
      <p className={styles.quiet}>{t('inspector.unknownKind', { kind: node.node.kind })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      <pre className={styles.raw} tabIndex={0} aria-label={t('inspector.unknownParams')} role="region">
        {JSON.stringify(node.node.params, null, 2)}
      </pre>
    </div>
  )
}
