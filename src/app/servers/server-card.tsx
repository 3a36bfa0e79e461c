import { useEffect, useState } from 'react'
import { toFailure } from '../../kernel/index.ts'
import type { ServerState } from '../../scheduler/index.ts'
import { announce, Button, ErrorState, Meter, StatusDot, useFormats, useT } from '../../ui/browser.tsx'
import { NumberField, Switch, TextField } from '../../ui/fields/browser.tsx'
import { ConfirmDialog } from '../../ui/overlays/browser.tsx'
import { useStudio } from '../state/studio-context.tsx'
import { ServerModels } from './server-models.tsx'
import { ServerRecipes } from './server-recipes.tsx'
import styles from './servers.module.css'

/** One server. */
export function ServerCard({ state }: { readonly state: ServerState }) {
  const t = useT()
  const { server, health, report, capabilities } = state
  const words = {
    ok: t('servers.healthOk'),
    down: t('servers.healthDown'),
    checking: t('servers.healthChecking'),
    unknown: t('servers.healthUnknown'),
  }[health]
  const version = capabilities?.version ?? report?.version
  return (
    <article className={styles.card} aria-label={server.name}>
      <header className={styles.head}>
        <StatusDot tone={health === 'ok' ? 'done' : health === 'down' ? 'failed' : 'off'} label={words} />
        <h2 title={server.url}>{server.name}</h2>
        <span className={styles.quiet}>
          {[version ? `ComfyUI ${version}` : words, server.enabled ? '' : t('servers.disabled')]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <ServerActions state={state} />
      </header>
      {report && !report.ok && <Doctor state={state} />}
      <div className={styles.columns}>
        <Facts state={state} />
        <Knobs state={state} />
      </div>
      {capabilities?.state === 'ready' && (
        <>
          <ServerRecipes server={server} capabilities={capabilities} />
          <ServerModels capabilities={capabilities} />
        </>
      )}
    </article>
  )
}

function ServerActions({ state: { server, health } }: { readonly state: ServerState }) {
  const t = useT()
  const studio = useStudio()
  const [asking, setAsking] = useState(false)
  const [card, setCard] = useState<{ url?: string; what?: string; detail?: string | undefined }>()
  const [busy, setBusy] = useState<'check' | 'try'>()
  const doing = (what: 'check' | 'try', work: () => Promise<void>) => async () => {
    setBusy(what)
    setCard(undefined)
    try {
      await work()
    } catch (thrown) {
      const failure = toFailure(thrown)
      setCard({ what: failure.message, detail: failure.detail })
    } finally {
      setBusy(undefined)
    }
  }
  const tryIt = async () => {
    const asset = await studio.tryServer(server.id)
    const bytes = await studio.assetBlob(asset.id)
    if (bytes) setCard({ url: URL.createObjectURL(bytes) })
    announce(t('servers.tried', { name: server.name }))
  }
  useEffect(() => {
    const url = card?.url
    return url === undefined ? undefined : () => URL.revokeObjectURL(url)
  }, [card])
  return (
    <>
      <Button
        size="small"
        busy={busy === 'check'}
        onClick={doing('check', async () => void (await studio.checkServer(server.id)))}
      >
        {busy === 'check' ? t('servers.checking') : t('servers.check')}
      </Button>
      <Button size="small" icon="run" busy={busy === 'try'} disabled={health !== 'ok'} onClick={doing('try', tryIt)}>
        {busy === 'try' ? t('servers.trying') : t('servers.tryIt')}
      </Button>
      <Button size="small" icon="trash" variant="quiet" onClick={() => setAsking(true)}>
        {t('servers.remove')}
      </Button>
      {card?.url && <img className={styles.testCard} src={card.url} alt={t('servers.tried', { name: server.name })} />}
      {card?.what && <ErrorState what={card.what} detail={card.detail} layout="note" live />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('servers.removeTitle', { name: server.name })}
        confirm={t('servers.removeConfirm')}
        tone="danger"
        onConfirm={() => void studio.removeServer(server.id)}
      >
        {t('servers.removeText')}
      </ConfirmDialog>
    </>
  )
}

/** The doctor's one sentence, one fix, and the line to copy. */
function Doctor({ state: { report } }: { readonly state: ServerState }) {
  const t = useT()
  if (!report) return null
  const copy = async () => {
    await navigator.clipboard.writeText(report.command ?? '')
    announce(t('servers.copied'))
  }
  return (
    <div className={styles.doctor} role="status">
      <p>{report.message}</p>
      {report.fix && (
        <p>
          <b>{t('servers.fix')}</b> {report.fix}
        </p>
      )}
      {report.command && (
        <div className={styles.command}>
          <code>{report.command}</code>
          <Button size="small" icon="copy" onClick={() => void copy()}>
            {t('servers.copy')}
          </Button>
        </div>
      )}
      <details>
        <summary>{t('servers.details')}</summary>
        <pre>{JSON.stringify(report.observation, null, 2)}</pre>
      </details>
    </div>
  )
}

function Facts({
  state: { server, report, running, waiting, foreign, capabilities },
}: {
  readonly state: ServerState
}) {
  const t = useT()
  const formats = useFormats()
  return (
    <dl className={styles.facts}>
      {report?.devices?.map((device) => (
        <div key={device.name}>
          <dt>{t('servers.graphics')}</dt>
          <dd>
            <span title={device.name}>{device.name}</span>
            <Meter
              label={t('servers.memoryMeter', { name: server.name })}
              max={device.vramTotal}
              parts={[{ label: t('servers.used'), value: device.vramTotal - device.vramFree, tone: 'other' }]}
              text={t('servers.memoryText', { free: device.vramFree, total: device.vramTotal })}
            />
            <small>{t('servers.memoryText', { free: device.vramFree, total: device.vramTotal })}</small>
          </dd>
        </div>
      ))}
      <div>
        <dt>{t('servers.ours')}</dt>
        <dd>{t('servers.oursText', { running, waiting })}</dd>
      </div>
      {foreign !== undefined && (
        <div>
          <dt>{t('servers.others')}</dt>
          <dd>{foreign === 0 ? t('servers.none') : formats.number(foreign)}</dd>
        </div>
      )}
      {capabilities?.state === 'ready' && (
        <div>
          <dt>{t('servers.version')}</dt>
          <dd>
            {capabilities.version} · {t('servers.classes', { count: capabilities.classes.size })}
          </dd>
        </div>
      )}
      {report && (
        <div>
          <dt />
          <dd className={styles.quiet}>{t('servers.checkedAt', { time: formats.time(report.checkedAt) })}</dd>
        </div>
      )}
    </dl>
  )
}

function Knobs({ state: { server } }: { readonly state: ServerState }) {
  const t = useT()
  const studio = useStudio()
  return (
    <div className={styles.knobs}>
      <TextField
        label={t('servers.name')}
        value={server.name}
        onCommit={(name) => void studio.updateServer(server.id, { name })}
      />
      <NumberField
        label={t('servers.concurrency')}
        value={server.concurrency}
        min={1}
        max={16}
        step={1}
        onCommit={(concurrency) => void studio.updateServer(server.id, { concurrency: concurrency ?? 1 })}
      />
      <Switch
        label={t('servers.enabled')}
        checked={server.enabled}
        onChange={(enabled) => void studio.updateServer(server.id, { enabled })}
      />
    </div>
  )
}
