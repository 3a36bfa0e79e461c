import { useEffect, useLayoutEffect, useState } from 'react'
import type { Studio } from '../../studio/index.ts'
import { applyDensity, applyTheme, type I18n, I18nProvider, mountAnnouncer, useT } from '../../ui/browser.tsx'
import { followOtherWindows, preferences } from '../settings/preferences.browser.ts'
import { chooseKeys } from '../state/commands.ts'
import { StudioProvider, useLive } from '../state/studio-context.tsx'
import { loadLateMessages } from './app-i18n.browser.ts'
import { registerAppCommands } from './commands.browser.ts'
import { listenToKeys } from './keyboard.browser.ts'
import { followAddress } from './location.browser.ts'
import { followNotices } from './news.browser.ts'
import { followTitle, guardPage } from './page-life.browser.ts'
import { SkeletonWindow } from './skeleton-window.tsx'
import { useWords } from './use-words.browser.ts'
import { AppWindow } from './window.tsx'

/** What the page's root hands over. */
export type AppProps = { readonly studio: Studio; readonly i18n: I18n }

/** The whole program on one page. Until the storyboard is open, only the outline of the window is shown: nothing can be edited too early. */
export function App({ studio, i18n }: AppProps) {
  const spoken = usePreferences(i18n)
  return (
    <I18nProvider i18n={i18n}>
      <StudioProvider studio={studio}>
        <Gate studio={studio} spoken={spoken} />
      </StudioProvider>
    </I18nProvider>
  )
}

function Gate({ studio, spoken }: { readonly studio: Studio; readonly spoken: boolean }) {
  useWords()
  const ready = useReady(studio) && spoken
  const t = useT()
  useEffect(() => {
    mountAnnouncer()
    const ends = [registerAppCommands(), followAddress(), followOtherWindows(), followNotices(studio)]
    return () => {
      for (const end of ends) end()
    }
  }, [studio])
  useEffect(() => {
    if (!ready) return
    const ends = [guardPage(studio), listenToKeys(studio)]
    return () => {
      for (const end of ends) end()
    }
  }, [studio, ready])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title is words of the language, too
  useEffect(() => (ready ? followTitle(studio) : undefined), [studio, ready, t])
  return ready ? <AppWindow /> : <SkeletonWindow />
}

function useReady(studio: Studio): boolean {
  const [ready, setReady] = useState(false)
  useEffect(() => {
    let current = true
    void studio.ready.then(() => {
      if (current) setReady(true)
    })
    return () => {
      current = false
    }
  }, [studio])
  return ready
}

/** Every preference of the program's look takes effect here. False until the language is there, or known not to come. */
function usePreferences(i18n: I18n): boolean {
  const { theme, density, motion, language, keys } = useLive(preferences)
  const [spoken, setSpoken] = useState(i18n.state.language === language)
  useLayoutEffect(() => applyTheme(theme), [theme])
  useLayoutEffect(() => applyDensity(density), [density])
  useLayoutEffect(() => {
    document.documentElement.dataset.motion = motion
  }, [motion])
  useEffect(() => chooseKeys(keys), [keys])
  useEffect(() => {
    if (!i18n.languages.includes(language) || i18n.state.language === language) return setSpoken(true)
    void Promise.all([i18n.setLanguage(language), language === 'en' ? undefined : loadLateMessages()])
      .catch(() => {
        // The interface stays in the language that it has; the choice is tried again on the next start.
      })
      .finally(() => setSpoken(true))
  }, [i18n, language])
  return spoken
}
