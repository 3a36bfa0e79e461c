import { useMemo } from 'react'
import { useT } from '../../../ui/browser.tsx'
import { PointMenu } from '../../../ui/overlays/browser.tsx'
import type { MenuRequest } from '../editor.browser.ts'
import { useEditor } from './editor-context.tsx'
import { menuEntries } from './menu-entries.browser.ts'

/** The menu on a node, an edge, a frame or the empty canvas. */
export function PlaceMenu({ request }: { readonly request: MenuRequest }) {
  const editor = useEditor()
  const t = useT()
  const entries = useMemo(() => menuEntries(editor, request), [editor, request])
  const frame = editor.page.element?.getBoundingClientRect()
  const at = { x: request.screen.x + (frame?.left ?? 0), y: request.screen.y + (frame?.top ?? 0) }
  return (
    <PointMenu
      at={at}
      label={t(`canvas.menu.${request.on}`)}
      entries={entries}
      onClose={() => editor.menu.set(undefined)}
    />
  )
}
