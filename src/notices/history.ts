import type { Failure } from '../kernel/index.ts'
import type { NoticeDraft } from './from-jobs.ts'
import type { Notice } from './notice.ts'

/** Notices that are kept, newest first. */
export const NOTICE_LIMIT = 50

/** Turns codes into words; `action` names what a button does. */
export type Say = (code: string, facts: NoticeDraft['facts']) => string

/** A notice as it is handed in: without what the history adds. */
export type NewNotice = Pick<Notice, 'topic' | 'level' | 'title'> & Partial<Pick<Notice, 'text' | 'detail' | 'actions'>>

/** The words of a draft; `sayFailure` words the failure behind it, English unless given. */
export function wordDraft(
  draft: NoticeDraft,
  say: Say,
  sayFailure: (failure: Failure) => string = ({ message }) => message,
): NewNotice {
  const { failure } = draft
  return {
    topic: draft.topic,
    level: draft.level,
    title: say(draft.code, draft.facts),
    actions: draft.actions.map((one) => ({ ...one, label: say(`action.${one.action}`, draft.facts) })),
    ...(failure ? { text: sayFailure(failure) } : {}),
    ...(failure?.detail === undefined ? {} : { detail: failure.detail }),
  }
}

/**
 * Adds a notice in front. One of the same topic is replaced; it counts up only when it says the same again (the same
 * level), because progress of a run is one thing that changes, not many things.
 */
export function addNotice(
  history: readonly Notice[],
  notice: NewNotice,
  fixed: Pick<Notice, 'id' | 'at'>,
): readonly Notice[] {
  const former = history.find((one) => one.topic === notice.topic)
  const repeats = former !== undefined && former.level === notice.level && notice.level !== 'info'
  const added: Notice = { actions: [], ...notice, ...fixed, count: repeats ? former.count + 1 : 1, read: false }
  return [added, ...history.filter((one) => one !== former)].slice(0, NOTICE_LIMIT)
}

/** All of them seen; the same history when nothing was unread. */
export function readNotices(history: readonly Notice[]): readonly Notice[] {
  return history.some((one) => !one.read) ? history.map((one) => (one.read ? one : { ...one, read: true })) : history
}

/** Without one of them. */
export function dismissNotice(history: readonly Notice[], id: string): readonly Notice[] {
  return history.filter((one) => one.id !== id)
}

/** How many were not seen yet; what merely goes on is not counted. */
export function countUnread(history: readonly Notice[]): number {
  return history.filter((one) => !one.read && one.level !== 'info').length
}
