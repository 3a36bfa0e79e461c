export { type NoticeCode, type NoticeDraft, noticeOfAttention } from './from-jobs.ts'
export {
  addNotice,
  countUnread,
  dismissNotice,
  type NewNotice,
  readNotices,
  type Say,
  wordDraft,
} from './history.ts'
export type { Notice, NoticeAction } from './notice.ts'
export { createJobTeller, type JobTeller } from './tell-jobs.ts'
