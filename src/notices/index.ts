export { type NoticeCode, type NoticeDraft, noticesFromJobs } from './from-jobs.ts'
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
