import { useEffect } from 'react'
import type { Live } from '../../kernel/index.ts'
import type { Notice } from '../../notices/index.ts'
import type { Studio } from '../../studio/index.ts'
import { createToastQueue, Toasts, type ToastTone } from '../../ui/overlays/browser.tsx'
import { session, showScreen } from '../state/session.ts'
import { useStudio } from '../state/studio-context.tsx'
import { doNoticeAction } from './notice-actions.browser.ts'

const tones: Readonly<Record<Notice['level'], ToastTone>> = {
  info: 'info',
  success: 'done',
  warning: 'stale',
  error: 'failed',
}

const queue = createToastQueue()

/** Whether an action leads to the screen that is shown anyway. */
function leadsHere(action: string): boolean {
  return action === 'show-run' && session.getState().screen === 'queue'
}

type NoticesCornerProps = {
  /** Notices that were not shown yet. */
  readonly waiting: Live<readonly Notice[]>
  /** Takes them out. */
  readonly take: () => readonly Notice[]
}

/** Shows new notices for a moment in the corner of the window; those of one topic replace each other. */
export function NoticesCorner({ waiting, take }: NoticesCornerProps) {
  const studio = useStudio()
  useEffect(() => {
    const show = () => {
      for (const notice of take()) showToast(studio, notice)
    }
    // What waited before this part of the program was here.
    if (waiting.get().length > 0) show()
    return waiting.subscribe(() => {
      if (waiting.get().length > 0) show()
    })
  }, [studio, waiting, take])
  useEffect(() => {
    let before = session.getState().screen
    return session.subscribe(({ screen }) => {
      if (screen !== before) queue.clear()
      before = screen
    })
  }, [])
  return <Toasts queue={queue} onMore={showAll} />
}

function showAll(): void {
  queue.clear()
  showScreen('notices')
}

function showToast(studio: Studio, { topic, level, title, text, actions }: Notice): void {
  const first = actions.find(({ action }) => !leadsHere(action))
  queue.show({
    id: topic,
    title,
    text,
    tone: tones[level],
    ...(first ? { action: { label: first.label, run: () => doNoticeAction(studio, first) } } : {}),
  })
}
