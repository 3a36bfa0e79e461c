import type { Node, NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { wordFact } from '../../../kernel/index.ts'
import type { CardLine } from '../../../storyboard/index.ts'
import { classNames, Icon, type IconName, PortShape, portColor, titleWhenCut, useT } from '../../../ui/browser.tsx'
import { useLive } from '../../state/studio-context.tsx'
import { type Say, useSay } from '../../words/say.browser.ts'
import { kindName } from '../actions/adding.browser.ts'
import { finishRenaming } from '../actions/selection.browser.ts'
import type { Look } from '../live/drawn.ts'
import { STATE_HEIGHT } from '../model/geometry.ts'
import type { Box } from '../model/scene.ts'
import styles from './card.module.css'
import { useEditor } from './editor-context.tsx'
import { ModeMark, Picture } from './picture.tsx'
import { RenameField } from './rename-field.tsx'
import { StateLine } from './state-line.tsx'

/** What React Flow holds of a node: where it is in the scene. Nothing that changes while it runs. */
export type CardNode = Node<{ readonly box: Box; readonly look: Look }>

const HEAD = 25
const LINE = 17

/** A node as a whole card, led by its picture. */
export const Card = memo(function Card({ data: { box }, selected }: NodeProps<CardNode>) {
  const { node, kind, evaluation } = box
  const isNote = kind?.group === 'note'
  return (
    <div
      className={classNames(
        styles.card,
        selected && styles.selected,
        node.mode && styles[node.mode],
        isNote && styles.note,
      )}
      style={{ width: box.width, height: box.height }}
    >
      {box.picture > 0 && <Picture box={box} />}
      <Head box={box} />
      {!node.collapsed && <Lines box={box} lines={evaluation?.card.lines ?? []} isNote={isNote} />}
      {!node.collapsed && !isNote && <StateLine box={box} />}
      <Ports box={box} />
      {isNote && !node.collapsed && <i className={styles.corner} aria-hidden />}
    </div>
  )
})

function Head({ box }: { readonly box: Box }) {
  const editor = useEditor()
  const t = useT()
  const renaming = useLive(editor.renaming, (now) => now?.what === 'node' && now.id === box.id)
  const { kind } = box
  const issues = box.evaluation?.issues ?? []
  return (
    <div className={styles.head}>
      <span className={styles.kindIcon} style={kind ? { color: portColor(kind.accent) } : undefined}>
        <Icon name={(kind?.icon ?? 'warning') as IconName} size={14} />
      </span>
      {renaming ? (
        <RenameField
          name={box.title}
          label={t('canvas.rename.node')}
          onDone={(title) => finishRenaming(editor, title)}
        />
      ) : (
        <span className={styles.title} onPointerEnter={titleWhenCut}>
          {box.title}
        </span>
      )}
      <ModeMark mode={box.node.mode} />
      {issues.length > 0 && <IssueMark box={box} />}
      {!renaming && !box.node.mode && <span className={styles.kind}>{kindName(editor, box.node.kind)}</span>}
    </div>
  )
}

/** The issues of a node as a mark; their words show on hover and focus. */
function IssueMark({ box }: { readonly box: Box }) {
  const t = useT()
  const issues = box.evaluation?.issues ?? []
  const grave = issues.some(({ severity }) => severity === 'error')
  const words = issues.map(({ message }) => message)
  return (
    <button
      type="button"
      className={classNames(styles.issues, grave && styles.grave, 'nopan')}
      aria-label={`${t('canvas.card.issues', { count: issues.length })}: ${words.join(' ')}`}
    >
      <Icon name={grave ? 'error' : 'warning'} size={14} />
      <span className={styles.issueWords} aria-hidden>
        {words.map((word) => (
          <span key={word}>{word}</span>
        ))}
      </span>
    </button>
  )
}

type LinesProps = { readonly box: Box; readonly lines: readonly CardLine[]; readonly isNote: boolean }

function Lines({ box, lines, isNote }: LinesProps) {
  const say = useSay()
  const room = box.height - box.picture - HEAD - (isNote ? 8 : STATE_HEIGHT + 4)
  const fitting = Math.max(1, Math.floor(room / LINE))
  const shown = lines.slice(0, fitting)
  // The last one, which is prose, gets the room that is left.
  const rest = fitting - shown.length + 1
  return (
    <div className={styles.lines}>
      {shown.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name and only change together
        <p key={index} style={{ WebkitLineClamp: index === shown.length - 1 ? rest : 1 }} onPointerEnter={titleWhenCut}>
          {say.line(line)}
        </p>
      ))}
    </div>
  )
}

function Ports({ box }: { readonly box: Box }) {
  const say = useSay()
  return (
    <>
      {box.inputs.map(({ port, x, y }) => (
        <i
          key={`in ${port.name}`}
          className={styles.port}
          style={{ left: x, top: y }}
          data-port={port.name}
          data-side="in"
          title={titleOfPort(port, say)}
        >
          <PortShape type={port.types[0] ?? 'text'} size={11} />
        </i>
      ))}
      {box.outputs.map(({ port, x, y }) => (
        <i
          key={`out ${port.name}`}
          className={styles.port}
          style={{ left: x, top: y }}
          data-port={port.name}
          data-side="out"
          title={titleOfPort(port, say)}
        >
          <PortShape type={port.types[0] ?? 'text'} size={11} />
        </i>
      ))}
    </>
  )
}

function titleOfPort({ name, types }: { readonly name: string; readonly types: readonly string[] }, say: Say): string {
  const word = (port: string) => say(wordFact('ports', port))
  return types.length === 1 && types[0] === name ? word(name) : `${word(name)} · ${types.map(word).join(' / ')}`
}
