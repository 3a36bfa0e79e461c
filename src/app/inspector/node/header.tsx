import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import { announce, Icon, IconButton, type IconName, portColor, Text, useT } from '../../../ui/browser.tsx'
import { Segmented, TextField } from '../../../ui/fields/browser.tsx'
import { useStudio } from '../../state/studio-context.tsx'
import { doEdit } from '../edits.browser.ts'
import { copyText } from '../fields/seed-field.tsx'
import styles from '../inspector.module.css'
import { type NodeView, sharedValue } from '../model/node-view.ts'
import { useWords } from '../words.browser.ts'

/** Name, id and kind of a node. */
export function NodeHeader({ node, readOnly }: { readonly node: NodeView; readonly readOnly: boolean }) {
  const t = useT()
  const words = useWords()
  const kind = words.kind(node.node.kind)
  return (
    <header className={styles.header}>
      <span
        className={styles.kind}
        title={kind}
        style={node.kind && ({ color: portColor(node.kind.accent) } as CSSProperties)}
      >
        <Icon name={(node.kind?.icon ?? 'warning') as IconName} label={kind} />
      </span>
      <Title node={node} readOnly={readOnly} />
      <button
        type="button"
        className={styles.id}
        title={t('inspector.copyId', { id: node.id })}
        aria-label={t('inspector.copyId', { id: node.id })}
        onClick={() => copyText(node.id, t('inspector.copied'))}
      >
        {node.id}
      </button>
    </header>
  )
}

/** The title; pressed, it becomes a field. An empty one gives back the name that the kind makes. */
function Title({ node, readOnly }: { readonly node: NodeView; readonly readOnly: boolean }) {
  const studio = useStudio()
  const t = useT()
  const [typing, setTyping] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const end = (text?: string) => {
    setTyping(false)
    if (text !== undefined)
      doEdit(studio, [{ type: 'setTitle', node: node.id, title: text }], { label: t('inspector.undo.title') })
    requestAnimationFrame(() => document.activeElement === document.body && button.current?.focus())
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      end()
    }
  }
  if (typing) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: hears the field inside being left
      <div
        className={styles.grow}
        onBlur={(event) => {
          if (event.target instanceof HTMLInputElement && event.target.value === (node.node.title ?? node.title)) end()
        }}
      >
        <TextField
          label={t('inspector.title')}
          layout="bare"
          autoFocus
          maxLength={500}
          value={node.node.title ?? node.title}
          onCommit={end}
          onKeyDown={(event) => {
            keys(event)
            if (event.key === 'Enter' && event.currentTarget.value === (node.node.title ?? node.title)) end()
          }}
        />
      </div>
    )
  }
  return (
    <button
      ref={button}
      type="button"
      className={styles.title}
      disabled={readOnly}
      title={t('inspector.rename', { title: node.title })}
      onClick={() => setTyping(true)}
    >
      <Text as="span" strong lines={1}>
        {node.title}
      </Text>
    </button>
  )
}

/** On, muted or bypassed, of one or several nodes. */
export function ModeSwitch({ nodes, readOnly }: { readonly nodes: readonly NodeView[]; readonly readOnly: boolean }) {
  const studio = useStudio()
  const t = useT()
  const mode = sharedValue(nodes, ({ node }) => node.mode ?? 'on')
  const bypasses = nodes.every(({ kind }) => kind?.bypass !== undefined)
  const set = (next: 'on' | 'muted' | 'bypassed') => {
    const refused = doEdit(
      studio,
      nodes.map(({ id }) => ({ type: 'setMode' as const, node: id, mode: next })),
      { label: t(`inspector.undo.${next}`) },
    )
    if (refused === undefined) announce(t(`inspector.mode.${next}`))
  }
  return (
    <Segmented
      label={t('inspector.mode.label')}
      size="small"
      value={mode.mixed ? '' : (mode.value as string)}
      segments={[
        { value: 'on', label: t('inspector.mode.on'), disabled: readOnly },
        { value: 'muted', label: t('inspector.mode.muted'), icon: 'mute', disabled: readOnly },
        { value: 'bypassed', label: t('inspector.mode.bypassed'), icon: 'bypass', disabled: readOnly || !bypasses },
      ]}
      onChange={(next) => {
        if (next === 'on' || next === 'muted' || next === 'bypassed') set(next)
      }}
    />
  )
}

/** Deletes the nodes. */
export function DeleteButton({ nodes, readOnly }: { readonly nodes: readonly NodeView[]; readonly readOnly: boolean }) {
  const studio = useStudio()
  const t = useT()
  const remove = () =>
    doEdit(studio, [{ type: 'removeNodes', ids: nodes.map(({ id }) => id) }], { label: t('inspector.undo.delete') })
  return <IconButton icon="trash" size="small" label={t('inspector.delete')} disabled={readOnly} onClick={remove} />
}
