import { extname, posix } from 'node:path'
import { contentTypeOf, type StoredFile, sha256 } from '../files.ts'
import { encodeJpeg } from '../media/jpeg.ts'
import { maskOf, type Picture, solid, withChannels } from '../media/picture.ts'
import { encodePng } from '../media/png.ts'
import { encodeWebp } from '../media/webp.ts'
import { decodePicture } from '../nodes/storing.ts'
import { PythonError } from '../python-values.ts'
import type { ServerContext } from '../server-context.ts'
import type { FolderType } from '../types.ts'
import { type FormPart, readForm } from './multipart.ts'
import { empty, json, type Reply, type Request } from './reply.ts'

const FOLDERS = ['output', 'input', 'temp']
const FORCED_OLD = ['.html', '.css']
const FORCED_NEW = ['.html', '.htm', '.js', '.css', '.svg', '.xml']

/** `POST /upload/image`. */
export function uploadImage(server: ServerContext, request: Request): Reply {
  const parts = readForm(request.headers['content-type'] ?? '', request.body)
  const target = uploadTarget(server, parts)
  if (!target) return empty(400)
  const { image, type, subfolder, filename } = target
  const overwrite = ['true', '1'].includes(textPart(parts, 'overwrite') ?? '')
  const name = overwrite ? filename : freeName(server, type, subfolder, filename, image.value)
  server.files.write(pathIn(server, type, subfolder, name), image.value)
  return json({ name, subfolder, type })
}

type Target = { image: FormPart; type: FolderType; subfolder: string; filename: string }

function uploadTarget(server: ServerContext, parts: FormPart[]): Target | undefined {
  const image = parts.find((part) => part.name === 'image')
  if (image?.filename === undefined) return undefined
  if (image.filename === '') throw new PythonError('IsADirectoryError', 'the name is empty')
  const asked = textPart(parts, 'type') ?? 'input'
  if (!FOLDERS.includes(asked)) throw new PythonError('TypeError', 'no such folder')
  const type = asked as FolderType
  const subfolder = textPart(parts, 'subfolder') ?? ''
  if (server.files.resolve(type, subfolder, image.filename) === undefined) return undefined
  return { image, type, subfolder, filename: image.filename }
}

function textPart(parts: FormPart[], name: string): string | undefined {
  return parts.find((part) => part.name === name && part.filename === undefined)?.value.toString('utf8')
}

function pathIn(server: ServerContext, type: FolderType, subfolder: string, name: string): string {
  const path = server.files.resolve(type, subfolder, name)
  if (path === undefined) throw new PythonError('ValueError', 'the path leaves its folder')
  return path
}

function freeName(server: ServerContext, type: FolderType, subfolder: string, filename: string, bytes: Buffer): string {
  const hash = sha256(bytes)
  const extension = posix.extname(filename)
  const stem = filename.slice(0, filename.length - extension.length)
  let name = filename
  for (let i = 1; ; i++) {
    const existing = server.files.read(pathIn(server, type, subfolder, name))
    if (!existing || existing.sha256 === hash) return name
    name = `${stem} (${i})${extension}`
  }
}

/** `POST /upload/mask`: the alpha of the upload is put on the original; a missing original is not reported. */
export async function uploadMask(server: ServerContext, request: Request): Promise<Reply> {
  const parts = readForm(request.headers['content-type'] ?? '', request.body)
  const target = uploadTarget(server, parts)
  if (!target) return empty(400)
  const reference = JSON.parse(textPart(parts, 'original_ref') ?? '') as Record<string, string>
  const folder = (reference['type'] ?? 'output') as FolderType
  const from = server.files.resolve(folder, reference['subfolder'] ?? '', reference['filename'] ?? '')
  const original = from === undefined ? undefined : server.files.read(from)
  const picture = original && (await decodePicture(original.bytes))
  const mask = await decodePicture(target.image.value)
  if (picture && mask) {
    const bytes = encodePng(withAlpha(picture, mask))
    server.files.write(pathIn(server, target.type, target.subfolder, target.filename), bytes)
  }
  return json({ name: target.filename, subfolder: target.subfolder, type: target.type })
}

function withAlpha(picture: Picture, mask: Picture): Picture {
  const result = withChannels(picture, 4)
  const alpha = withChannels(mask, 4)
  const pixels = result.pixels.map((value, i) => (i % 4 === 3 ? (alpha.pixels[i] ?? 255) : value))
  return { ...result, pixels }
}

/** `GET /view`. */
export async function view(server: ServerContext, request: Request): Promise<Reply> {
  const asked = request.query.get('filename')
  if (asked === null) return empty(404)
  const suffix = /^(.*) ?\[(output|input|temp)\]$/s.exec(asked)
  const filename = suffix?.[1]?.trimEnd() ?? asked
  if (filename === '' || filename.startsWith('/') || filename.includes('..')) return empty(400)
  const type = suffix?.[2] ?? request.query.get('type') ?? 'output'
  if (!FOLDERS.includes(type)) return empty(400)
  const subfolder = request.query.get('subfolder') ?? ''
  const root = server.files.root(type as FolderType)
  const folder = posix.resolve(root, subfolder || '.')
  if (folder !== root && !folder.startsWith(`${root}/`)) return empty(403)
  const name = posix.basename(filename)
  const stored = server.files.read(`${folder}/${name}`)
  if (!stored) return empty(404)
  return (await converted(request, name, stored)) ?? original(server, request, name, stored)
}

async function converted(request: Request, name: string, stored: StoredFile): Promise<Reply | undefined> {
  const preview = request.query.get('preview')
  const channel = request.query.get('channel')
  if (preview === null && channel !== 'rgb' && channel !== 'a') return undefined
  const picture = await decodePicture(stored.bytes)
  if (!picture) throw new PythonError('PIL.UnidentifiedImageError', 'cannot identify image file')
  const reply = (type: string, body: Buffer) => ({
    status: 200,
    headers: { 'content-disposition': `filename="${name}"`, 'content-type': type },
    body,
  })
  if (preview !== null) {
    const [format, quality] = preview.split(';')
    const wanted = /^\d+$/.test(quality ?? '') ? Number(quality) : 90
    if (format === 'jpeg' && channel !== 'a') return reply('image/jpeg', encodeJpeg(picture, wanted))
    return reply('image/webp', encodeWebp(picture))
  }
  if (channel === 'rgb') return reply('image/png', encodePng(withChannels(picture, 3)))
  return reply('image/png', encodePng(alphaOnly(picture)))
}

function alphaOnly(picture: Picture): Picture {
  const hidden = maskOf(picture)
  const result = solid(picture.width, picture.height, [0, 0, 0, 255])
  hidden.pixels.forEach((value, i) => {
    if (picture.channels === 4) result.pixels[i * 4 + 3] = 255 - value
  })
  return result
}

function original(server: ServerContext, request: Request, name: string, stored: StoredFile): Reply {
  const { hardenedView } = server.profile
  const forced = (hardenedView ? FORCED_NEW : FORCED_OLD).includes(extname(name).toLowerCase())
  const latin = Buffer.from(name, 'utf8').toString('latin1')
  const headers: Record<string, string> = {
    'content-disposition': `${forced ? 'attachment; ' : ''}filename="${latin}"`,
    'content-type': forced ? 'application/octet-stream' : contentTypeOf(name),
    ...(hardenedView ? { 'x-content-type-options': 'nosniff' } : {}),
  }
  const modified = new Date(stored.modified).toUTCString()
  const etag = `"${Math.floor(stored.modified * 1e6).toString(16)}-${stored.bytes.length.toString(16)}"`
  const validators = { etag, 'last-modified': modified }
  const since = request.headers['if-modified-since']
  const notChanged = since !== undefined && Date.parse(modified) <= Date.parse(since)
  if (request.headers['if-none-match'] === etag || (request.headers['if-none-match'] === undefined && notChanged)) {
    return { status: 304, headers: { ...headers, ...validators }, body: Buffer.alloc(0) }
  }
  return ranged(request, stored.bytes, headers, validators)
}

function ranged(
  request: Request,
  bytes: Buffer,
  headers: Record<string, string>,
  validators: Record<string, string>,
): Reply {
  const all = { ...headers, ...validators, 'accept-ranges': 'bytes' }
  const match = /^bytes=(\d*)-(\d*)$/.exec(request.headers['range'] ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return { status: 200, headers: all, body: bytes }
  const size = bytes.length
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]))
  if (start >= size) {
    return {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${size}` },
      body: Buffer.alloc(0),
      chunked: true,
    }
  }
  const range = { 'content-range': `bytes ${start}-${end}/${size}` }
  return { status: 206, headers: { ...all, ...range }, body: bytes.subarray(start, end + 1) }
}
