import { useState } from 'react'
import { toFailure } from '../../kernel/index.ts'
import { announce, Button, EmptyState, ErrorState, Screen, useT } from '../../ui/browser.tsx'
import { TextField } from '../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { voice } from '../words/say.browser.ts'
import { readAddress } from './address.ts'
import { ServerCard } from './server-card.tsx'
import styles from './servers.module.css'
import { useFigures } from './use-figures.browser.ts'

/** Every connected server with what it is, can and does, and what is wrong with it. */
export function ServersScreen() {
  const t = useT()
  const studio = useStudio()
  const servers = useLive(studio.servers)
  const isStarting = useLive(studio.role) === 'starting'
  const figures = useFigures()
  return (
    <Screen title={t('servers.title')} scrolls>
      <div className={styles.content}>
        <Connect />
        {servers.length === 0 ? (
          <div className={styles.none}>
            <EmptyState icon="servers" title={t(isStarting ? 'servers.starting' : 'servers.empty')}>
              {t(isStarting ? 'servers.startingText' : 'servers.emptyText')}
            </EmptyState>
          </div>
        ) : (
          <ul className={styles.list} aria-label={t('servers.list')}>
            {servers.map((state) => (
              <li key={state.server.id}>
                <ServerCard state={state} figures={figures} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Screen>
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
  const [refusal, setRefusal] = useState<string>()
  const connect = async () => {
    setTrouble(undefined)
    const address = readAddress(url.trim() || t('servers.placeholder'), location.href)
    if (!address.ok) {
      const sentence = t(address.why === 'own-address' ? 'servers.ownAddress' : 'servers.badAddress', {
        text: url.trim(),
      })
      announce(sentence, 'assertive')
      return setRefusal(sentence)
    }
    setBusy(true)
    try {
      const headers = header.name.trim() ? { headers: { [header.name.trim()]: header.value } } : {}
      const server = await studio.addServer({ url: address.url, ...headers })
      setUrl('')
      setHeader({ name: '', value: '' })
      await studio.checkServer(server.id)
    } catch (thrown) {
      const failure = toFailure(thrown)
      setTrouble({ what: voice.say(failure), detail: failure.detail })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={styles.connect}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void connect()
      }}
    >
      <div className={styles.address}>
        <TextField
          label={t('servers.address')}
          layout="stack"
          value={url}
          onChange={(text) => {
            setUrl(text)
            setRefusal(undefined)
          }}
          error={refusal}
          mono
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
