import '../../src/ui/reset.css'
import '../../src/ui/tokens.css'
import { createRoot } from 'react-dom/client'
import { CanvasScreen } from '../../src/app/canvas/browser.tsx'
import { canvasMessages } from '../../src/app/messages/en/canvas.ts'
import { lateMessages } from '../../src/app/messages/en/late.ts'
import { runsMessages } from '../../src/app/messages/en/runs.ts'
import { shellMessages } from '../../src/app/messages/en/shell.ts'
import { createSession, session } from '../../src/app/state/session.ts'
import { StudioProvider } from '../../src/app/state/studio-context.tsx'
import { sentenceMessages } from '../../src/app/words/catalogue.browser.ts'
import { sentenceSources } from '../../src/studio/sentences.ts'
import { createI18n, I18nProvider, uiMessages } from '../../src/ui/browser.tsx'
import type { FakeStudio } from './fake-studio.ts'

/** A canvas on the page. */
export type Mounted = { readonly element: HTMLElement; readonly viewed: readonly string[]; unmount(): void }

/** Shows the canvas of a studio in the whole page. */
export function mountCanvas(
  studio: FakeStudio,
  { language, ...props }: { wheel?: 'zoom' | 'pan'; language?: string } = {},
): Mounted {
  const element = document.createElement('div')
  element.style.cssText = 'position:fixed;inset:0'
  document.body.append(element)
  session.setState(createSession().getState(), true)
  const missing: string[] = []
  const i18n = createI18n({
    messages: { ui: uiMessages, canvas: canvasMessages, shell: shellMessages },
    onMissing: (key) => missing.push(key),
  })
  // Sentences of the rooms below come late, as in the window.
  if (language !== undefined)
    void i18n
      .setLanguage(language)
      .then(() => i18n.add({ ...lateMessages, runs: runsMessages, said: sentenceMessages(sentenceSources) }))
  const viewed: string[] = []
  const root = createRoot(element)
  root.render(
    // biome-ignore lint/suspicious/noExplicitAny: the catalogue of the canvas alone stands for the program's
    <I18nProvider i18n={i18n as any}>
      <StudioProvider studio={studio}>
        <CanvasScreen onOpenViewer={(id) => viewed.push(id)} {...props} />
      </StudioProvider>
    </I18nProvider>,
  )
  return {
    element,
    viewed,
    unmount() {
      root.unmount()
      element.remove()
      if (missing.length > 0) throw new Error(`No text for ${missing.join(', ')}`)
    },
  }
}
