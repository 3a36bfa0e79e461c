export {
  type Assembly,
  assembleTimeline,
  type CutClip,
  clipAt,
  type FoundMedia,
  placedClips,
  trackLength,
} from './assemble.ts'
export {
  clipToPreload,
  createPlayback,
  PLAY_RATES,
  type Playback,
  type PlayRange,
  type PlayState,
  pictureAt,
  type Shown,
  soundsAt,
} from './playback.ts'
export type { Clip, ClipMedia, Gap, Timeline, Track } from './schema.ts'
