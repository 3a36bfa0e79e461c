import { createContext, type ReactNode, useContext } from 'react'
import type { CanvasEditor } from '../editor.browser.ts'

const Context = createContext<CanvasEditor | undefined>(undefined)

/** Gives the canvas to everything drawn on it. */
export function EditorProvider({ editor, children }: { readonly editor: CanvasEditor; readonly children: ReactNode }) {
  return <Context value={editor}>{children}</Context>
}

/** The canvas that a part is drawn on. */
export function useEditor(): CanvasEditor {
  const editor = useContext(Context)
  if (!editor) throw new Error('useEditor needs an EditorProvider above it.')
  return editor
}
