export type { Clip, ClipMedia, Gap, Timeline, Track } from './schema.ts'
