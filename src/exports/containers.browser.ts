import type { OutputFormat } from 'mediabunny'
import { mp4Container } from './mp4/container.browser.ts'
import type { FilmFormatId } from './request.ts'
import { webmContainer } from './webm/container.browser.ts'

/** The writer of each format's container. */
export const containers: Readonly<Record<FilmFormatId, () => OutputFormat>> = { mp4: mp4Container, webm: webmContainer }
