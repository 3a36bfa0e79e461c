import { useMemo, useState } from 'react'
import type { Target } from '../../../jobs/index.ts'
import { toFailure } from '../../../kernel/index.ts'
import { announce, Button, ErrorState, Text, useFormats, useT } from '../../../ui/browser.tsx'
import { NumberField } from '../../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { voice } from '../../words/say.browser.ts'
import { copyText } from '../fields/seed-field.tsx'
import styles from '../inspector.module.css'

/** Most takes that one press asks for. */
const MOST = 24

type Refusal = { readonly message: string; readonly detail?: string | undefined }

/** Runs something and keeps the reason when it could not be started. */
export function useRun() {
  const studio = useStudio()
  const t = useT()
  const [refusal, setRefusal] = useState<Refusal>()
  const [busy, setBusy] = useState(false)
  const run = async (target: Target, options?: { readonly seeds?: 'keep' | 'new'; readonly takes?: number }) => {
    setBusy(true)
    setRefusal(undefined)
    try {
      await studio.run(target, options)
      announce(t('inspector.run.started'))
    } catch (thrown) {
      const failure = toFailure(thrown)
      const message = voice.say(failure)
      announce(message, 'assertive')
      setRefusal({ message, detail: failure.detail })
    } finally {
      setBusy(false)
    }
  }
  return { busy, refusal, run: (...parameters: Parameters<typeof run>) => void run(...parameters) }
}

/** Run this node, or make more takes of it; says what that would be and how long, as far as earlier takes tell. */
export function RunBox({
  nodeId,
  mode,
}: {
  readonly nodeId: string
  /** Switched off, it stays where it is and says why it does nothing. */
  readonly mode?: 'muted' | 'bypassed' | undefined
}) {
  const t = useT()
  const off = mode ? { disabled: true, disabledReason: t(`inspector.run.${mode}`) } : {}
  const [takes, setTakes] = useState(1)
  const { busy, refusal, run } = useRun()
  const expected = useExpectation(nodeId, takes)
  return (
    <div className={styles.section}>
      <p className={styles.spread}>
        <Text as="span" strong>
          {t('inspector.run.title')}
        </Text>
        <Text tone="third">{expected}</Text>
      </p>
      <div className={styles.line}>
        <Button icon="run" {...off} busy={busy} onClick={() => run({ node: nodeId })}>
          {t('inspector.run.node')}
        </Button>
        <span className={styles.together}>
          <span className={styles.count}>
            <NumberField
              label={t('inspector.run.takes')}
              layout="bare"
              min={1}
              max={MOST}
              value={takes}
              onChange={(next) => setTakes(next ?? 1)}
              onCommit={(next) => setTakes(next ?? 1)}
            />
          </span>
          <Button icon="take" {...off} busy={busy} onClick={() => run({ node: nodeId }, { seeds: 'new', takes })}>
            {t('inspector.run.more', { count: takes })}
          </Button>
        </span>
      </div>
      {refusal && (
        <ErrorState
          what={refusal.message}
          detail={refusal.detail}
          onCopy={() => copyText(refusal.detail ?? refusal.message, t('inspector.copied'))}
        />
      )}
    </div>
  )
}

/** "1 · about 40 s on gpu-1": the time is the mean of earlier takes by the same engine, or it is not said. */
function useExpectation(nodeId: string, takes: number): string {
  const studio = useStudio()
  const t = useT()
  const formats = useFormats()
  const assessment = useLive(studio.assessments, (all) => all.get(nodeId))
  const made = useLive(studio.takes, (all) => all.get(nodeId))
  const servers = useLive(studio.servers)
  return useMemo(() => {
    const choice = assessment?.choice
    if (!choice || !('engine' in choice)) return ''
    const lengths = (made ?? []).flatMap(({ provenance: { engine, recipe, startedAt, endedAt } }) =>
      engine === choice.engine && recipe?.hash === choice.recipe?.hash && endedAt > startedAt
        ? [endedAt - startedAt]
        : [],
    )
    const mean = lengths.length === 0 ? undefined : lengths.reduce((sum, one) => sum + one, 0) / lengths.length
    const server =
      servers.find(({ server: { id } }) => id === choice.servers[0])?.server.name ??
      (choice.draft ? t('inspector.run.here') : '')
    const time = mean === undefined ? undefined : formats.duration(mean * takes)
    if (time !== undefined && server) return t('inspector.run.expected', { count: takes, time, server })
    return server ? t('inspector.run.on', { count: takes, server }) : String(takes)
  }, [assessment, made, servers, takes, t, formats])
}
