import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BrowserCommand } from 'vitest/node'

const run = promisify(execFile)

/** What an independent reader finds in a film. */
export type FilmReport = {
  readonly streams: readonly Record<string, unknown>[]
  readonly format: Record<string, unknown>
  /** What ffmpeg complains about while decoding everything; empty = clean. */
  readonly complaints: string
  /** MD5 of every decoded picture. */
  readonly pictures: readonly string[]
  /** Decoded samples of one channel. */
  readonly samples: number
  /** The left channel, every sample. (A mono mix by ffmpeg is √2 too loud in floating point.) */
  readonly sound: readonly number[]
  /** Presentation times of the picture's packets, in units of its time base. */
  readonly times: readonly number[]
}

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** Reads a film (base64) with ffprobe and ffmpeg; undefined on a machine that has neither. */
    inspectFilm: (base64: string, extension: string) => Promise<FilmReport | undefined>
    /** The same for the lossless join of several films by ffmpeg's concat demuxer. */
    inspectJoin: (films: string[], extension: string) => Promise<FilmReport | undefined>
    /** A clip of 320 × 180 at 24 frames per second with B-frames; undefined without ffmpeg. */
    makeByX264: (seed: number, frames: number) => Promise<string | undefined>
  }
}

const folder = join('.cache', 'films')
let counter = 0

export const inspectFilm: BrowserCommand<[base64: string, extension: string]> = async (_, base64, extension) =>
  withFiles([base64], extension, ([path]) => read(path as string))

export const inspectJoin: BrowserCommand<[films: string[], extension: string]> = async (_, films, extension) =>
  withFiles(films, extension, async (paths) => {
    const list = `${paths[0]}.txt`
    const joined = `${paths[0]}.joined.${extension}`
    await writeFile(list, paths.map((path) => `file '${join(process.cwd(), path)}'`).join('\n'))
    await run('ffmpeg', ['-v', 'error', '-y', '-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy', '-an', joined])
    try {
      return await read(joined)
    } finally {
      await Promise.all([rm(list), rm(joined)])
    }
  })

export const makeByX264: BrowserCommand<[seed: number, frames: number]> = async (_, seed, frames) =>
  withFiles([''], 'mp4', async ([path]) => {
    const picture = `testsrc2=size=320x180:rate=24,hue=h=${seed * 60}`
    const codec = ['-c:v', 'libx264', '-bf', '2', '-pix_fmt', 'yuv420p', '-frames:v', String(frames)]
    await run('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', picture, ...codec, path as string])
    return (await readFile(path as string)).toString('base64')
  })

async function withFiles<T>(
  films: string[],
  extension: string,
  use: (paths: string[]) => Promise<T>,
): Promise<T | undefined> {
  if (!(await hasReaders())) return undefined
  await mkdir(folder, { recursive: true })
  const paths = films.map(() => join(folder, `${process.pid}-${counter++}.${extension}`))
  try {
    await Promise.all(paths.map((path, index) => writeFile(path, Buffer.from(films[index] as string, 'base64'))))
    return await use(paths)
  } finally {
    await Promise.all(paths.map((path) => rm(path, { force: true })))
  }
}

let readers: Promise<boolean> | undefined
function hasReaders(): Promise<boolean> {
  readers ??= Promise.all(['ffprobe', 'ffmpeg'].map((name) => run(name, ['-version'])))
    .then(
      () => true,
      () => false,
    )
    .then((present) => {
      console.log(`independent film readers (ffprobe, ffmpeg): ${present ? 'yes' : 'no'}`)
      return present
    })
  return readers
}

async function read(path: string): Promise<FilmReport> {
  const large = { maxBuffer: 512 * 1024 * 1024 }
  const probe = await run(
    'ffprobe',
    ['-v', 'error', '-count_packets', '-show_streams', '-show_format', '-of', 'json', path],
    large,
  )
  const { streams, format } = JSON.parse(probe.stdout) as Pick<FilmReport, 'streams' | 'format'>
  const packets = await run(
    'ffprobe',
    ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts', '-of', 'csv=p=0', path],
    large,
  )
  const decode = await run('ffmpeg', ['-v', 'error', '-xerror', '-i', path, '-f', 'null', '-'], large).catch(
    (error) => ({ stderr: String(error) }),
  )
  const hasPicture = streams.some(({ codec_type }) => codec_type === 'video')
  const hasSound = streams.some(({ codec_type }) => codec_type === 'audio')
  const hashes = hasPicture
    ? (
        await run(
          'ffmpeg',
          ['-v', 'error', '-i', path, '-map', '0:v', '-vsync', 'passthrough', '-f', 'framemd5', '-'],
          large,
        )
      ).stdout
    : ''
  const sound = hasSound ? await decodeSound(path) : new Float32Array()
  return {
    streams,
    format,
    complaints: decode.stderr,
    pictures: hashes
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(',').at(-1)?.trim() ?? ''),
    samples: sound.length,
    sound: Array.from(sound, (value) => Math.round(value * 1000) / 1000),
    times: packets.stdout
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => Number.parseInt(line, 10)),
  }
}

async function decodeSound(path: string): Promise<Float32Array> {
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', '-i', path, '-map', '0:a', '-af', 'pan=mono|c0=c0', '-f', 'f32le', '-'],
    {
      maxBuffer: 512 * 1024 * 1024,
      encoding: 'buffer',
    },
  )
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength))
}
