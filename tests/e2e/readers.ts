import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What ffprobe says of a film's picture. */
export type ProbedVideo = {
  readonly codec: string
  readonly width: number
  readonly height: number
  readonly rate: string
  readonly frames: number
  readonly seconds: number
  readonly range: string | undefined
  readonly sound: string | undefined
}

/** True when ffprobe and ffmpeg are on this machine; the tests' runner says which readers were there. */
export async function hasFfmpeg(): Promise<boolean> {
  return run('ffprobe', ['-version']).then(
    () => true,
    () => false,
  )
}

/** Reads a film with ffprobe, counting its frames one by one. */
export async function probeVideo(file: string): Promise<ProbedVideo> {
  const { stdout } = await run('ffprobe', [
    '-v',
    'error',
    '-count_frames',
    '-show_streams',
    '-show_format',
    '-of',
    'json',
    file,
  ])
  const { streams, format } = JSON.parse(stdout) as {
    streams: Record<string, string>[]
    format: Record<string, string>
  }
  const video = streams.find((stream) => stream.codec_type === 'video') ?? {}
  return {
    codec: video.codec_name ?? '',
    width: Number(video.width),
    height: Number(video.height),
    rate: video.r_frame_rate ?? '',
    frames: Number(video.nb_read_frames),
    seconds: Number(format.duration),
    range: video.color_range,
    sound: streams.find((stream) => stream.codec_type === 'audio')?.codec_name,
  }
}

/** What ffmpeg complains of while it decodes the whole film; empty when nothing. */
export async function decodeErrors(file: string): Promise<string> {
  const { stderr } = await run('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])
  return stderr
}
