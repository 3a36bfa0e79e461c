import { useEffect, useState } from 'react'
import { toFailure } from '../../kernel/index.ts'
import type { ServerState } from '../../scheduler/index.ts'
import { announce, useT } from '../../ui/browser.tsx'
import { useStudio } from '../state/studio-context.tsx'
import { voice } from '../words/say.browser.ts'

/** What is being done with a server, and what came of it. */
export type Trial = {
  readonly busy: 'check' | 'try' | 'reset' | undefined
  readonly card: {
    readonly url?: string
    readonly ms?: number
    readonly what?: string
    readonly detail?: string | undefined
  }
  check(): void
  tryIt(): void
  reset(): void
}

/** Looking at a server, trying it and forgetting what counts against it, with what came of it. */
export function useTrial(server: ServerState['server']): Trial {
  const t = useT()
  const studio = useStudio()
  const [card, setCard] = useState<Trial['card']>({})
  const [busy, setBusy] = useState<Trial['busy']>()
  useEffect(() => {
    const { url } = card
    return url === undefined ? undefined : () => URL.revokeObjectURL(url)
  }, [card])
  const doing = async (what: NonNullable<Trial['busy']>, work: () => Promise<unknown>) => {
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
    check: () => void doing('check', () => studio.checkServer(server.id)),
    tryIt: () => void doing('try', tryIt),
    reset: () => void doing('reset', () => studio.resetServer(server.id)),
  }
}
