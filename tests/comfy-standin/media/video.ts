import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, withChannels } from './picture.ts'

/** Where video bytes come from: encoded on the spot, or the nearest clip among the committed ones. */
export type MediaSource = 'ffmpeg' | 'fixture'

/** A container with its codec. */
export type VideoForm = 'mp4-h264' | 'webm-vp9'

const CODEC_ARGUMENTS: Record<VideoForm, string[]> = {
  'mp4-h264': [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-movflags',
    '+faststart+use_metadata_tags',
  ],
  'webm-vp9': [
    '-c:v',
    'libvpx-vp9',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
    '-crf',
    '40',
    '-b:v',
    '0',
    '-pix_fmt',
    'yuv420p',
  ],
}

let found: MediaSource | undefined

/** Looks once whether `ffmpeg` is on this machine. */
export function mediaSource(): MediaSource {
  found ??= spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0 ? 'ffmpeg' : 'fixture'
  return found
}

/** Encodes a batch as a playable clip of exactly its size, rate and number of frames (or picks a committed clip). */
export async function encodeVideo(
  frames: Batch,
  rate: number,
  form: VideoForm,
  source: MediaSource = mediaSource(),
  texts: Record<string, string> = {},
): Promise<Buffer> {
  if (source === 'fixture') return await readClip(frames.count / rate, form)
  const folder = await mkdtemp(join(tmpdir(), 'comfy-standin-'))
  try {
    const file = join(folder, form === 'mp4-h264' ? 'clip.mp4' : 'clip.webm')
    const input = [
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-s',
      `${frames.width}x${frames.height}`,
      '-r',
      `${rate}`,
      '-i',
      '-',
    ]
    // H.264 with 4:2:0 needs even sides; ComfyUI cuts an odd last line or column off, too.
    const even = ['-vf', 'crop=trunc(iw/2)*2:trunc(ih/2)*2']
    const words = Object.entries(texts).flatMap(([key, text]) => ['-metadata', `${key}=${text}`])
    await runFfmpeg([...input, ...even, ...CODEC_ARGUMENTS[form], ...words, '-y', file], frames)
    return await readFile(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runFfmpeg(words: string[], frames: Batch): Promise<void> {
  const child = spawn('ffmpeg', ['-loglevel', 'error', '-threads', '1', ...words], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const complaints: Buffer[] = []
  child.stderr.on('data', (data: Buffer) => complaints.push(data))
  child.stdin.on('error', () => undefined) // the exit code tells the same with a reason
  const ended = once(child, 'close')
  for (let index = 0; index < frames.count && child.exitCode === null; index++) {
    const ready = child.stdin.write(withChannels(frames.frame(index), 3).pixels)
    if (!ready) await Promise.race([once(child.stdin, 'drain'), ended])
  }
  child.stdin.end()
  const [code] = (await ended) as [number | null]
  if (code !== 0) throw new Error(`ffmpeg failed: ${Buffer.concat(complaints).toString('utf8')}`)
}

/** Lengths in seconds of the committed clips (320×180, 24 frames per second). */
export const CLIP_SECONDS = [1, 2, 4]

async function readClip(seconds: number, form: VideoForm): Promise<Buffer> {
  const nearest = CLIP_SECONDS.reduce((best, next) =>
    Math.abs(next - seconds) < Math.abs(best - seconds) ? next : best,
  )
  const name = `clip-${nearest}s.${form === 'mp4-h264' ? 'mp4' : 'webm'}`
  return await readFile(new URL(`../fixtures/${name}`, import.meta.url))
}

/** Decodes the first frame of any picture or clip that ffmpeg reads; undefined without ffmpeg or when it fails. */
export async function decodeWithFfmpeg(
  bytes: Uint8Array,
): Promise<{ width: number; height: number; pixels: Uint8Array } | undefined> {
  if (mediaSource() !== 'ffmpeg') return undefined
  const child = spawn(
    'ffmpeg',
    ['-loglevel', 'error', '-i', '-', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'ppm', '-'],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  )
  child.stdin.on('error', () => undefined)
  const chunks: Buffer[] = []
  child.stdout.on('data', (data: Buffer) => chunks.push(data))
  const ended = once(child, 'close')
  child.stdin.end(bytes)
  await ended
  const data = Buffer.concat(chunks)
  const header = /^P6\s(\d+)\s(\d+)\s255\s/.exec(data.toString('latin1', 0, 64))
  if (!header) return undefined
  return {
    width: Number(header[1]),
    height: Number(header[2]),
    pixels: new Uint8Array(data.subarray(header[0].length)),
  }
}
