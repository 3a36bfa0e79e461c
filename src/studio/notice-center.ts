import { type Clock, createSignal, type Live } from '../kernel/index.ts'
import { addNotice, dismissNotice, type NewNotice, type Notice, readNotices } from '../notices/index.ts'

/** What the person has been told. */
export type NoticeCenter = {
  readonly live: Live<readonly Notice[]>
  notify(notice: NewNotice): void
  readAll(): void
  dismiss(id: string): void
}

/** Makes the centre: newest first, one notice per topic. */
export function createNoticeCenter(clock: Clock): NoticeCenter {
  const live = createSignal<readonly Notice[]>([])
  let next = 1
  return {
    live,
    notify: (notice) => live.set(addNotice(live.get(), notice, { id: `notice-${next++}`, at: clock.now() })),
    readAll: () => live.set(readNotices(live.get())),
    dismiss: (id) => live.set(dismissNotice(live.get(), id)),
  }
}
