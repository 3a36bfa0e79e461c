import { ErrorState, useT } from '../../ui/browser.tsx'
import styles from './servers.module.css'
import type { Trial } from './use-trial.browser.ts'

/** The verdict of a trial: a sentence, the time, the picture itself. */
export function TrialResult({ name, trial: { card } }: { readonly name: string; readonly trial: Trial }) {
  const t = useT()
  if (card.what !== undefined)
    return (
      <div className={styles.result}>
        <ErrorState what={card.what} detail={card.detail} layout="note" live />
      </div>
    )
  if (card.ms === undefined) return null
  return (
    <div className={styles.result}>
      {card.url && <img className={styles.testCard} src={card.url} alt={t('servers.tried', { name })} />}
      <div>
        <p>{t('servers.tried', { name })}</p>
        <p>{t('servers.triedText', { time: card.ms })}</p>
      </div>
    </div>
  )
}
