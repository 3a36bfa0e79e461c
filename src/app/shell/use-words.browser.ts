import { useLayoutEffect } from 'react'
import { useFind, useT } from '../../ui/browser.tsx'
import { words } from './words.browser.ts'

/** Keeps the texts for what happens outside of components in today's language. */
export function useWords(): void {
  const t = useT()
  const find = useFind()
  useLayoutEffect(() => {
    words.t = t
    words.find = find
  }, [t, find])
}
