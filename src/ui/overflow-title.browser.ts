import type { FocusEvent, PointerEvent } from 'react'

/**
 * Gives an element its own text as `title` when that text is cut off, at the moment somebody looks at it:
 * no observer per element, and no title where everything can be read.
 */
export function titleWhenCut(event: PointerEvent<HTMLElement> | FocusEvent<HTMLElement>): void {
  const element = event.currentTarget
  if (element.dataset.title !== undefined) return
  const cut = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight + 1
  if (cut) element.title = element.textContent ?? ''
  else element.removeAttribute('title')
}
