export {
  type Assembly,
  assembleTimeline,
  type CutClip,
  clipAt,
  type FoundMedia,
  placedClips,
  trackLength,
} from './assemble.ts'
export type { Clip, ClipMedia, Gap, Timeline, Track } from './schema.ts'
