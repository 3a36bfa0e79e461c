import { ALL_FORMATS, BlobSource, BufferSource, EncodedPacketSink, Input, type InputVideoTrack } from 'mediabunny'
import { framesToSeconds } from '../../kernel/index.ts'
import { exportWords } from '../issues.ts'
import type { MediaFacts, PacketGrid, PictureFacts, ProbeQuestion, SoundFacts } from '../media-facts.ts'

/** How far a packet may lie off its frame, in frames: WebM rounds to milliseconds. */
const OFF_GRID = 0.15

/** Opens a media file, to be read from front to back. The caller disposes it. */
export function openMedia(bytes: Blob): Input {
  return new Input({ formats: ALL_FORMATS, source: new BlobSource(bytes) })
}

/** Opens a media file to look at a few places of it: a stream for each of them would be begun and thrown away. The caller disposes it. */
export function openGlimpse(bytes: Blob): Input {
  return new Input({ formats: ALL_FORMATS, source: new BlobSource(bytes, { useStreamReader: false }) })
}

/** Opens a media file that lies in memory. The caller disposes it. */
export function openBuffer(bytes: ArrayBuffer): Input {
  return new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) })
}

/** Looks into a media file; never throws. */
export async function probeMedia(bytes: Blob, question: ProbeQuestion): Promise<MediaFacts> {
  if (bytes.type.startsWith('image/')) return probeImage(bytes)
  const input = openGlimpse(bytes)
  try {
    if (!(await input.canRead())) return await probeImage(bytes)
    const video = await input.getPrimaryVideoTrack()
    const audio = await input.getPrimaryAudioTrack()
    const picture = video ? await probePicture(video, question) : undefined
    const sound: SoundFacts | undefined = audio
      ? { codec: (await audio.getCodec()) ?? 'unknown', canDecode: await audio.canDecode() }
      : undefined
    return { kind: 'movie', ...(picture ? { picture } : {}), ...(sound ? { sound } : {}) }
  } catch (thrown) {
    return { kind: 'unreadable', reason: sentence(thrown) }
  } finally {
    input.dispose()
  }
}

async function probeImage(bytes: Blob): Promise<MediaFacts> {
  const count = await animationFrames(bytes)
  try {
    const bitmap = await createImageBitmap(bytes)
    const { width, height } = bitmap
    bitmap.close()
    return count > 1 ? { kind: 'animation', width, height, count } : { kind: 'still', width, height }
  } catch {
    const said = exportWords.say('exports/damaged-file')
    return { kind: 'unreadable', reason: said.message, said }
  }
}

async function animationFrames(bytes: Blob): Promise<number> {
  if (typeof ImageDecoder === 'undefined' || bytes.type === '' || !(await ImageDecoder.isTypeSupported(bytes.type)))
    return 1
  const decoder = new ImageDecoder({ data: bytes.stream(), type: bytes.type })
  try {
    await decoder.completed
    return decoder.tracks.selectedTrack?.frameCount ?? 1
  } catch {
    return 1
  } finally {
    decoder.close()
  }
}

async function probePicture(track: InputVideoTrack, question: ProbeQuestion): Promise<PictureFacts> {
  const stored = { width: await track.getCodedWidth(), height: await track.getCodedHeight() }
  const shown = { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() }
  const { fullRange } = await track.getColorSpace()
  const times = await packetTimes(track)
  const grid = await gridOf(track, times, question)
  const { num, den } = question.rate
  const span = times.end - times.first
  return {
    codec: (await track.getCodec()) ?? 'unknown',
    canDecode: await track.canDecode(),
    config: await configOf(track),
    stored,
    shown,
    range: fullRange === undefined || fullRange === null ? 'unknown' : fullRange ? 'full' : 'limited',
    frames: Math.max(1, grid ? times.list.length : Math.round((span * num) / den)),
    ...(grid ? { grid } : {}),
  }
}

type PacketTimes = {
  readonly list: readonly { time: number; key: boolean }[]
  readonly first: number
  readonly end: number
}

async function packetTimes(track: InputVideoTrack): Promise<PacketTimes> {
  const list: { time: number; key: boolean }[] = []
  let first = Number.POSITIVE_INFINITY
  let end = 0
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
    list.push({ time: packet.timestamp, key: packet.type === 'key' })
    first = Math.min(first, packet.timestamp)
    end = Math.max(end, packet.timestamp + packet.duration)
  }
  if (list.length === 0) throw new Error('The file has a video track without a single frame.')
  return { list, first, end }
}

// A grid exists when every frame of the rate has exactly one packet.
async function gridOf(
  track: InputVideoTrack,
  { list, first }: PacketTimes,
  question: ProbeQuestion,
): Promise<PacketGrid | undefined> {
  const perSecond = question.rate.num / question.rate.den
  const order: number[] = []
  const seen = new Set<number>()
  for (const { time } of list) {
    const exact = (time - first) * perSecond
    const frame = Math.round(exact)
    if (Math.abs(exact - frame) > OFF_GRID || seen.has(frame) || frame >= list.length) return undefined
    seen.add(frame)
    order.push(frame)
  }
  const starts: number[] = []
  for (const frame of new Set(question.starts)) {
    const position = order.indexOf(frame)
    if (list[position]?.key && (await isCleanStart(track, first + framesToSeconds(frame, question.rate))))
      starts.push(frame)
  }
  return { order, starts }
}

// Containers also mark frames as key that need earlier ones: only the bitstream tells.
async function isCleanStart(track: InputVideoTrack, time: number): Promise<boolean> {
  // A millisecond later: times of WebM are rounded, and the packet in question is the last one not after the time.
  const packet = await new EncodedPacketSink(track).getPacket(time + 0.002)
  return packet !== null && (await track.determinePacketType(packet)) === 'key'
}

async function configOf(track: InputVideoTrack): Promise<string> {
  const decoder = await track.getDecoderConfig()
  const shape = [
    await track.getRotation(),
    await track.getFlip(),
    await track.getPixelAspectRatio(),
    await track.getColorSpace(),
  ]
  const sets = decoder?.description ? hex(decoder.description) : await inBandSets(track)
  return JSON.stringify([decoder?.codec, sets, shape])
}

// Without parameter sets beside the stream two H.264 tracks cannot be compared, so such a track equals only itself.
async function inBandSets(track: InputVideoTrack): Promise<string> {
  const codec = await track.getCodec()
  if (codec !== 'avc' && codec !== 'hevc') return ''
  const first = await new EncodedPacketSink(track).getFirstPacket()
  return `in-band ${first?.byteLength} ${first ? hex(first.data.subarray(0, 256)) : ''}`
}

function hex(source: AllowSharedBufferSource): string {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function sentence(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return /[.!?]$/.test(text) ? text : `${text}.`
}
