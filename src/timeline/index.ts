export {
  type Assembly,
  assembleTimeline,
  type CutClip,
  type FoundMedia,
  placedClips,
} from './assemble.ts'
export { timelineIssues } from './issues.ts'
export {
  clipToPreload,
  createPlayback,
  type Playback,
  type PlayRange,
  type PlayState,
  pictureAt,
  type Shown,
} from './playback.ts'
export type { Clip, ClipMedia, Gap, Timeline, Track } from './schema.ts'
