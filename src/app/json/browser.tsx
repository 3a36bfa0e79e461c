import { Component, lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { factText } from '../../kernel/index.ts'
import { announce, Button, ErrorState, IconButton, Skeleton, Text, useT } from '../../ui/browser.tsx'
import { Segmented } from '../../ui/fields/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import styles from './json.module.css'
import { editFromJson, type JsonProblem, jsonSchema, jsonText } from './json-text.ts'

const loadEditor = () => import('./code-editor.tsx').then(({ CodeEditor }) => ({ default: CodeEditor }))

/** What the JSON view takes. */
export type JsonViewProps = {
  /** The node to begin with; absent = the whole storyboard. */
  readonly nodeId?: string | undefined
}

type Draft = {
  readonly text: string
  readonly changed: boolean
  /** The document changed while the text was being changed, too. */
  readonly outside: boolean
  readonly wrong: JsonProblem | undefined
  readonly readOnly: boolean
  type(text: string): void
  apply(): void
  /** Drops what was typed and shows the document. */
  revert(): void
  /** Goes on with what was typed; applying it then overrides. */
  keep(): void
}

/** The document as text: a node or all of it, checked by its schema, applied as one undo entry. */
export function JsonView({ nodeId }: JsonViewProps) {
  const t = useT()
  const [whole, setWhole] = useState(nodeId === undefined)
  const [large, setLarge] = useState(false)
  const shown = whole ? undefined : nodeId
  const draft = useDraft(shown)
  const body = (
    <div className={styles.view}>
      <div className={styles.bar}>
        {nodeId !== undefined && (
          <Segmented
            label={t('inspector.json.what')}
            size="small"
            value={whole ? 'storyboard' : 'node'}
            segments={[
              { value: 'node', label: t('inspector.json.node'), disabled: draft.changed },
              { value: 'storyboard', label: t('inspector.json.storyboard'), disabled: draft.changed },
            ]}
            onChange={(next) => setWhole(next === 'storyboard')}
          />
        )}
        <span className={styles.grow} />
        {draft.changed && (
          <IconButton icon="undo" size="small" label={t('inspector.json.revert')} onClick={draft.revert} />
        )}
        <Button
          size="small"
          variant="primary"
          shortcut="mod+enter"
          disabled={!draft.changed || draft.readOnly}
          onClick={draft.apply}
        >
          {t('inspector.json.apply')}
        </Button>
        {!large && (
          <IconButton icon="fullscreen" size="small" label={t('inspector.json.large')} onClick={() => setLarge(true)} />
        )}
      </div>
      <Notes draft={draft} />
      <LoadedEditor draft={draft} nodeId={shown} />
    </div>
  )
  if (!large) return body
  return (
    <Dialog
      open
      onOpenChange={setLarge}
      size="full"
      title={t(whole ? 'inspector.json.storyboard' : 'inspector.json.node')}
    >
      {body}
    </Dialog>
  )
}

function Notes({ draft }: { readonly draft: Draft }) {
  const t = useT()
  const say = useSay()
  const { wrong, outside } = draft
  if (!wrong && !outside) return null
  return (
    <div className={styles.notes}>
      {wrong && (
        <ErrorState
          live
          what={
            wrong.line === undefined
              ? factText(wrong.problem, say)
              : t('inspector.json.broken', {
                  line: wrong.line,
                  column: wrong.column ?? 1,
                  problem: factText(wrong.problem, say),
                })
          }
          means={t('inspector.json.unchanged')}
        />
      )}
      {outside && (
        <ErrorState
          live
          tone="stale"
          what={t('inspector.json.changedOutside')}
          actions={
            <>
              <Button size="small" onClick={draft.revert}>
                {t('inspector.json.reload')}
              </Button>
              <Button size="small" onClick={draft.keep}>
                {t('inspector.json.keep')}
              </Button>
            </>
          }
        />
      )}
    </div>
  )
}

/** Holds the text while it differs from the document. */
function useDraft(nodeId: string | undefined): Draft {
  const studio = useStudio()
  const t = useT()
  const board = useLive(studio.document, (state) => state.board)
  const readOnly = useLive(studio.document, (state) => state.readOnly !== undefined)
  const today = useMemo(() => jsonText(board, { nodeId }), [board, nodeId])
  const [typed, setTyped] = useState<{
    readonly text: string
    readonly base: string
    readonly of: string | undefined
  }>()
  const [wrong, setWrong] = useState<JsonProblem>()
  const mine = typed && typed.of === nodeId && typed.text !== today ? typed : undefined
  const text = mine?.text ?? today
  const drop = () => {
    setTyped(undefined)
    setWrong(undefined)
  }
  return {
    text,
    changed: mine !== undefined,
    outside: mine !== undefined && mine.base !== today,
    wrong: mine && wrong,
    readOnly,
    type(next) {
      // The editor also tells what it was given.
      if (next === text) return
      setWrong(undefined)
      setTyped({ text: next, base: mine?.base ?? today, of: nodeId })
    },
    apply() {
      const edit = editFromJson(studio.document.get().board, studio.catalog, { nodeId }, text)
      if ('wrong' in edit) return setWrong(edit.wrong)
      const result = studio.edit(edit.commands, { label: t('inspector.undo.json') })
      if (!result.ok) return setWrong({ problem: result.failures[0] ?? result.issues[0] ?? '' })
      drop()
      announce(t('inspector.json.applied'))
    },
    revert: drop,
    keep: () => setTyped({ text, base: today, of: nodeId }),
  }
}

/** Fetches the editor; a fetch that failed can be tried again. */
function LoadedEditor({ draft, nodeId }: { readonly draft: Draft; readonly nodeId: string | undefined }) {
  const studio = useStudio()
  const t = useT()
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt fetches anew
  const Editor = useMemo(() => lazy(loadEditor), [attempt])
  const kind = useLive(studio.document, ({ board }) =>
    nodeId === undefined ? undefined : board.nodes.get(nodeId)?.kind,
  )
  const schema = useMemo(() => jsonSchema(studio.catalog, kind), [studio, kind])
  const title = useLive(studio.document, ({ evaluation }) =>
    nodeId === undefined ? undefined : evaluation.nodes.get(nodeId)?.card.title,
  )
  const what = title ?? t('inspector.json.storyboardName')
  const failed = (
    <ErrorState
      what={t('inspector.json.failed')}
      actions={
        <Button size="small" onClick={() => setAttempt(attempt + 1)}>
          {t('inspector.json.retry')}
        </Button>
      }
    />
  )
  return (
    <div className={styles.editor}>
      <Guard key={attempt} fallback={failed}>
        <Suspense fallback={<Waiting />}>
          <Editor
            label={t('inspector.json.label', { what })}
            path={nodeId === undefined ? 'storyboard.json' : `${nodeId}.json`}
            text={draft.text}
            schema={schema}
            readOnly={draft.readOnly}
            onText={draft.type}
            onApply={draft.apply}
          />
        </Suspense>
      </Guard>
    </div>
  )
}

function Waiting() {
  const t = useT()
  useEffect(() => announce(t('inspector.json.loading')), [t])
  return (
    <div className={styles.waiting}>
      <Text size="small" tone="third">
        {t('inspector.json.loading')}
      </Text>
      <Skeleton lines={8} />
    </div>
  )
}

/** Shows something else when what is inside could not be fetched. */
class Guard extends Component<
  { readonly fallback: ReactNode; readonly children: ReactNode },
  { readonly broken: boolean }
> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children
  }
}
