import { useCallback, useEffect, useRef, useState } from 'react'
import { type Failure, isAbort, toFailure } from '../../kernel/index.ts'
import type { ExportResult, WorkProgress } from '../../studio/index.ts'
import { announce } from '../../ui/browser.tsx'
import { useStudio } from '../state/studio-context.tsx'
import { voice } from '../words/say.browser.ts'
import { words } from './words.browser.ts'

/** Where an export stands. */
export type Exporting =
  | { readonly state: 'asking' }
  | { readonly state: 'writing'; readonly progress: WorkProgress | undefined }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'done'; readonly result: ExportResult }

/** An export that can be started, cancelled and started again; it ends when its dialog goes. */
export function useExport(nodeId: string) {
  const studio = useStudio()
  const [exporting, setExporting] = useState<Exporting>({ state: 'asking' })
  const abort = useRef<AbortController>(undefined)
  useEffect(() => () => abort.current?.abort(), [])

  const start = useCallback(
    async (format?: 'mp4' | 'webm') => {
      const mine = new AbortController()
      abort.current = mine
      const show = (next: Exporting) => {
        if (abort.current === mine) setExporting(next)
      }
      show({ state: 'writing', progress: undefined })
      try {
        const onProgress = (progress: WorkProgress) => {
          if (!mine.signal.aborted) show({ state: 'writing', progress })
        }
        const result = await studio.exportCut(nodeId, {
          signal: mine.signal,
          onProgress,
          ...(format ? { format } : {}),
        })
        if (mine.signal.aborted) return
        show({ state: 'done', result })
        announce(words.t('shell.export.done'))
      } catch (thrown) {
        // Our own cancelling has said so already; an abort by anybody else (a codec, a closed disk) ends the export, too.
        if (mine.signal.aborted) return
        if (isAbort(thrown)) return show({ state: 'cancelled' })
        const failure = toFailure(thrown)
        show({ state: 'failed', failure })
        announce(voice.say(failure), 'assertive')
      }
    },
    [studio, nodeId],
  )
  const cancel = useCallback(() => {
    abort.current?.abort()
    setExporting({ state: 'cancelled' })
    announce(words.t('shell.export.cancelled'))
  }, [])
  return { exporting, start, cancel }
}
