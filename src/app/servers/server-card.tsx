import { useEffect, useState } from 'react'
import { toFailure } from '../../kernel/index.ts'
import type { ServerState } from '../../scheduler/index.ts'
import { announce, Button, Card, ErrorState, Meter, StatusDot, useFormats, useT } from '../../ui/browser.tsx'
import { NumberField, Switch, TextField } from '../../ui/fields/browser.tsx'
import { ConfirmDialog } from '../../ui/overlays/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { sameCounts, workAt } from '../shell/work.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay, voice } from '../words/say.browser.ts'
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
  const trial = useTrial(server)
  return (
    <Card as="article" className={styles.card} label={server.name}>
      <header className={styles.head}>
        <StatusDot tone={health === 'ok' ? 'done' : health === 'down' ? 'failed' : 'off'} label={words} />
        <h2 title={server.url}>{server.name}</h2>
        <span className={styles.quiet}>
          {[version ? `ComfyUI ${version}` : words, server.enabled ? '' : t('servers.disabled')]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <ServerActions state={state} trial={trial} />
      </header>
      <TrialResult name={server.name} trial={trial} />
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
    </Card>
  )
}

type Trial = {
  readonly busy: 'check' | 'try' | undefined
  readonly card: {
    readonly url?: string
    readonly ms?: number
    readonly what?: string
    readonly detail?: string | undefined
  }
  check(): void
  tryIt(): void
}

/** Looking at a server and trying it, with what came of it. */
function useTrial(server: ServerState['server']): Trial {
  const t = useT()
  const studio = useStudio()
  const [card, setCard] = useState<Trial['card']>({})
  const [busy, setBusy] = useState<Trial['busy']>()
  useEffect(() => {
    const { url } = card
    return url === undefined ? undefined : () => URL.revokeObjectURL(url)
  }, [card])
  const doing = async (what: 'check' | 'try', work: () => Promise<void>) => {
    setBusy(what)
    setCard({})
    try {
      await work()
    } catch (thrown) {
      const failure = toFailure(thrown)
      setCard({ what: voice.say(failure), detail: failure.detail })
    } finally {
      setBusy(undefined)
    }
  }
  const tryIt = async () => {
    const began = performance.now()
    const asset = await studio.tryServer(server.id)
    const ms = performance.now() - began
    const bytes = await studio.assetBlob(asset.id)
    setCard({ ms, ...(bytes ? { url: URL.createObjectURL(bytes) } : {}) })
    announce(t('servers.tried', { name: server.name }))
  }
  return {
    busy,
    card,
    check: () => void doing('check', async () => void (await studio.checkServer(server.id))),
    tryIt: () => void doing('try', tryIt),
  }
}

/** The verdict of a trial: a sentence, the time, the picture itself. */
function TrialResult({ name, trial: { card } }: { readonly name: string; readonly trial: Trial }) {
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
      {card.url && <img className={styles.testCard} src={card.url} alt="" />}
      <div>
        <p>{t('servers.tried', { name })}</p>
        <p>{t('servers.triedText', { time: card.ms })}</p>
      </div>
    </div>
  )
}

function ServerActions({ state: { server, health }, trial }: { readonly state: ServerState; readonly trial: Trial }) {
  const t = useT()
  const studio = useStudio()
  const [asking, setAsking] = useState(false)
  const { busy } = trial
  return (
    <>
      <Button size="small" busy={busy === 'check'} onClick={trial.check}>
        {busy === 'check' ? t('servers.checking') : t('servers.check')}
      </Button>
      <Button size="small" icon="run" busy={busy === 'try'} disabled={health !== 'ok'} onClick={trial.tryIt}>
        {busy === 'try' ? t('servers.trying') : t('servers.tryIt')}
      </Button>
      <Button size="small" icon="trash" variant="quiet" onClick={() => setAsking(true)}>
        {t('servers.remove')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('servers.removeTitle', { name: server.name })}
        confirm={t('servers.removeConfirm')}
        tone="danger"
        onConfirm={() => void attempt(studio, 'servers', () => studio.removeServer(server.id))}
      >
        {t('servers.removeText')}
      </ConfirmDialog>
    </>
  )
}

/** The doctor's one sentence, one fix, and the line to copy. */
function Doctor({ state: { report } }: { readonly state: ServerState }) {
  const say = useSay()
  const t = useT()
  const studio = useStudio()
  if (!report) return null
  const copy = async () => {
    await attempt(studio, 'clipboard', async () => {
      await navigator.clipboard.writeText(report.command ?? '')
      announce(t('servers.copied'))
    })
  }
  return (
    <div className={styles.doctor} role="status">
      <p>{say(report)}</p>
      {report.fix && (
        <p>
          <b>{t('servers.fix')}</b> {report.repair ? say(report.repair) : report.fix}
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

function Facts({ state: { server, report, foreign, capabilities } }: { readonly state: ServerState }) {
  const t = useT()
  const formats = useFormats()
  const { running, waiting } = useLive(useStudio().jobs, (jobs) => workAt(jobs, server.id), sameCounts)
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
  const change = (to: Parameters<typeof studio.updateServer>[1]) =>
    void attempt(studio, 'servers', () => studio.updateServer(server.id, to))
  return (
    <div className={styles.knobs}>
      <TextField label={t('servers.name')} value={server.name} onCommit={(name) => change({ name })} />
      <NumberField
        label={t('servers.concurrency')}
        value={server.concurrency}
        min={1}
        max={16}
        step={1}
        onCommit={(concurrency) => change({ concurrency: concurrency ?? 1 })}
      />
      <Switch label={t('servers.enabled')} checked={server.enabled} onChange={(enabled) => change({ enabled })} />
    </div>
  )
}
