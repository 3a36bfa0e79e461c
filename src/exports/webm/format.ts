import type { FilmFormat } from '../format.ts'
import { exportIssues } from '../issues.ts'

/** WebM: VP9 (or AV1, VP8) with Opus, free of licences and encodable in every browser with WebCodecs. */
export const webm: FilmFormat = {
  id: 'webm',
  mime: 'video/webm',
  copies: ['vp9', 'av1', 'vp8'],
  video: [
    { codec: 'vp9', title: 'VP9', bits: 0.12 },
    { codec: 'av1', title: 'AV1', bits: 0.1 },
    { codec: 'vp8', title: 'VP8', bits: 0.18 },
  ],
  // Opus says itself how many samples to skip at the beginning; they are missing at the end unless it runs on.
  audio: { codec: 'opus', bitrate: 160_000, priming: 0, tail: 312 },
  evenSize: false,
  instead: 'mp4',
  check: ({ rate }) =>
    1000 % rate.num === 0 && rate.den === 1 ? [] : [exportIssues.make('exports/webm-milliseconds')],
}
