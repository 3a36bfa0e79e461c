import { EncodedVideoPacketSource, Output, Quality, type VideoCodec, VideoSampleSource } from 'mediabunny'
import { toFailure } from '../kernel/index.ts'
import { bitrateOf } from './abilities.browser.ts'
import { containers } from './containers.browser.ts'
import { exportFailures } from './failures.ts'
import { openTempFile, type TempFile } from './file/temp-file.browser.ts'
import { verifyFilm } from './file/verify-film.browser.ts'
import type { FilmFormat } from './format.ts'
import { joinPackets } from './join-packets.browser.ts'
import type { Abilities, FactsById } from './media-facts.ts'
import { drawFilm } from './picture/draw-film.browser.ts'
import type { DrawPart } from './plan/draw.ts'
import type { FilmPlan } from './plan/plan-film.ts'
import { samplesAt } from './plan/sound.ts'
import type { FilmPhase, FilmRequest } from './request.ts'
import { addSoundTrack } from './sound/encode-sound.browser.ts'

/** Everything one write needs. */
export type FilmWork = {
  readonly request: FilmRequest
  readonly format: FilmFormat
  readonly plan: FilmPlan
  readonly facts: FactsById
  readonly abilities: Abilities
  readonly sources: ReadonlyMap<string, Blob>
  readonly folder: FileSystemDirectoryHandle | undefined
  readonly storedName: string
  onProgress(phase: FilmPhase, done: number): void
}

/** Frames of sound that are encoded ahead of the picture: no track waits long for the other. */
const SOUND_LEAD_SECONDS = 1
const KEY_FRAME_SECONDS = 1

/** Writes, checks and names the film; on any error its file is deleted. */
export async function writeFilm(work: FilmWork): Promise<Blob> {
  let frame = 0
  const onProgress: FilmWork['onProgress'] = (phase, done) => {
    frame = done
    work.onProgress(phase, done)
  }
  const file = await openTempFile(work.folder, work.storedName).catch((thrown) => {
    throw classify(thrown, frame, work)
  })
  try {
    await fillFile(file, { ...work, onProgress })
    await verifyFilm(await file.read(), work.plan.frames, work.request.timeline.rate)
    return await file.keep(work.format.mime)
  } catch (thrown) {
    await file.drop()
    throw classify(thrown, frame, work)
  }
}

async function fillFile(file: TempFile, work: FilmWork): Promise<void> {
  const { plan, format, request } = work
  const output = new Output({ format: containers[format.id](), target: file.target })
  const writePicture =
    plan.way === 'copy' ? addCopiedTrack(output, work, plan.parts) : addDrawnTrack(output, work, plan.parts)
  const audible = plan.sound.length > 0 && work.abilities.audio !== undefined
  const sound = audible ? await addSoundTrack(output, format, plan.sound, plan.samples, work.sources) : undefined
  const lead = Math.ceil((SOUND_LEAD_SECONDS * request.timeline.rate.num) / request.timeline.rate.den)
  try {
    await output.start()
    await writePicture(async (done) => {
      await sound?.feed(samplesAt(done + lead, request.timeline.rate))
      work.onProgress(plan.way === 'copy' ? 'joining' : 'encoding', done)
    })
    await sound?.finish()
    work.onProgress('finishing', plan.frames)
    await output.finalize()
  } catch (thrown) {
    // Cancelling closes the target; the caller deletes what was written.
    await output.cancel().catch(() => {})
    throw thrown
  } finally {
    await sound?.close()
  }
}

type PictureWriter = (onFrame: (done: number) => Promise<void>) => Promise<void>

function trackOptions({ request, plan }: FilmWork) {
  const { num, den } = request.timeline.rate
  return { frameRate: num / den, maximumPacketCount: plan.frames }
}

function addCopiedTrack(
  output: Output,
  work: FilmWork,
  parts: Extract<FilmPlan, { way: 'copy' }>['parts'],
): PictureWriter {
  const first = parts[0] && work.facts.get(parts[0].assetId)
  const codec = (first?.kind === 'movie' && first.picture?.codec) as VideoCodec
  const track = new EncodedVideoPacketSource(codec)
  output.addVideoTrack(track, trackOptions(work))
  return (onFrame) => joinPackets(parts, work.sources, work.request.timeline.rate, track, onFrame)
}

function addDrawnTrack(output: Output, work: FilmWork, parts: readonly DrawPart[]): PictureWriter {
  const { format, request, plan, abilities } = work
  const chosen = format.video.find(({ codec }) => codec === abilities.video)
  if (!chosen) {
    const facts = { codec: format.video[0]?.title ?? '', other: format.instead.toUpperCase() }
    throw exportFailures.error('exports/no-encoder', { facts })
  }
  const track = new VideoSampleSource({
    codec: chosen.codec,
    quality: new Quality({ bitrate: bitrateOf(request, plan.size, chosen.bits) }),
    // The other mode may drop frames, and a film has all of them.
    latencyMode: 'quality',
    keyFrameInterval: KEY_FRAME_SECONDS,
  })
  output.addVideoTrack(track, trackOptions(work))
  return async (onFrame) => {
    let done = 0
    for await (const sample of drawFilm({ request, size: plan.size, parts, sources: work.sources })) {
      try {
        await track.add(sample)
      } finally {
        sample.close()
      }
      await onFrame(++done)
    }
  }
}

function classify(thrown: unknown, frame: number, { plan }: FilmWork): unknown {
  if (thrown instanceof DOMException && thrown.name === 'QuotaExceededError')
    return exportFailures.error('exports/no-space', { cause: thrown })
  const failure = toFailure(thrown)
  if (failure.code !== 'kernel/unexpected') return thrown
  // Browsers promise sizes that their encoders then cannot begin with; to try again would not help.
  if (frame === 0 && plan.way === 'encode')
    return exportFailures.error('exports/encoder-refused', { facts: plan.size, detail: failure.detail, cause: thrown })
  return exportFailures.error('exports/encoder-stopped', { facts: { frame }, detail: failure.detail, cause: thrown })
}
