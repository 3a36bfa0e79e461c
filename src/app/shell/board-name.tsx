import { type KeyboardEvent, useState } from 'react'
import { titleWhenCut, useT } from '../../ui/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { attempt } from './running.browser.ts'
import styles from './top-bar.module.css'

/** The storyboard's name; a click makes it a field. */
export function BoardName() {
  const t = useT()
  const studio = useStudio()
  const title = useLive(studio.document, ({ board }) => board.header.title)
  const id = useLive(studio.document, ({ board }) => board.id)
  const fixed = useLive(studio.document, ({ readOnly }) => readOnly !== undefined)
  const [draft, setDraft] = useState<string | undefined>(undefined)
  const shown = title.trim() === '' ? t('shell.board.untitled') : title

  const commit = () => {
    const next = draft?.trim() ?? ''
    setDraft(undefined)
    if (next !== '' && next !== title) void attempt(studio, 'projects', () => studio.renameProject(id, next))
  }
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') commit()
    if (event.key === 'Escape') setDraft(undefined)
    if (event.key === 'Enter' || event.key === 'Escape') event.stopPropagation()
  }
  if (draft !== undefined) {
    return (
      <input
        className={styles.nameField}
        aria-label={t('shell.board.label')}
        value={draft}
        maxLength={200}
        // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={keys}
      />
    )
  }
  return (
    <button
      type="button"
      className={styles.name}
      aria-label={t('shell.board.rename', { title: shown })}
      disabled={fixed}
      onPointerEnter={titleWhenCut}
      onClick={() => setDraft(title)}
    >
      {shown}
    </button>
  )
}
