import { useState } from 'react'
import { toFailure } from '../../kernel/index.ts'
import { Button, EmptyState, ErrorState, useT } from '../../ui/browser.tsx'
import { TextField } from '../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { ServerCard } from './server-card.tsx'
import styles from './servers.module.css'

/** Every connected server with what it is, can and does, and what is wrong with it. */
export function ServersScreen() {
  const t = useT()
  const servers = useLive(useStudio().servers)
  return (
    <section className={styles.screen} aria-label={t('servers.title')}>
      <header className={styles.bar}>
        <h2>{t('servers.title')}</h2>
      </header>
      <div className={styles.scroller}>
        <Connect />
        {servers.length === 0 ? (
          <EmptyState icon="servers" title={t('servers.empty')}>
            {t('servers.emptyText')}
          </EmptyState>
        ) : (
          <ul className={styles.list} aria-label={t('servers.list')}>
            {servers.map((state) => (
              <li key={state.server.id}>
                <ServerCard state={state} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

type Trouble = { readonly what: string; readonly detail?: string | undefined }

function Connect() {
  const t = useT()
  const studio = useStudio()
  const [url, setUrl] = useState('')
  const [header, setHeader] = useState({ name: '', value: '' })
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble>()
  const connect = async () => {
    setBusy(true)
    setTrouble(undefined)
    try {
      const headers = header.name.trim() ? { headers: { [header.name.trim()]: header.value } } : {}
      const server = await studio.addServer({ url: url.trim() || t('servers.placeholder'), ...headers })
      setUrl('')
      setHeader({ name: '', value: '' })
      await studio.checkServer(server.id)
    } catch (thrown) {
      const failure = toFailure(thrown)
      setTrouble({ what: failure.message, detail: failure.detail })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={styles.connect}
      onSubmit={(event) => {
        event.preventDefault()
        void connect()
      }}
    >
      <div className={styles.address}>
        <TextField
          label={t('servers.address')}
          layout="stack"
          type="url"
          value={url}
          onChange={setUrl}
          placeholder={t('servers.placeholder')}
        />
        <Button type="submit" variant="primary" icon="link" busy={busy}>
          {busy ? t('servers.adding') : t('servers.add')}
        </Button>
      </div>
      <p className={styles.hint}>{t('servers.hint')}</p>
      <details className={styles.login}>
        <summary>{t('servers.login')}</summary>
        <div className={styles.pair}>
          <TextField
            label={t('servers.headerName')}
            layout="stack"
            value={header.name}
            onChange={(name) => setHeader({ ...header, name })}
            placeholder="Authorization"
          />
          <TextField
            label={t('servers.headerValue')}
            layout="stack"
            type="password"
            value={header.value}
            onChange={(value) => setHeader({ ...header, value })}
            placeholder="Bearer …"
          />
        </div>
        <p className={styles.hint}>{t('servers.headerHint')}</p>
      </details>
      {trouble && <ErrorState what={trouble.what} detail={trouble.detail} layout="note" live />}
    </form>
  )
}
