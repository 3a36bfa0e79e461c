import { Mp4OutputFormat, type OutputFormat } from 'mediabunny'

/** MP4 with its index at the front, so that it plays while it is being fetched; needs the packet counts beforehand. */
export function mp4Container(): OutputFormat {
  return new Mp4OutputFormat({ fastStart: 'reserve' })
}
