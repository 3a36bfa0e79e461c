import type { Failure } from '../../kernel/index.ts'
import { Button, ErrorState, HiddenText, type I18n, I18nProvider, useT } from '../../ui/browser.tsx'
import { createSay } from '../words/say.browser.ts'

type StartFailureProps = { readonly failure: Failure; readonly i18n: I18n }

/** What stands there instead of the window when the program could not begin: why, and what is not lost. */
export function StartFailure({ failure, i18n }: StartFailureProps) {
  return (
    <I18nProvider i18n={i18n}>
      <Words failure={failure} i18n={i18n} />
    </I18nProvider>
  )
}

function Words({ failure, i18n }: StartFailureProps) {
  const t = useT()
  const say = createSay(i18n.find, () => i18n.state.language === 'en')
  return (
    <main>
      <h1>
        <HiddenText>{t('shell.startFailed.title')}</HiddenText>
      </h1>
      <ErrorState
        layout="screen"
        live
        what={say(failure)}
        means={t('shell.startFailed.means')}
        detail={[failure.code, failure.detail].filter(Boolean).join('\n')}
        actions={<Button onClick={() => location.reload()}>{t('shell.startFailed.reload')}</Button>}
      />
    </main>
  )
}
