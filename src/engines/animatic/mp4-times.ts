/** Boxes that hold a creation and a modification time (ISO 14496-12), and the boxes on the way to them. */
const DATED = new Set(['mvhd', 'tkhd', 'mdhd'])
const PARENTS = new Set(['moov', 'trak', 'mdia'])

/**
 * Sets the dates in an MP4 to zero, in place: writers put the present time there, and the same drawing must give the
 * same bytes. Zero is what players and editors read as "not stated".
 */
export function clearTimes(mp4: Uint8Array, start = 0, end = mp4.length): void {
  const view = new DataView(mp4.buffer, mp4.byteOffset, mp4.byteLength)
  for (let at = start; at + 8 <= end; ) {
    const short = view.getUint32(at)
    const long = short === 1 && at + 16 <= end
    const length = long ? Number(view.getBigUint64(at + 8)) : short === 0 ? end - at : short
    const body = at + (long ? 16 : 8)
    if (length < body - at || at + length > end) return
    const type = String.fromCharCode(...mp4.subarray(at + 4, at + 8))
    if (PARENTS.has(type)) clearTimes(mp4, body, at + length)
    // Version 0 has two times of four bytes behind version and flags, version 1 two of eight.
    else if (DATED.has(type)) mp4.fill(0, body + 4, body + 4 + (mp4[body] === 1 ? 16 : 8))
    at += length
  }
}
