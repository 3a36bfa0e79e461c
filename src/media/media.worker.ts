import { z } from 'zod'
import { exposeApi } from '../kernel/browser.ts'
import { makeFilmstrip } from './filmstrip.browser.ts'
import { probeMedia } from './probe.browser.ts'
import { makeThumbnail } from './thumbnail.browser.ts'

z.config({ jitless: true })

exposeApi({ probe: probeMedia, thumbnail: makeThumbnail, filmstrip: makeFilmstrip }, self)
