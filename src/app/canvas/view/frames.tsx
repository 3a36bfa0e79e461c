import { memo } from 'react'
import { classNames, Icon, useT } from '../../../ui/browser.tsx'
import { useSession } from '../../state/session.ts'
import { useLive } from '../../state/studio-context.tsx'
import { finishRenaming } from '../actions/selection.browser.ts'
import { run } from '../actions/takes.browser.ts'
import type { FrameBox } from '../model/scene.ts'
import { useEditor } from './editor-context.tsx'
import styles from './frames.module.css'
import { RenameField } from './rename-field.tsx'

/** The frames behind the nodes. */
export const Frames = memo(function Frames() {
  const editor = useEditor()
  const frames = useLive(editor.scene, (scene) => scene.frames)
  const overview = useLive(editor.level, (level) => level === 'overview')
  if (overview) return null
  return frames.map((frame) => <FrameCard key={frame.id} frame={frame} />)
})

function FrameCard({ frame }: { readonly frame: FrameBox }) {
  const editor = useEditor()
  const t = useT()
  const selected = useSession((state) => state.selectedFrame === frame.id)
  const renaming = useLive(editor.renaming, (now) => now?.what === 'frame' && now.id === frame.id)
  const resized = useLive(editor.resizing, (now) => (now?.id === frame.id ? now.rect : undefined))
  const shift = useLive(editor.drag, (drag) => (drag?.frames.has(frame.id) ? `${drag.dx} ${drag.dy}` : '0 0'))
  const [dx = 0, dy = 0] = shift.split(' ').map(Number)
  const rect = resized ?? frame.rect
  const { title, colour } = frame.frame
  return (
    <section
      className={classNames(styles.frame, selected && styles.selected)}
      aria-label={t('canvas.frame.label', { title })}
      data-frame={frame.id}
      data-colour={colour}
      style={{ width: rect.width, height: rect.height, transform: `translate(${rect.x + dx}px, ${rect.y + dy}px)` }}
    >
      <header>
        {renaming ? (
          <RenameField name={title} label={t('canvas.rename.frame')} onDone={(name) => finishRenaming(editor, name)} />
        ) : (
          <span className={styles.title}>{title}</span>
        )}
        <button
          type="button"
          className={classNames(styles.run, 'nopan')}
          aria-label={t('canvas.frame.run', { title })}
          title={t('canvas.frame.run', { title })}
          onClick={() => void run(editor, { frame: frame.id })}
        >
          <Icon name="run" size={14} />
        </button>
      </header>
      <i className={styles.corner} aria-hidden />
    </section>
  )
}
