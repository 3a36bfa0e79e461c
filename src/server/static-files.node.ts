import { createReadStream } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream'
import { createGzip } from 'node:zlib'
import { sendFailure } from './json.node.ts'
import { injectToken } from './page.ts'
import { ownSecurityHeaders } from './security-headers.ts'

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.wasm': 'application/wasm',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
}
const compressible = new Set(['.html', '.js', '.mjs', '.css', '.json', '.map', '.svg', '.webmanifest', '.txt', '.wasm'])
const smallestWorthCompressing = 1024
const hashedName = /^assets\/(?:.*\/)?[^/]+-[\w-]{8,}\.[a-z0-9.]+$/i

/** Answers GET and HEAD for one path of the built page. */
export type StaticFiles = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>

/** Serves the files below `root` and nothing else; the page gets the start-up token. There is no fallback page: views live in the hash. */
export function createStaticFiles({ root, token }: { root: string; token: string }): StaticFiles {
  return async (request, response, path) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendFailure(response, 'wrong-method', undefined, { allow: 'GET, HEAD' })
      return
    }
    const name = readFileName(path)
    const file = name === null ? null : await findFile(root, name)
    if (name === null || file === null) sendFailure(response, 'not-found')
    else if (name === 'index.html') await sendPage(response, file.path, token)
    else sendFile(request, response, name, file)
  }
}

/** The relative name that a request path stands for, or null when it can never be a file of ours. */
export function readFileName(path: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  if (decoded === '/') return 'index.html'
  if (!decoded.startsWith('/') || /[\\:]|\p{Cc}/u.test(decoded)) return null
  const segments = decoded.slice(1).split('/')
  // Empty segments, dot files, and the two directions up and here: none of them is ever built.
  return segments.some((segment) => segment === '' || segment.startsWith('.') || /[. ]$/.test(segment))
    ? null
    : segments.join('/')
}

type FoundFile = { path: string; bytes: number; modified: number }

async function findFile(root: string, name: string): Promise<FoundFile | null> {
  try {
    const [realRoot, path] = await Promise.all([realpath(root), realpath(join(root, name))])
    if (!path.startsWith(realRoot + sep)) return null
    const info = await stat(path)
    return info.isFile() ? { path, bytes: info.size, modified: Math.floor(info.mtimeMs) } : null
  } catch {
    return null
  }
}

async function sendPage(response: ServerResponse, path: string, token: string): Promise<void> {
  const html = Buffer.from(injectToken(await readFile(path, 'utf8'), token), 'utf8')
  response.writeHead(200, {
    ...ownSecurityHeaders,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-length': html.length,
  })
  response.end(response.req.method === 'HEAD' ? undefined : html)
}

function sendFile(request: IncomingMessage, response: ServerResponse, name: string, file: FoundFile): void {
  const extension = extname(name).toLowerCase()
  const etag = `W/"${file.bytes.toString(36)}-${file.modified.toString(36)}"`
  const canCompress = compressible.has(extension) && file.bytes >= smallestWorthCompressing
  const headers: Record<string, string | number> = {
    ...ownSecurityHeaders,
    'content-type': mimeTypes[extension] ?? 'application/octet-stream',
    'cache-control': hashedName.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    ...(canCompress ? { vary: 'accept-encoding' } : {}),
  }
  if (hasTag(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end()
    return
  }
  const compress = canCompress && acceptsGzip(request.headers['accept-encoding'])
  response.writeHead(200, {
    ...headers,
    ...(compress ? { 'content-encoding': 'gzip' } : { 'content-length': file.bytes }),
  })
  if (request.method === 'HEAD') response.end()
  // A file that vanishes or a page that goes away in mid-answer ends both streams; nobody is left to be told.
  else if (compress) pipeline(createReadStream(file.path), createGzip({ level: 5 }), response, () => {})
  else pipeline(createReadStream(file.path, { end: Math.max(0, file.bytes - 1) }), response, () => {})
}

function hasTag(header: string | undefined, etag: string): boolean {
  return header?.split(',').some((tag) => tag.trim() === etag) ?? false
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .some((part) => /^\s*gzip\s*(?:;\s*q=(?:1(?:\.0*)?|0\.\d*[1-9]\d*)\s*)?$/i.test(part))
}
