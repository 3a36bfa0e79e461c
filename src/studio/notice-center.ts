import { type Clock, createSignal, type Live } from '../kernel/index.ts'
import type { Notice } from '../notices/index.ts'

/** How many notices are kept. */
const HISTORY = 50

/** What the person has been told. */
export type NoticeCenter = {
  readonly live: Live<readonly Notice[]>
  notify(notice: Pick<Notice, 'topic' | 'level' | 'title'> & Partial<Pick<Notice, 'text' | 'detail' | 'actions'>>): void
  readAll(): void
  dismiss(id: string): void
}

/** Makes the centre: newest first; one notice per topic, which counts up and comes forward. */
export function createNoticeCenter(clock: Clock): NoticeCenter {
  const live = createSignal<readonly Notice[]>([])
  let next = 1
  return {
    live,
    notify(notice) {
      const same = live.get().find((one) => one.topic === notice.topic)
      const fresh: Notice = {
        actions: [],
        ...notice,
        id: `notice-${next++}`,
        at: clock.now(),
        count: (same?.count ?? 0) + 1,
        read: false,
      }
      live.set([fresh, ...live.get().filter((one) => one !== same)].slice(0, HISTORY))
    },
    readAll: () => live.set(live.get().map((one) => (one.read ? one : { ...one, read: true }))),
    dismiss: (id) => live.set(live.get().filter((one) => one.id !== id)),
  }
}
