import { useId, useState } from 'react'
import { toFailure } from '../../kernel/index.ts'
import { announce, Button, ErrorState, IconButton, useT } from '../../ui/browser.tsx'
import { TextField } from '../../ui/fields/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import { useStudio } from '../state/studio-context.tsx'
import { voice } from '../words/say.browser.ts'
import { faultOf, type HeaderFault, type Headers, withHeader, withoutHeader } from './headers.ts'
import type { Server } from './parts.ts'
import styles from './servers.module.css'

type HeadersProps = {
  readonly server: Server
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** The login of a server: names of its headers, never their values; each can be replaced or taken away. */
export function ServerHeaders({ server, open, onOpenChange }: HeadersProps) {
  const t = useT()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('servers.loginTitle', { name: server.name })}
      description={t('servers.headerHint')}
    >
      <HeadersForm server={server} />
    </Dialog>
  )
}

type Trouble = { readonly what: string; readonly detail?: string | undefined }

/** Saves headers and then looks whether the server lets us in with them. */
function useSaving(server: Server) {
  const t = useT()
  const studio = useStudio()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble>()
  const save = async (headers: Headers): Promise<boolean> => {
    setBusy(true)
    setTrouble(undefined)
    try {
      await studio.updateServer(server.id, { headers })
      announce(t('servers.headersSaved'))
      void studio.checkServer(server.id).catch(() => undefined)
      return true
    } catch (thrown) {
      const failure = toFailure(thrown)
      setTrouble({ what: voice.say(failure), detail: failure.detail })
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, trouble, save }
}

function HeadersForm({ server }: { readonly server: Server }) {
  const t = useT()
  const [typed, setTyped] = useState({ name: '', value: '' })
  const [fault, setFault] = useState<HeaderFault>()
  const { busy, trouble, save } = useSaving(server)
  const headers = server.headers ?? {}
  const type = (change: Partial<typeof typed>) => {
    setTyped({ ...typed, ...change })
    setFault(undefined)
  }
  const add = async () => {
    const found = faultOf(typed.name, typed.value)
    setFault(found)
    if (found === undefined && (await save(withHeader(headers, typed.name, typed.value))))
      setTyped({ name: '', value: '' })
  }
  return (
    <form
      className={styles.headers}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void add()
      }}
    >
      <div className={styles.pair}>
        <TextField
          label={t('servers.headerName')}
          layout="stack"
          value={typed.name}
          onChange={(name) => type({ name })}
          error={fault === 'name' ? t('servers.badHeaderName') : undefined}
          placeholder="Authorization"
          mono
        />
        <TextField
          label={t('servers.headerValue')}
          layout="stack"
          type="password"
          value={typed.value}
          onChange={(value) => type({ value })}
          error={fault === 'value' ? t('servers.badHeaderValue') : undefined}
          placeholder="Bearer …"
        />
        <Button type="submit" variant="primary" busy={busy}>
          {t('servers.saveHeader')}
        </Button>
      </div>
      {trouble && <ErrorState what={trouble.what} detail={trouble.detail} layout="note" live />}
      <KnownHeaders headers={headers} onRemove={(name) => void save(withoutHeader(headers, name))} />
    </form>
  )
}

type KnownProps = { readonly headers: Headers; readonly onRemove: (name: string) => void }

function KnownHeaders({ headers, onRemove }: KnownProps) {
  const t = useT()
  const title = useId()
  const names = Object.keys(headers)
  return (
    <>
      <h3 id={title}>{t('servers.knownHeaders')}</h3>
      {names.length === 0 ? (
        <p className={styles.quiet}>{t('servers.noHeaders')}</p>
      ) : (
        <ul aria-labelledby={title} className={styles.known}>
          {names.map((name) => (
            <li key={name}>
              <code>{name}</code>
              <span aria-hidden>••••••••</span>
              <IconButton
                icon="trash"
                size="small"
                variant="quiet"
                label={t('servers.removeHeader', { name })}
                onClick={() => onRemove(name)}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
