import type { FilmFormat } from '../format.ts'
import { exportIssues } from '../issues.ts'

/** MP4: H.264 high profile with AAC, which every player and editor reads. */
export const mp4: FilmFormat = {
  id: 'mp4',
  mime: 'video/mp4',
  copies: ['avc', 'hevc'],
  video: [{ codec: 'avc', title: 'H.264', bits: 0.18 }],
  // One AAC frame: without this the sound is heard 21 ms late.
  audio: { codec: 'aac', bitrate: 192_000, priming: 1024, tail: 0 },
  evenSize: true,
  instead: 'webm',
  check(timeline) {
    const { width, height } = timeline.size
    if (width % 2 === 0 && height % 2 === 0) return []
    return [
      exportIssues.make('exports/odd-size', { facts: { width: width - (width % 2), height: height - (height % 2) } }),
    ]
  },
}
