import type { FilmFormat } from './format.ts'
import { mp4 } from './mp4/format.ts'
import type { FilmFormatId } from './request.ts'
import { webm } from './webm/format.ts'

/** Every format a film can be written in. */
export const filmFormats: Readonly<Record<FilmFormatId, FilmFormat>> = { mp4, webm }
