import { canEncodeAudio, canEncodeVideo, Quality } from 'mediabunny'
import type { FilmFormat } from './format.ts'
import type { Abilities } from './media-facts.ts'
import type { Size } from './picture/fit.ts'
import type { FilmPlan } from './plan/plan-film.ts'
import { SOUND_RATE } from './plan/sound.ts'
import type { FilmRequest } from './request.ts'

/** Bits per second for a codec of the format. */
export function bitrateOf(request: FilmRequest, size: Size, bits: number): number {
  const { num, den } = request.timeline.rate
  const factor = request.quality === 'deliver' ? 2 : 1
  return Math.max(300_000, Math.round((bits * factor * size.width * size.height * num) / den))
}

/** What can be encoded here for this plan, found by asking the browser; what the plan does not need is not asked. */
export async function findAbilities(request: FilmRequest, format: FilmFormat, plan: FilmPlan): Promise<Abilities> {
  const video = plan.way === 'encode' ? await findVideoCodec(request, format, plan.size) : undefined
  const sound = plan.sound.length > 0 && (await canEncodeSound(format))
  return { ...(video ? { video } : {}), ...(sound ? { audio: format.audio.codec } : {}) }
}

async function findVideoCodec(request: FilmRequest, format: FilmFormat, size: Size): Promise<string | undefined> {
  const { num, den } = request.timeline.rate
  const found = await firstOf(format.video, ({ codec, bits }) =>
    canEncodeVideo(codec, {
      ...size,
      quality: new Quality({ bitrate: bitrateOf(request, size, bits) }),
      frameRate: num / den,
      latencyMode: 'quality',
    }),
  )
  return found?.codec
}

async function canEncodeSound({ audio }: FilmFormat): Promise<boolean> {
  if (audio.codec === 'aac') await loadAacEncoder()
  const quality = new Quality({ bitrate: audio.bitrate })
  return canEncodeAudio(audio.codec, { numberOfChannels: 2, sampleRate: SOUND_RATE, quality })
}

let aacEncoder: Promise<void> | undefined

// Also where the browser has one of its own: only this one's delay is known, and many builds of Chromium have none.
function loadAacEncoder(): Promise<void> {
  aacEncoder ??= import('@mediabunny/aac-encoder')
    .then(({ registerAacEncoder }) => registerAacEncoder())
    .catch(() => {})
  return aacEncoder
}

async function firstOf<T>(list: readonly T[], test: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of list) if (await test(one)) return one
  return undefined
}
