import { framesToSeconds, type Rate } from '../../kernel/index.ts'
import { exportFailures } from '../failures.ts'
import { openGlimpse } from './probe-media.browser.ts'

/** Reads a written film back: the right number of frames, from zero, for the right time. Throws `exports/file-is-wrong`. */
export async function verifyFilm(bytes: Blob, frames: number, rate: Rate): Promise<void> {
  const input = openGlimpse(bytes)
  try {
    if (!(await input.canRead())) throw wrong('an unreadable file', `${frames} frames`)
    const track = await input.getPrimaryVideoTrack()
    const { packetCount } = track ? await track.computePacketStats() : { packetCount: 0 }
    if (!track || packetCount !== frames) throw wrong(`${packetCount} frames`, `${frames} frames`)
    const [first, end, wanted] = [
      await track.getFirstTimestamp(),
      await track.computeDuration(),
      framesToSeconds(frames, rate),
    ]
    // WebM rounds to milliseconds; half a frame catches every real error of time.
    const tolerance = framesToSeconds(1, rate) / 2
    if (Math.abs(first) > tolerance || Math.abs(end - wanted) > tolerance)
      throw wrong(`${first} to ${end} s`, `0 to ${wanted} s`)
  } finally {
    input.dispose()
  }
}

function wrong(found: string, wanted: string): Error {
  return exportFailures.error('exports/file-is-wrong', { facts: { found, wanted } })
}
