import { useLayoutEffect } from 'react'
import { useFind, useT } from '../../ui/browser.tsx'
import { useSay, voice } from '../words/say.browser.ts'
import { words } from './words.browser.ts'

/** Keeps the texts for what happens outside of components in today's language. */
export function useWords(): void {
  const t = useT()
  const find = useFind()
  const say = useSay()
  useLayoutEffect(() => {
    words.t = t
    words.find = find
    voice.say = say
  }, [t, find, say])
}
