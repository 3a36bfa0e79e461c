import { type OutputFormat, WebMOutputFormat } from 'mediabunny'

/** WebM with its cues. */
export function webmContainer(): OutputFormat {
  return new WebMOutputFormat()
}
