export type { Notice, NoticeAction } from './notice.ts'
