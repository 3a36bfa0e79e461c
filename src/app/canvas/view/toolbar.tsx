import { IconButton, useFormats, useT } from '../../../ui/browser.tsx'
import { useLive } from '../../state/studio-context.tsx'
import { openPalette } from '../actions/adding.browser.ts'
import { fitAll, zoomBy } from '../actions/moving.browser.ts'
import styles from '../canvas.module.css'
import { useEditor } from './editor-context.tsx'

/** The small controls in the corner: adding, zoom, fit, minimap and outline. */
export function Toolbar({
  minimap,
  onMinimap,
}: {
  readonly minimap: boolean
  readonly onMinimap: (shown: boolean) => void
}) {
  const editor = useEditor()
  const t = useT()
  const { percent } = useFormats()
  const zoom = useLive(editor.view, (view) => Math.round(view.zoom * 100))
  const readOnly = useLive(editor.studio.document, (state) => state.readOnly !== undefined)
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('canvas.toolbar.label')}>
      <IconButton
        icon="plus"
        label={t('canvas.command.add')}
        shortcut="/"
        disabled={readOnly}
        onClick={() => openPalette(editor)}
      />
      <i className={styles.divider} />
      <IconButton icon="minus" label={t('canvas.command.zoomOut')} onClick={() => zoomBy(editor, 0.8)} />
      <span className={styles.zoom}>{percent(zoom / 100)}</span>
      <IconButton icon="plus" label={t('canvas.command.zoomIn')} onClick={() => zoomBy(editor, 1.25)} />
      <IconButton icon="fit" label={t('canvas.command.fitAll')} shortcut="shift+1" onClick={() => fitAll(editor)} />
      <i className={styles.divider} />
      <IconButton
        icon="minimap"
        label={t('canvas.toolbar.minimap')}
        pressed={minimap}
        onClick={() => onMinimap(!minimap)}
      />
      <IconButton
        icon="outline"
        label={t('canvas.command.outline')}
        shortcut="o"
        onClick={() => editor.outline.set(true)}
      />
    </div>
  )
}
