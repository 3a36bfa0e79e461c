import { type Frame, nodesOfFrame } from '../../../storyboard/index.ts'
import { Button, ErrorState, Icon, Text, useT } from '../../../ui/browser.tsx'
import { FieldFrame, Swatches, TextField } from '../../../ui/fields/browser.tsx'
import { revealNodes } from '../../state/session.ts'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { doEdit } from '../edits.browser.ts'
import styles from '../inspector.module.css'
import { useDocumentTyping } from '../typing.browser.ts'
import { useWords } from '../words.browser.ts'
import { useRun } from './run-box.tsx'

/** Colours of frames as the canvas draws them. */
const COLOURS = [
  ['grey', 'oklch(0.6 0 0)'],
  ['red', 'oklch(0.66 0.16 25)'],
  ['amber', 'oklch(0.76 0.13 80)'],
  ['green', 'oklch(0.72 0.13 150)'],
  ['teal', 'oklch(0.72 0.1 190)'],
  ['blue', 'oklch(0.68 0.13 250)'],
  ['violet', 'oklch(0.66 0.15 300)'],
] as const

/** A frame: its name and colour, and everything in it to run. */
export function FramePanel({
  frameId,
  frame,
  readOnly,
}: {
  readonly frameId: string
  readonly frame: Frame
  readonly readOnly: boolean
}) {
  const studio = useStudio()
  const t = useT()
  const words = useWords()
  const board = useLive(studio.document, (state) => state.board)
  const { busy, refusal, run } = useRun()
  const members = nodesOfFrame(board, frameId)
  const typing = useDocumentTyping({
    studio,
    name: 'frame-title',
    value: frame.title,
    write: (title, group) =>
      doEdit(studio, [{ type: 'setFrame', frame: frameId, title }], { label: t('inspector.undo.frameTitle'), group }),
  })
  return (
    <>
      <div className={styles.section}>
        <p className={styles.line}>
          <Icon name="frame" />
          <Text as="span" strong lines={1}>
            {frame.title || t('inspector.frame.title')}
          </Text>
        </p>
        <TextField
          label={t('inspector.frame.name')}
          layout="row"
          readOnly={readOnly}
          value={typing.shown}
          onChange={typing.type}
          onCommit={typing.leave}
          onKeyDown={typing.keys}
        />
        <FieldFrame label={t('inspector.frame.colour')} layout="stack">
          {() => (
            <Swatches
              label={t('inspector.frame.colour')}
              value={frame.colour}
              swatches={COLOURS.map(([value, colour]) => ({
                value: value as string,
                label: words.option('colour', value),
                colour,
              }))}
              onChange={(colour) =>
                doEdit(studio, [{ type: 'setFrame', frame: frameId, colour }], {
                  label: t('inspector.undo.frameColour'),
                })
              }
            />
          )}
        </FieldFrame>
        {refusal && <ErrorState what={refusal.message} detail={refusal.detail} />}
        <div className={styles.line}>
          <Button icon="run" busy={busy} onClick={() => run({ frame: frameId })}>
            {t('inspector.frame.run')}
          </Button>
          <Button disabled={members.length === 0} onClick={() => revealNodes(members)}>
            {t('inspector.frame.select', { count: members.length })}
          </Button>
        </div>
      </div>
      <div className={styles.foot}>
        <span className={styles.grow} />
        <Button
          size="small"
          icon="trash"
          disabled={readOnly}
          onClick={() =>
            doEdit(studio, [{ type: 'removeFrame', frame: frameId }], { label: t('inspector.undo.removeFrame') })
          }
        >
          {t('inspector.frame.remove')}
        </Button>
      </div>
    </>
  )
}
