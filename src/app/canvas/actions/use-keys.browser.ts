import { type RefObject, useEffect } from 'react'
import { session } from '../../state/session.ts'
import { type CanvasEditor, isReadOnly } from '../editor.browser.ts'
import { pressSpace, releaseSpace } from '../gestures/space.browser.ts'
import { copyText, pasteData } from './clipboard.browser.ts'
import { pressKey } from './commands.browser.ts'
import { removeSelected } from './selection.browser.ts'

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="menu"], [role="dialog"], [role="listbox"]'

/** Listens to keys and the clipboard while the canvas, or nothing else, has the focus. */
export function useKeys(editor: CanvasEditor, ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = ref.current
    return element ? attach(editor, element) : undefined
  }, [editor, ref])
}

function attach(editor: CanvasEditor, element: HTMLElement): () => void {
  const abort = new AbortController()
  const { signal } = abort
  const mine = (target: EventTarget | null) => {
    if (!(target instanceof Element)) return target === document
    if (target.closest(TYPING)) return false
    return target === document.body || element.contains(target)
  }

  // Tab opens the palette for somebody who works with the mouse; for everybody else it goes on to the next node.
  let byPointer = false

  const keydown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || !mine(event.target)) return
    if (event.key === ' ') return space(event)
    if (event.key === 'Tab' && !(byPointer && isPlain(event))) {
      byPointer = false
      return
    }
    // A focused button keeps its own keys.
    if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('button, a')) return
    editor.hint.set(undefined)
    selectFocused(event)
    if (pressKey(editor, event)) event.preventDefault()
  }

  const keyup = (event: KeyboardEvent) => {
    if (event.key !== ' ') return
    const tapped = releaseSpace()
    const [id] = session.getState().selection
    if (tapped && id !== undefined && mine(event.target)) editor.page.openViewer(id)
  }

  const copy = (event: ClipboardEvent, cut: boolean) => {
    if (!mine(event.target) || !getSelection()?.isCollapsed) return
    const text = copyText(editor)
    if (text === undefined || !event.clipboardData) return
    event.clipboardData.setData('text/plain', text)
    event.preventDefault()
    if (cut && !isReadOnly(editor)) removeSelected(editor)
  }

  const paste = (event: ClipboardEvent) => {
    if (!mine(event.target) || !event.clipboardData) return
    event.preventDefault()
    pasteData(editor, event.clipboardData)
  }

  element.addEventListener('pointerdown', () => (byPointer = true), { capture: true, signal })
  // On the document, so that the page's own listeners on the window see what was handled here.
  document.addEventListener('keydown', keydown, { signal })
  document.addEventListener('keyup', keyup, { signal })
  window.addEventListener('blur', () => releaseSpace(), { signal })
  document.addEventListener('copy', (event) => copy(event, false), { signal })
  document.addEventListener('cut', (event) => copy(event, true), { signal })
  document.addEventListener('paste', paste, { signal })
  return () => abort.abort()
}

function space(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.closest('button, a')) return
  pressSpace()
  event.preventDefault()
}

function isPlain(event: KeyboardEvent): boolean {
  return !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey
}

/** A node that was reached by Tab is what the key is meant for. */
function selectFocused(event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLElement) || event.key === 'Escape') return
  const id = event.target.classList.contains('react-flow__node') ? event.target.dataset.id : undefined
  const { selection } = session.getState()
  if (id !== undefined && !selection.has(id) && !event.ctrlKey && !event.metaKey && event.key !== 'Tab')
    session.setState({ selection: new Set([id]), selectedEdges: new Set(), selectedFrame: undefined })
}
